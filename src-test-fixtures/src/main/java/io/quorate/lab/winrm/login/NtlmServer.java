package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Accounts.Verdict;
import io.quorate.lab.model.Domain;
import io.quorate.winrm.token.AvPairs;
import io.quorate.winrm.token.NtlmAuthenticate;
import io.quorate.winrm.token.NtlmChallenge;
import io.quorate.winrm.token.NtlmCrypto;
import io.quorate.winrm.token.NtlmFlags;
import io.quorate.winrm.token.NtlmNegotiate;
import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.NtlmTime;
import io.quorate.winrm.token.NtlmV2Response;
import io.quorate.winrm.token.TlsBinding;
import io.quorate.winrm.token.TokenException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of NTLMv2 ([MS-NLMP] 3.2): challenge, then proof, MIC where the client says that there is one, channel bindings, and the
 * session key. Version 1 is refused.
 */
final class NtlmServer implements Mechanism {
    private static final int MIC_AT = NtlmAuthenticate.MIC_AT;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Windows Server 2016 and later call themselves 10.0. */
    private static final byte[] VERSION = {10, 0, 0x39, 0x38, 0, 0, 0, 15};

    private static final int ECHOED = NtlmFlags.SIGN
            | NtlmFlags.SEAL
            | NtlmFlags.ALWAYS_SIGN
            | NtlmFlags.KEY_EXCH
            | NtlmFlags.KEY_128
            | NtlmFlags.KEY_56
            | NtlmFlags.REQUEST_TARGET
            | NtlmFlags.VERSION;

    private final HostMeans means;
    private final Place place;
    private byte @Nullable [] first;
    private byte @Nullable [] second;
    private byte[] challenge = new byte[0];
    private int flags;
    private @Nullable NtlmSeal seal;

    NtlmServer(HostMeans means, Place place) {
        this.means = means;
        this.place = place;
    }

    @Override
    public LoginStep step(byte[] token) {
        try {
            return first == null
                    ? challenge(token)
                    : seal == null ? authenticate(token) : LoginStep.refused("a fourth");
        } catch (GeneralSecurityException e) {
            return LoginStep.refused(String.valueOf(e.getMessage()));
        }
    }

    private LoginStep challenge(byte[] token) throws TokenException {
        NtlmNegotiate asked = NtlmNegotiate.parse(token);
        boolean unicode = NtlmFlags.has(asked.flags(), NtlmFlags.UNICODE);
        if (!unicode && !NtlmFlags.has(asked.flags(), NtlmFlags.OEM)) {
            return LoginStep.refused("no way to write names");
        }
        if (!NtlmFlags.has(asked.flags(), NtlmFlags.EXTENDED_SESSIONSECURITY)) {
            return LoginStep.refused("no extended session security");
        }
        first = token.clone();
        challenge = new byte[8];
        RANDOM.nextBytes(challenge);
        Optional<Domain> domain = means.accounts().domain();
        String netBios = domain.map(Domain::netBios).orElse(means.host());
        String dns = domain.map(Domain::name).orElse(means.host());
        flags = asked.flags() & ECHOED
                // Unicode where both are offered ([MS-NLMP] 3.2.5.1.1); clients of requests_ntlm offer the other alone
                | (unicode ? NtlmFlags.UNICODE : NtlmFlags.OEM)
                | NtlmFlags.NTLM
                | NtlmFlags.EXTENDED_SESSIONSECURITY
                | NtlmFlags.TARGET_INFO
                | (domain.isPresent() ? NtlmFlags.TARGET_TYPE_DOMAIN : NtlmFlags.TARGET_TYPE_SERVER);
        AvPairs told = AvPairs.none()
                .with(AvPairs.NB_DOMAIN_NAME, netBios.toUpperCase(Locale.ROOT))
                .with(AvPairs.NB_COMPUTER_NAME, means.host().toUpperCase(Locale.ROOT))
                .with(AvPairs.DNS_DOMAIN_NAME, dns)
                .with(AvPairs.DNS_COMPUTER_NAME, means.host() + "." + means.domain())
                .with(AvPairs.DNS_TREE_NAME, dns)
                .withTimestamp(NtlmTime.of(means.now().get()));
        byte[] said = NtlmChallenge.of(flags, netBios.toUpperCase(Locale.ROOT), challenge, told, VERSION)
                .encode();
        second = said;
        return new LoginStep.GoOn(said.clone());
    }

