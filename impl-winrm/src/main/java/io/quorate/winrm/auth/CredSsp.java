package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.KerberosFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CredSSP ([MS-CSSP]): the host is handed the password, and can be the user on other machines. So it goes only where TLS or Kerberos has proven
 * who is there: over TLS with Kerberos or NTLM inside, over plain HTTP with Kerberos alone.
 */
public final class CredSsp implements LoginScheme {
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final Credentials.CredSsp credentials;
    private final LoginOptions options;
    private final QuorateRuntime runtime;
    private volatile @Nullable Kerberos kerberos;

    CredSsp(Credentials.CredSsp credentials, LoginOptions options, QuorateRuntime runtime) {
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        this.options = Objects.requireNonNull(options, "options");
        this.runtime = Objects.requireNonNull(runtime, "runtime");
    }

    @Override
    public boolean perConnection() {
        return true;
    }

    @Override
    public @Nullable String refuses(String host, boolean secure) {
        if (secure) {
            return null;
        }
        String no = ofDomain()
                ? ServiceNames.needName(host, options.servicePrincipalNames())
                        ? "which needs the host's name in its domain, and " + host + " is an address"
                        : null
                : "which needs a domain account, DOMAIN\\user or user@realm";
        return no == null
                ? null
                : "CredSSP hands the password over: over plain HTTP it takes Kerberos inside to prove the host, " + no
                        + "; or else the address of " + host + " must be an https address";
    }

    private boolean ofDomain() {
        String user = credentials.username();
        return user.indexOf('@') > 0 || user.indexOf('\\') > 0 && !user.startsWith(".\\");
    }

    @Override
    public Login begin(Peer peer) {
        return begin(peer, new Patience(runtime, Deadline.in(USUAL, runtime), peer.host()));
    }

    @Override
    public Login begin(Peer peer, Patience patience) {
        String no = refuses(peer.host(), peer.secure());
        if (no != null) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED).because(no);
        }
        String host = (peer.host().indexOf(':') < 0 ? peer.host() : "[" + peer.host() + "]") + ":" + peer.port();
        byte[] nonce = new byte[CredSspCore.NONCE];
        runtime.random().nextBytes(nonce);
        return new CredSspLogin(
                host,
                !peer.secure(),
                inner(peer, host, patience),
                CredSspCore.Account.of(credentials.username(), credentials.password()),
                nonce);
    }

    /**
     * Kerberos, and over TLS NTLM where Kerberos cannot even begin. A password that a controller has looked at is not handed to NTLM: a wrong
     * one would be spent twice.
     */
    private CredSspInner inner(Peer peer, String host, Patience patience) {
        String why;
        Fault cause = null;
        try {
            Kerberos way = ofDomain() ? way(peer.host(), patience) : null;
            String no = way == null ? "no realm is known for the account" : way.refuses(peer.host(), false);
            if (way != null && no == null) {
                // The channel binding of what is outside is not its business: CredSSP binds the key of its own TLS.
                Peer unbound = new Peer(peer.host(), peer.port(), null);
                String what = "asking the domain's controllers for a ticket to " + peer.host();
                return new CredSspKerberos(patience.await(what, () -> way.context(unbound)), host);
            }
            why = String.valueOf(no);
        } catch (Fault fault) {
            if (!KerberosFailure.leavesAnotherWay(fault)) {
                throw fault.as(fault.phase())
                        .because(
                                "CredSSP chose Kerberos inside, and NTLM was not tried, because a controller has looked"
                                        + " at the account: " + fault.getMessage());
            }
            why = String.valueOf(fault.getMessage());
            cause = fault;
        }
        if (!peer.secure()) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .cause(cause)
                    .hint("use an https address, or let Kerberos begin: " + (cause == null ? why : cause.hint()))
                    .because("CredSSP hands the password over: over plain HTTP it takes Kerberos inside to prove "
                            + peer.host() + ", and that could not begin: " + why);
        }
        return ntlm(peer, host, why);
    }

    private @Nullable Kerberos way(String host, Patience patience) {
        Kerberos known = kerberos;
        if (known == null) {
            String principal = patience.await(
                    "looking for the realm of the account", () -> Principals.of(credentials.username(), host));
            if (principal.isEmpty()) {
                return null;
            }
            known = new Kerberos(
                    principal, new Credentials.Tickets.Password(credentials.password()), unbound(), runtime, true);
            kerberos = known;
        }
        return known;
    }

    private LoginOptions unbound() {
        return new LoginOptions(options.servicePrincipalNames(), ChannelBinding.OFF);
    }

    private CredSspInner ntlm(Peer peer, String host, String why) {
        List<String> names = options.servicePrincipalNames();
        String first = names.isEmpty() ? "host" : names.get(0);
        String service = first.indexOf('/') >= 0 ? first : first + "/" + peer.host();
        NtlmAccount account = NtlmAccount.of(credentials.username());
        return new CredSspNtlm(
                new NtlmClient(account, credentials.password(), service, null, true, runtime), host, service, why);
    }

    @Override
    public boolean judged(List<Challenge> offered) {
        return offered.stream().anyMatch(challenge -> challenge.of(CredSspLogin.SCHEME));
    }

    @Override
    public String hint(List<Challenge> offered) {
        return judged(offered)
                ? "check user name, domain and password; accounts in Protected Users are refused, and the account must be an"
                        + " administrator there or in Remote Management Users"
                : "CredSSP is switched off there: Enable-WSManCredSSP -Role Server -Force";
    }

    @Override
    public String toString() {
        return "CredSsp[hidden]";
    }
}
