package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.KerberosFailure;
import io.quorate.spi.net.KerberosHints;
import io.quorate.spi.net.KerberosTickets;
import java.util.List;
import java.util.concurrent.Callable;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * Kerberos 5 (RFC 4120) by the JDK's GSS-API. Over plain HTTP one leg goes alone and every body is sealed; over TLS the first request rides along
 * with the ticket. The host proves itself either way. Under the scheme {@code Kerberos}, and in SPNEGO where a host takes {@code Negotiate} only.
 */
public final class Kerberos implements LoginScheme {
    private final KerberosTickets tickets;
    private final LoginOptions options;
    private final QuorateRuntime runtime;
    private final boolean negotiate;

    public Kerberos(Credentials.Kerberos credentials, LoginOptions options, QuorateRuntime runtime) {
        this(credentials.principal(), credentials.tickets(), options, runtime, false);
    }

    /**
     * @param negotiate whether to begin with {@code Negotiate}
     */
    Kerberos(
            @Nullable String principal,
            Credentials.Tickets source,
            LoginOptions options,
            QuorateRuntime runtime,
            boolean negotiate) {
        this.tickets = new KerberosTickets(principal, source);
        this.options = options;
        this.runtime = runtime;
        this.negotiate = negotiate;
    }

    @Override
    public boolean perConnection() {
        return true;
    }

    /** Says why there can be no log-in at an address, before anything is sent there; null if there can be one. */
    @Override
    public @Nullable String refuses(String host, boolean secure) {
        if (ServiceNames.needName(host, options.servicePrincipalNames())) {
            return "Kerberos knows hosts by name only, and " + host
                    + " is an address: use the host's name in its domain,"
                    + " or say it by the option servicePrincipalName, such as host/hv1.lab.example";
        }
        if (options.channelBinding() != ChannelBinding.REQUIRED) {
            return null;
        }
        if (!secure) {
            return "channelBinding=required needs TLS, and " + host + " is not reached over it: use an https address";
        }
        return GssBinding.possible()
                ? null
                : "channelBinding=required, and for Kerberos the JVM can do that only if it is started with "
                        + GssBinding.FLAG;
    }

    @Override
    public Login begin(Peer peer) {
        return begin(peer, work -> {
            try {
                return work.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public Login begin(Peer peer, Patience patience) {
        String what = "asking the domain's controllers for a ticket to " + peer.host();
        return begin(peer, work -> patience.await(what, work));
    }

    /** Who does work that may take long. */
    interface Worker {
        KerberosContext wait(Callable<KerberosContext> work);
    }

    private Login begin(Peer peer, Worker worker) {
        String no = refuses(peer.host(), peer.secure());
        if (no != null) {
            throw Fault.neverSent(ErrorKind.ACCESS_DENIED).because(no);
        }
        return new KerberosLogin(() -> worker.wait(() -> context(peer)), peer, tickets, runtime, negotiate);
    }

    /** Makes a security context; what it throws is a fault that says that nothing was sent. */
    KerberosContext context(Peer peer) {
        List<String> services = ServiceNames.of(peer.host(), options.servicePrincipalNames());
        try {
            return KerberosContext.begin(tickets, services, binding(peer));
        } catch (LoginException | GSSException | IllegalArgumentException | LinkageError e) {
            throw fault(KerberosFailure.of(e), services, e);
        }
    }

    private org.ietf.jgss.@Nullable ChannelBinding binding(Peer peer) {
        return peer.certificate() == null || options.channelBinding() == ChannelBinding.OFF
                ? null
                : GssBinding.to(peer.certificate());
    }

    private Fault fault(KerberosFailure failure, List<String> services, Throwable cause) {
        String names = String.join(", ", services);
        String realm = tickets.realm();
        ErrorKind kind =
                failure.kind() == KerberosFailure.Kind.NO_CONTROLLER ? ErrorKind.UNREACHABLE : ErrorKind.ACCESS_DENIED;
        Fault.Draft draft = Fault.neverSent(kind)
                .code(failure.asCode())
                .cause(cause)
                .hint(KerberosHints.of(failure, tickets, realm, names, runtime.now()));
        return (failure.refusesAccount() ? draft.refusingLogin() : draft)
                .because("no Kerberos ticket for " + tickets.principal() + " to " + names + ", realm "
                        + (realm == null ? "as the JVM has it" : realm) + ": " + failure.said()
                        + "; nothing was sent to the host");
    }

    @Override
    public boolean judged(List<Challenge> offered) {
        return offered.stream().anyMatch(it -> it.of("Kerberos") || it.of("Negotiate"));
    }

    @Override
    public String hint(List<Challenge> offered) {
        return judged(offered)
                ? TicketRefused.hint(
                        ServiceNames.of("<host>", options.servicePrincipalNames())
                                .get(0),
                        null,
                        false)
                : "Kerberos is switched off there: winrm set winrm/config/service/auth"
                        + " @{Kerberos=\"true\";Negotiate=\"true\"}";
    }

    @Override
    public String toString() {
        return "Kerberos[hidden]";
    }
}
