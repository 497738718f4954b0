package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.token.TlsBinding;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * NTLMv2 ([MS-NLMP]) in the scheme {@code Negotiate}: one leg more than none. Proves that both ends know the password, and over TLS, where
 * channel binding is on, that nobody stands between.
 */
public final class Ntlm implements LoginScheme {
    static final String OFF =
            "Negotiate is switched off there: winrm set winrm/config/service/auth @{Negotiate=\"true\"}";

    private final Credentials.Ntlm credentials;
    private final LoginOptions options;
    private final QuorateRuntime runtime;

    public Ntlm(Credentials.Ntlm credentials, LoginOptions options, QuorateRuntime runtime) {
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        this.options = Objects.requireNonNull(options, "options");
        this.runtime = Objects.requireNonNull(runtime, "runtime");
    }

    @Override
    public boolean perConnection() {
        return true;
    }

    @Override
    public Login begin(Peer peer) {
        if (options.channelBinding() == ChannelBinding.REQUIRED && !peer.secure()) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .hint("use an https address, or the option channelBinding=auto")
                    .because("channel binding is required, and " + peer.host() + " is not reached over TLS");
        }
        boolean bound = options.channelBinding() != ChannelBinding.OFF;
        byte[] binding = bound ? binding(peer) : null;
        NtlmAccount account = NtlmAccount.of(credentials.username());
        // The first name alone: to try another one would prove the password once more.
        String service =
                ServiceNames.of(peer.host(), options.servicePrincipalNames()).get(0);
        return new NtlmLogin(
                new NtlmClient(account, credentials.password(), service, binding, !peer.secure(), runtime),
                account,
                service,
                peer,
                binding != null);
    }

    private static byte @Nullable [] binding(Peer peer) {
        return peer.certificate() == null ? null : TlsBinding.hash(TlsBinding.serverEndPoint(peer.certificate()));
    }

    @Override
    public boolean judged(List<Challenge> offered) {
        return offered.stream().anyMatch(challenge -> challenge.of("Negotiate"));
    }

    @Override
    public String hint(List<Challenge> offered) {
        return judged(offered) ? "check user name, domain and password" : OFF;
    }

    @Override
    public String toString() {
        return "Ntlm[hidden]";
    }
}
