package io.quorate.winrm.auth;

import io.quorate.Span;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TokenException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One login by NTLM: the second leg already carries the request. Its tokens go as they are, or in SPNEGO where a host wants that. Over plain
 * HTTP each body is sealed; over TLS none, as Windows has it.
 */
final class NtlmLogin implements Login {
    private static final List<String> MECHANISMS = List.of(Spnego.NTLM);
    private static final Duration SKEWED = Duration.ofMinutes(5);

    private enum Stage {
        BEGINNING,
        /** The first message has gone as it is. */
        BARE,
        /** The first message has gone in SPNEGO. */
        WRAPPED,
        /** The challenge is answered. */
        PROVEN,
        /** There is nothing more to say. */
        OVER
    }

    private final NtlmClient client;
    private final NtlmAccount account;
    private final String service;
    private final Peer peer;
    private final boolean bound;
    private Stage stage = Stage.BEGINNING;
    private boolean spnego;
    private boolean offersMechanisms;

    NtlmLogin(NtlmClient client, NtlmAccount account, String service, Peer peer, boolean bound) {
        this.client = client;
        this.account = account;
        this.service = service;
        this.peer = peer;
        this.bound = bound;
    }

    @Override
    public @Nullable Leg next(List<Challenge> challenges) {
        byte[] token = token(challenges);
        Stage before = stage;
        stage = Stage.OVER;
        switch (before) {
            case BEGINNING:
                stage = Stage.BARE;
                return said(client.negotiate(), false);
            case BARE:
                if (token == null && challenges.stream().anyMatch(NtlmLogin::ours)) {
                    // Nothing was proven yet, so nothing was refused: perhaps it wants SPNEGO.
                    stage = Stage.WRAPPED;
                    offersMechanisms = true;
                    return said(Spnego.Init.of(MECHANISMS, client.negotiate()).encode(), false);
                }
                return token == null ? null : answer(token);
            case WRAPPED:
                return token == null ? null : answer(token);
            default:
                return null;
        }
    }

    private Leg said(byte[] token, boolean carriesRequest) {
        return new Leg("Negotiate " + Base64.getEncoder().encodeToString(token), carriesRequest);
    }

    private static boolean ours(Challenge challenge) {
        return challenge.of("Negotiate");
    }

    private byte @Nullable [] token(List<Challenge> challenges) {
        for (Challenge challenge : challenges) {
            if (ours(challenge) && challenge.token() != null) {
                try {
                    return Base64.getDecoder().decode(challenge.token());
                } catch (IllegalArgumentException e) {
                    throw unreadable("its token is no Base64");
                }
            }
        }
        return null;
    }

    /** Answers the challenge. */
    private @Nullable Leg answer(byte[] token) {
        byte[] answer;
        try {
            byte[] challenge = token;
            if (Spnego.looksLike(token)) {
                spnego = true;
                challenge = chosen(Spnego.parse(token));
                if (challenge == null) {
                    return null;
                }
            }
            answer = client.authenticate(challenge, address());
        } catch (TokenException e) {
            throw unreadable(e.getMessage());
        }
        stage = Stage.PROVEN;
        return said(spnego ? wrapped(answer) : answer, true);
    }

    private byte @Nullable [] chosen(Spnego message) {
        return message instanceof Spnego.Resp resp
                        && resp.state() != Spnego.State.REJECT
                        && (resp.supportedMech() == null || resp.supportedMech().equals(Spnego.NTLM))
                ? resp.responseToken()
                : null;
    }

    private byte[] wrapped(byte[] answer) {
        byte[] mic = null;
        if (offersMechanisms) {
            NtlmSeal seal = client.seal();
            mic = seal.sign(Spnego.mechTypeList(MECHANISMS));
            seal.resetOut();
        }
        return new Spnego.Resp(null, null, answer, mic).encode();
    }

    private Fault unreadable(@Nullable String why) {
        return Fault.neverSent(ErrorKind.BAD_REPLY)
                .hint("does another program than WinRM answer there, or a proxy?")
                .because(address() + " does not speak NTLM as it should: " + why);
    }