    private LoginStep authenticate(byte[] token) throws GeneralSecurityException {
        NtlmAuthenticate said = NtlmAuthenticate.parse(token);
        NtlmV2Response response = NtlmV2Response.parse(said.ntResponse());
        Optional<Accounts.Known> known = means.accounts().find(means.host(), said.domain(), said.user());
        if (known.isEmpty()) {
            return LoginStep.refused("no such account");
        }
        byte[] key = key(known.get(), said);
        byte[] sessionKey = new byte[0];
        try {
            boolean right = NtlmCrypto.same(NtlmCrypto.proof(key, challenge, response.proven()), response.proof());
            Verdict verdict = means.accounts().tried(known.get(), right);
            if (verdict != Verdict.WELCOME) {
                return LoginStep.refused(verdict.name());
            }
            sessionKey = sessionKey(key, said, response);
            means.heard().accept(sessionKey.clone());
            if (!micRight(said, response, token, sessionKey)) {
                return LoginStep.refused("the MIC is wrong");
            }
            if (!bound(response)) {
                return LoginStep.refused("channel bindings");
            }
            seal = new NtlmSeal(flags & said.flags(), sessionKey, false);
            return new LoginStep.Welcome(new Visitor(known.get().visitor(), false), null);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(sessionKey, (byte) 0);
        }
    }

    private static byte[] key(Accounts.Known known, NtlmAuthenticate said) {
        char[] password = known.account().password().reveal();
        try {
            return NtlmCrypto.ntowfV2(password, said.user(), said.domain());
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private byte[] sessionKey(byte[] key, NtlmAuthenticate said, NtlmV2Response response) throws TokenException {
        byte[] base = NtlmCrypto.sessionBaseKey(key, response.proof());
        if (!NtlmFlags.has(flags & said.flags(), NtlmFlags.KEY_EXCH)) {
            return base;
        }
        if (said.sessionKey().length != 16) {
            throw new TokenException("no session key of 16 bytes");
        }
        byte[] drawn = NtlmCrypto.exchange(base, said.sessionKey());
        Arrays.fill(base, (byte) 0);
        return drawn;
    }

    private boolean micRight(NtlmAuthenticate said, NtlmV2Response response, byte[] token, byte[] sessionKey) {
        if ((response.targetInfo().flags() & AvPairs.FLAG_MIC) == 0) {
            return true;
        }
        byte[] mic = said.mic();
        if (mic == null || first == null || second == null) {
            return false;
        }
        byte[] zeroed = token.clone();
        Arrays.fill(zeroed, MIC_AT, MIC_AT + NtlmAuthenticate.MIC_LENGTH, (byte) 0);
        return NtlmCrypto.same(NtlmCrypto.mic(sessionKey, first, second, zeroed), mic);
    }

    private boolean bound(NtlmV2Response response) {
        if (place.certificate() == null) {
            return true;
        }
        byte[] sent = response.targetInfo().get(AvPairs.CHANNEL_BINDINGS);
        boolean any = sent != null && !Arrays.equals(sent, new byte[16]);
        byte[] mine = TlsBinding.hash(TlsBinding.serverEndPoint(place.certificate()));
        return means.binding().allows(any, any && Arrays.equals(sent, mine));
    }

    private NtlmSeal seal() {
        if (seal == null) {
            throw new IllegalStateException("not logged in");
        }
        return seal;
    }

    @Override
    public SealedPart seal(byte[] plain) {
        NtlmSeal.Sealed sealed = seal().seal(plain);
        return new SealedPart(sealed.signature(), sealed.data());
    }

    @Override
    public byte[] open(SealedPart sealed) throws TokenException {
        return seal().unseal(sealed.header(), sealed.data());
    }

    @Override
    public byte[] mic(byte[] agreed) {
        byte[] mic = seal().sign(agreed);
        seal().resetOut();
        return mic;
    }

    @Override
    public void verifyMic(byte[] agreed, byte[] mic) throws TokenException {
        seal().verify(agreed, mic);
        seal().resetIn();
    }

    @Override
    public void close() {
        if (seal != null) {
            seal.close();
        }
    }
}
