package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CredSSP ([MS-CSSP]): the host is handed the password, and can be the user on other machines. So it goes only where TLS or Kerberos has proven
 * who is there.
 */
public final class CredSsp implements LoginScheme {
    private final Credentials.CredSsp credentials;
    private final LoginOptions options;
    private final QuorateRuntime runtime;

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
        return secure
                ? null
                : "CredSSP hands the password over: the address of " + host
                        + " must be an https address, whose TLS proves" + " who is there";
    }

    @Override
    public Login begin(Peer peer) {
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
                ntlm(peer, host),
                CredSspCore.Account.of(credentials.username(), credentials.password()),
                nonce);
    }

    /** The channel binding of what is outside is not its business: CredSSP binds the key of its own TLS. */
    private CredSspInner ntlm(Peer peer, String host) {
        List<String> names = options.servicePrincipalNames();
        String first = names.isEmpty() ? "host" : names.get(0);
        String service = first.indexOf('/') >= 0 ? first : first + "/" + peer.host();
        NtlmAccount account = NtlmAccount.of(credentials.username());
        return new CredSspNtlm(
                new NtlmClient(account, credentials.password(), service, null, true, runtime), host, service);
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