    private String address() {
        return (peer.host().indexOf(':') < 0 ? peer.host() : "[" + peer.host() + "]") + ":" + peer.port();
    }

    @Override
    public boolean accepted(List<Challenge> challenges) {
        if (stage != Stage.PROVEN) {
            return false;
        }
        if (!spnego) {
            return true;
        }
        try {
            byte[] token = token(challenges);
            if (token == null) {
                // Whose list of mechanisms was signed owes the same; over TLS the host has proven itself already.
                return !offersMechanisms || peer.secure();
            }
            if (!(Spnego.parse(token) instanceof Spnego.Resp resp)
                    || resp.state() != null && resp.state() != Spnego.State.ACCEPT_COMPLETED) {
                return false;
            }
            if (offersMechanisms) {
                if (resp.mechListMic() == null) {
                    return false;
                }
                client.seal().verify(Spnego.mechTypeList(MECHANISMS), resp.mechListMic());
                client.seal().resetIn();
            }
            return true;
        } catch (TokenException | Fault e) {
            return false;
        }
    }

    @Override
    public boolean seals() {
        return !peer.secure();
    }

    @Override
    public Body wrap(Body plain) {
        NtlmSeal.Sealed sealed = client.seal().seal(plain.content());
        SealedBody body = new SealedBody(
                SealedBody.SPNEGO,
                List.of(new SealedBody.Part(plain.type(), plain.content().length, sealed.signature(), sealed.data())));
        return new Body(body.contentType(), body.encode());
    }

    @Override
    public @Nullable Body unwrap(Body sealed) throws TokenException {
        if (!SealedBody.is(sealed.type())) {
            return null;
        }
        SealedBody body = SealedBody.parse(sealed.type(), sealed.content());
        if (body.parts().size() != 1 || !body.protocol().equalsIgnoreCase(SealedBody.SPNEGO)) {
            throw new TokenException("an answer is sealed in another way than the login agreed on");
        }
        SealedBody.Part part = body.parts().get(0);
        byte[] plain = client.seal().unseal(part.token(), part.data());
        if (plain.length != part.length()) {
            throw new TokenException("an answer is not as long as it says");
        }
        return new Body(part.type(), plain);
    }

    @Override
    public Boolean judged(List<Challenge> offered) {
        return client.proven();
    }

    @Override
    public String story() {
        String host = client.host();
        return "NTLM (Negotiate" + (spnego || offersMechanisms ? ", in SPNEGO" : "") + "), as " + account + ", to "
                + service
                + ", message " + (client.proven() ? "3" : "1") + " of 3"
                + (host.isEmpty() ? "" : ", " + host)
                + (peer.secure() ? bound ? ", with channel binding" : ", without channel binding" : ", sealed");
    }

    private static boolean skewed(@Nullable Duration skew) {
        return skew != null && skew.abs().compareTo(SKEWED) > 0;
    }

    @Override
    public String hint(List<Challenge> offered) {
        if (offered.stream().noneMatch(NtlmLogin::ours)) {
            return Ntlm.OFF;
        }
        if (!client.proven()) {
            return "it takes Negotiate, but not NTLM: use Credentials.domain(..) or kerberos(..), or look at the policies"
                    + " \"Restrict NTLM\" there";
        }
        return "check user name, domain and password; is the account locked, disabled, expired, in Protected Users (which"
                + " NTLM refuses), or must its password be changed?" + clock() + binding();
    }

    private String clock() {
        Duration skew = client.skew();
        return skew != null && skewed(skew)
                ? " Its clock is " + Span.words(skew.abs().truncatedTo(ChronoUnit.SECONDS)) + " "
                        + (skew.isNegative() ? "behind" : "ahead of") + " ours: NTLM refuses what is too far off."
                : "";
    }

    private String binding() {
        if (!peer.secure()) {
            return "";
        }
        return bound
                ? " If something between ends TLS, the channel binding is wrong: switch it off with the option"
                        + " channelBinding=off."
                : " No channel binding was sent (channelBinding=off): a host with CbtHardeningLevel Strict refuses that.";
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "NtlmLogin[hidden]";
    }
}
