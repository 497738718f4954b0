package io.quorate.winrm.auth;

import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Logins;
import io.quorate.winrm.token.AvPairs;
import io.quorate.winrm.token.NtlmAuthenticate;
import io.quorate.winrm.token.NtlmChallenge;
import io.quorate.winrm.token.NtlmCrypto;
import io.quorate.winrm.token.NtlmFlags;
import io.quorate.winrm.token.NtlmNegotiate;
import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.NtlmTime;
import io.quorate.winrm.token.NtlmV2Response;
import io.quorate.winrm.token.TokenException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of NTLMv2: two messages and the seal that follows. Answers only a challenge that leads to a strong seal, so that nothing is
 * proven to a host, or to somebody between, that asks for less. Carried by {@link NtlmLogin} over HTTP, and by CredSSP. One log-in each.
 */
final class NtlmClient implements AutoCloseable {
    /** What we offer; a host takes of it what it knows. */
    static final int FLAGS = NtlmFlags.UNICODE
            | NtlmFlags.REQUEST_TARGET
            | NtlmFlags.SIGN
            | NtlmFlags.SEAL
            | NtlmFlags.NTLM
            | NtlmFlags.ALWAYS_SIGN
            | NtlmFlags.EXTENDED_SESSIONSECURITY
            | NtlmFlags.TARGET_INFO
            | NtlmFlags.VERSION
            | NtlmFlags.KEY_128
            | NtlmFlags.KEY_EXCH;

    /** Windows 10, revision 15 of NTLM. Nothing depends on it but that it is there. */
    private static final byte[] VERSION = {10, 0, 0x63, 0x45, 0, 0, 0, 15};

    /** Windows tells some hundred bytes; what is answered must hold them, too. */
    private static final int LONGEST_INFO = 16 * 1024;

    private final NtlmAccount account;
    private final Secret password;
    private final String service;
    private final byte[] binding;
    private final boolean sealing;
    private final QuorateRuntime runtime;
    private byte[] negotiate = {};
    private @Nullable AvPairs host;
    private @Nullable NtlmSeal seal;

    /**
     * @param service the name of the service it is for, such as {@code host/hv1.example.com}
     * @param binding the hash of the channel binding; null for none
     * @param sealing whether messages will be sealed; else TLS hides them
     */
    NtlmClient(
            NtlmAccount account,
            Secret password,
            String service,
            byte @Nullable [] binding,
            boolean sealing,
            QuorateRuntime runtime) {
        this.account = account;
        this.password = password;
        this.service = service;
        this.binding = binding == null ? new byte[16] : binding.clone();
        this.sealing = sealing;
        this.runtime = runtime;
    }

    /** Returns the first message. */
    byte[] negotiate() {
        negotiate = NtlmNegotiate.of(FLAGS, VERSION).encode();
        return negotiate.clone();
    }

