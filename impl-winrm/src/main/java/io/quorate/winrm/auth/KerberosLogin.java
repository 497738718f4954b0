package io.quorate.winrm.auth;

import io.quorate.QuorateRuntime;
import io.quorate.Span;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.KerberosFailure;
import io.quorate.spi.net.KerberosHints;
import io.quorate.spi.net.KerberosTickets;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TokenException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/** One login by Kerberos: AP-REQ, AP-REP, then sealed bodies where TLS does not hide them. */
final class KerberosLogin implements Login {
    private static final List<String> MECHANISMS = List.of(Spnego.KERBEROS);

    private final Supplier<KerberosContext> maker;
    private final Peer peer;
    private final KerberosTickets tickets;
    private final QuorateRuntime runtime;
    private boolean negotiate;
    private boolean switched;
    private KerberosContext context;
    private boolean said;
    private @Nullable KerberosError error;

    /**
     * Gets the ticket, so that whatever stands in the way is told before anything is sent.
     *
     * @param negotiate whether to begin with {@code Negotiate}; the other one is tried where the host does not offer it
     */
    KerberosLogin(
            Supplier<KerberosContext> maker,
            Peer peer,
            KerberosTickets tickets,
            QuorateRuntime runtime,
            boolean negotiate) {
        this.maker = maker;
        this.peer = peer;
        this.tickets = tickets;
        this.runtime = runtime;
        this.negotiate = negotiate;
        this.context = maker.get();
    }

    private String scheme() {
        return negotiate ? "Negotiate" : "Kerberos";
    }

    @Override
    public @Nullable Leg next(List<Challenge> challenges) {
        if (!said) {
            said = true;
            return leg();
        }
        byte[] token = token(challenges);
        if (token != null) {
            error = KerberosError.in(token);
            return null;
        }
        String other = negotiate ? "Kerberos" : "Negotiate";
        boolean unknown = challenges.stream().noneMatch(challenge -> challenge.of(scheme()));
        if (switched || !unknown || challenges.stream().noneMatch(challenge -> challenge.of(other))) {
            return null;
        }
        switched = true;
        negotiate = !negotiate;
        context.close();
        // A new one: who has looked at the first token would take it for a replay.
        context = maker.get();
        return leg();
    }

    private Leg leg() {
        byte[] token = negotiate ? Spnego.Init.of(MECHANISMS, context.first()).encode() : context.first();
        return new Leg(scheme() + " " + Base64.getEncoder().encodeToString(token), !seals());
    }

    private byte @Nullable [] token(List<Challenge> challenges) {
        for (Challenge challenge : challenges) {
            if (challenge.of(scheme()) && challenge.token() != null) {
                try {
                    return Base64.getDecoder().decode(challenge.token());
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }

    @Override
    public boolean accepted(List<Challenge> challenges) {
        byte[] token = token(challenges);
        if (token == null) {
            return false;
        }
        try {
            if (negotiate && Spnego.looksLike(token)) {
                return answered(Spnego.parse(token));
            }
            context.finish(token);
            return true;
        } catch (GSSException | TokenException | RuntimeException e) {
            return false;
        }
    }

    private boolean answered(Spnego message) throws GSSException, TokenException {
        if (!(message instanceof Spnego.Resp resp)
                || resp.responseToken() == null
                || resp.state() != Spnego.State.ACCEPT_COMPLETED && resp.state() != null) {
            return false;
        }
        context.finish(resp.responseToken());
        if (resp.mechListMic() != null) {
            context.verify(resp.mechListMic(), Spnego.mechTypeList(MECHANISMS));
        }
        return true;
    }

    @Override
    public boolean seals() {
        return !peer.secure();
    }

    private String protocol() {
        return negotiate ? SealedBody.SPNEGO : SealedBody.KERBEROS;
    }

    @Override
    public Body wrap(Body plain) {
        KerberosContext.Sealed sealed;
        try {
            sealed = context.wrap(plain.content());
        } catch (GSSException e) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("a message to " + peer.host() + " cannot be sealed");
        }
        if (sealed == null) {
            throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                    .hint("give the host's and the user's accounts AES keys (msDS-SupportedEncryptionTypes, then a new"
                            + " password), or use an https address")
                    .because("the key for " + context.service()
                            + " is of an old kind (RC4, DES), with which messages are not sealed;"
                            + " nothing was sent with it");
        }
        SealedBody.Part part =
                new SealedBody.Part(plain.type(), plain.content().length, sealed.header(), sealed.data());
        SealedBody body = new SealedBody(protocol(), List.of(part));
        return new Body(body.contentType(), body.encode());
    }

    @Override
    public @Nullable Body unwrap(Body sealed) throws GeneralSecurityException {
        if (!SealedBody.is(sealed.type())) {
            return null;
        }
        SealedBody body = SealedBody.parse(sealed.type(), sealed.content());
        if (body.parts().size() != 1 || !body.protocol().equalsIgnoreCase(protocol())) {
            throw new TokenException("an answer is sealed in another way than the login agreed on");
        }
        SealedBody.Part part = body.parts().get(0);
        byte[] plain = context.unwrap(part.token(), part.data());
        if (plain.length != part.length()) {
            throw new TokenException("an answer is not as long as it says");
        }
        return new Body(part.type(), plain);
    }

    @Override
    public String story() {
        String realm = tickets.realm();
        return "Kerberos (" + scheme() + "), as " + tickets.principal() + ", to " + context.service() + ", realm "
                + (realm == null ? "as the JVM has it" : realm)
                + (peer.secure() ? (context.bound() ? ", with" : ", without") + " channel binding" : "")
                + (error == null ? "" : ", error " + error.code() + skew(error));
    }

    private String skew(KerberosError told) {
        return told.time() == null
                ? ""
                : ", its clock is "
                        + Span.words(Duration.ofSeconds(
                                Duration.between(runtime.now(), told.time()).toSeconds())) + " off ours";
    }

    /** A host that gives a reason of its own has not refused the account, which a controller knows already. */
    @Override
    public @Nullable Boolean judged(List<Challenge> offered) {
        return error == null ? null : false;
    }

    @Override
    public @Nullable String hint(List<Challenge> offered) {
        boolean taken = offered.stream().anyMatch(it -> it.of("Kerberos") || it.of("Negotiate"));
        if (!taken) {
            return null;
        }
        return error == null
                ? TicketRefused.hint(context.service(), peer, context.bound())
                : KerberosHints.of(
                        KerberosFailure.code(error.code()), tickets, tickets.realm(), context.service(), runtime.now());
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public String toString() {
        return "KerberosLogin[hidden]";
    }
}
