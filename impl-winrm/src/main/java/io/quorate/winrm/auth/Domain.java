package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.KerberosFailure;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Negotiate: Kerberos, and NTLM where Kerberos cannot even begin: there is no realm, no controller answers, the host's name is unknown to it
 * or is an address. A password that a controller has looked at is never handed to NTLM: a wrong one would be spent twice. What was decided and
 * why is part of every message about the login.
 */
public final class Domain implements LoginScheme {
    private static final Duration USUAL = Duration.ofMinutes(1);
    /** How long controllers that did not answer are left alone: the JVM waits for them minutes at worst, with each connection. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(Domain.class);

    private final Credentials.Domain credentials;
    private final LoginOptions options;
    private final QuorateRuntime runtime;
    private final LoginScheme ntlm;
    private volatile @Nullable Kerberos kerberos;
    private volatile @Nullable Silence silence;

    /** That no controller could be reached, and when that was found. */
    private record Silence(String why, long at) {}

    /**
     * @param ntlm the other way, for the same account
     */
    public Domain(Credentials.Domain credentials, LoginOptions options, QuorateRuntime runtime, LoginScheme ntlm) {
        this.credentials = credentials;
        this.options = options;
        this.runtime = runtime;
        this.ntlm = ntlm;
    }

    @Override
    public boolean perConnection() {
        return true;
    }

    @Override
    public @Nullable String refuses(String host, boolean secure) {
        return ntlm.refuses(host, secure);
    }

    @Override
    public Login begin(Peer peer) {
        return begin(peer, new Patience(runtime, Deadline.in(USUAL, runtime), peer.host()));
    }

    @Override
    public Login begin(Peer peer, Patience patience) {
        Kerberos first = kerberos;
        if (first == null) {
            String principal = patience.await(
                    "looking for the realm of the account", () -> Principals.of(credentials.username(), peer.host()));
            if (principal.isEmpty()) {
                return fallBack(
                        peer,
                        patience,
                        "no realm is known for " + credentials.username() + " (say user@REALM, or let krb5.conf have"
                                + " it as default_realm)",
                        null);
            }
            first = new Kerberos(
                    principal, new Credentials.Tickets.Password(credentials.password()), options, runtime, true);
            kerberos = first;
        }
        String no = first.refuses(peer.host(), peer.secure());
        if (no != null) {
            return fallBack(peer, patience, no, null);
        }
        Silence known = silence;
        if (known != null && runtime.nanos() - known.at() < LEFT_ALONE.toNanos()) {
            return fallBack(peer, patience, known.why() + " (not asked again for five minutes)", null);
        }
        try {
            Login login = first.begin(peer, patience);
            silence = null;
            return decided(login, peer, "Kerberos");
        } catch (Fault fault) {
            if (!KerberosFailure.leavesAnotherWay(fault)) {
                throw fault.as(fault.phase())
                        .because("Negotiate chose Kerberos, and NTLM was not tried, because a controller has looked at"
                                + " the account: " + fault.getMessage());
            }
            String why = String.valueOf(fault.getMessage());
            if (fault.kind() == ErrorKind.UNREACHABLE) {
                silence = new Silence(why, runtime.nanos());
            }
            return fallBack(peer, patience, why, fault);
        }
    }

    private Login fallBack(Peer peer, Patience patience, String why, @Nullable Fault cause) {
        String decision = "NTLM, because Kerberos could not begin: " + why;
        try {
            return decided(ntlm.begin(peer, patience), peer, decision);
        } catch (Fault fault) {
            if (cause != null) {
                fault.addSuppressed(cause);
            }
            throw fault.as(fault.phase()).because("Negotiate chose " + decision + "; " + fault.getMessage());
        }
    }

    private static Login decided(Login login, Peer peer, String decision) {
        log.debug("negotiate decided [host={} way={}]", peer.host(), decision);
        return new Decided(login, decision);
    }

    @Override
    public boolean judged(List<Challenge> offered) {
        return offered.stream().anyMatch(it -> it.of("Negotiate") || it.of("Kerberos"));
    }

    @Override
    public String hint(List<Challenge> offered) {
        return ntlm.hint(offered);
    }

    /** A login that knows why it is the one. */
    private static final class Decided implements Login {
        private final Login login;
        private final String decision;

        Decided(Login login, String decision) {
            this.login = login;
            this.decision = decision;
        }

        @Override
        public @Nullable Leg next(List<Challenge> challenges) {
            return login.next(challenges);
        }

        @Override
        public boolean accepted(List<Challenge> challenges) {
            return login.accepted(challenges);
        }

        @Override
        public boolean seals() {
            return login.seals();
        }

        @Override
        public Body wrap(Body plain) {
            return login.wrap(plain);
        }

        @Override
        public @Nullable Body unwrap(Body sealed) throws GeneralSecurityException {
            return login.unwrap(sealed);
        }

        @Override
        public String story() {
            String told = login.story();
            return "Negotiate chose " + decision + (told.isEmpty() ? "" : "; " + told);
        }

        @Override
        public @Nullable Boolean judged(List<Challenge> offered) {
            return login.judged(offered);
        }

        @Override
        public @Nullable String hint(List<Challenge> offered) {
            return login.hint(offered);
        }

        @Override
        public void close() {
            login.close();
        }
    }

    @Override
    public String toString() {
        return "Domain[hidden]";
    }
}