    /**
     * Answers the host's challenge. From then on there is a {@link #seal}.
     *
     * @param peer names the host for messages
     * @throws TokenException if it is no challenge
     * @throws Fault if it asks for less than is safe, or the password is gone
     */
    byte[] authenticate(byte[] message, String peer) throws TokenException {
        NtlmChallenge challenge = NtlmChallenge.parse(message);
        AvPairs told = challenge.targetInfo();
        String weak = weakness(challenge);
        if (told == null || weak != null) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .hint("a Windows host has it; does another program answer there, or somebody between who weakens"
                            + " the log-in?")
                    .because(peer + " wants NTLM " + (weak == null ? "without target information" : weak)
                            + ": that is not safe, and nothing was proven to it");
        }
        if (told.encode().length > LONGEST_INFO) {
            throw new TokenException("the target information of NTLM is too long");
        }
        host = told;
        int flags = FLAGS & challenge.flags() | NtlmFlags.UNICODE | NtlmFlags.VERSION;
        byte[] random = random(8);
        AvPairs proven = told.withFlags(told.flags() | AvPairs.FLAG_MIC)
                .with(AvPairs.CHANNEL_BINDINGS, binding)
                .with(AvPairs.TARGET_NAME, service);
        Long theirs = told.timestamp();
        String domain = account.domainAt(told);
        byte[] key = key(domain);
        byte[] base = {};
        byte[] session = {};
        try {
            byte[] response = NtlmV2Response.proven(
                    theirs == null ? NtlmTime.of(runtime.now()) : theirs, random, proven, new byte[4]);
            byte[] proof = NtlmCrypto.proof(key, challenge.serverChallenge(), response);
            base = NtlmCrypto.sessionBaseKey(key, proof);
            boolean exchange = NtlmFlags.has(flags, NtlmFlags.KEY_EXCH);
            session = exchange ? random(16) : base.clone();
            NtlmAuthenticate answer = new NtlmAuthenticate(
                    // A host that tells its time wants no response of the old kind.
                    theirs == null ? NtlmCrypto.lmV2Response(key, challenge.serverChallenge(), random) : new byte[24],
                    joined(proof, response),
                    domain,
                    account.user(),
                    "",
                    exchange ? NtlmCrypto.exchange(base, session) : new byte[0],
                    flags,
                    VERSION,
                    new byte[NtlmAuthenticate.MIC_LENGTH],
                    List.of());
            byte[] encoded = answer.encode();
            byte[] mic = NtlmCrypto.mic(session, negotiate, message, encoded);
            System.arraycopy(mic, 0, encoded, NtlmAuthenticate.MIC_AT, mic.length);
            seal = new NtlmSeal(flags, session, true);
            return encoded;
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(base, (byte) 0);
            Arrays.fill(session, (byte) 0);
        }
    }

    /** Says what a challenge lacks; null if nothing. */
    private @Nullable String weakness(NtlmChallenge challenge) {
        int flags = challenge.flags();
        if (!NtlmFlags.has(flags, NtlmFlags.EXTENDED_SESSIONSECURITY)) {
            return "without extended session security";
        }
        if (!NtlmFlags.has(flags, NtlmFlags.KEY_128)) {
            return "with keys weaker than 128 bit";
        }
        if (!NtlmFlags.has(flags, NtlmFlags.UNICODE)) {
            return "without Unicode";
        }
        if (sealing && !NtlmFlags.has(flags, NtlmFlags.KEY_EXCH)) {
            return "without an exchange of keys";
        }
        if (sealing && !NtlmFlags.has(flags, NtlmFlags.SIGN | NtlmFlags.SEAL)) {
            return "without sealing";
        }
        return null;
    }

    private byte[] key(String domain) {
        char[] secret = Logins.reveal(password);
        try {
            return NtlmCrypto.ntowfV2(secret, account.user(), domain);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        runtime.random().nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Tells whether the challenge was answered: from then on the host can judge the password. */
    boolean proven() {
        return seal != null;
    }

    /** Returns the seal. Only once {@link #proven}. */
    NtlmSeal seal() {
        if (seal == null) {
            throw new IllegalStateException("NTLM has no keys yet");
        }
        return seal;
    }

    /** Tells what the host has told about itself; empty if nothing. */
    String host() {
        if (host == null) {
            return "";
        }
        return "server " + name(AvPairs.NB_COMPUTER_NAME, AvPairs.DNS_COMPUTER_NAME) + ", domain "
                + name(AvPairs.NB_DOMAIN_NAME, AvPairs.DNS_DOMAIN_NAME);
    }

    private String name(int netBios, int dns) {
        AvPairs told = host == null ? AvPairs.none() : host;
        String shortName = told.text(netBios);
        String name = told.text(dns);
        return (shortName == null ? "unnamed" : shortName) + (name == null ? "" : " (" + name + ")");
    }

    /** Returns how far the host's clock is ahead of ours; negative if it is behind, null if it tells no time. */
    @Nullable
    Duration skew() {
        Long time = host == null ? null : host.timestamp();
        return time == null ? null : Duration.between(runtime.now(), NtlmTime.instant(time));
    }

    @Override
    public void close() {
        if (seal != null) {
            seal.close();
        }
    }

    @Override
    public String toString() {
        return "NtlmClient[hidden]";
    }
}
