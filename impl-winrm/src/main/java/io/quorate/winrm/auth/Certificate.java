package io.quorate.winrm.auth;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate (DSP0226, {@code secprofile/https/mutual}): TLS proves who we are, and a header says that this is the way. Windows maps
 * it to a local account, so the session reaches no other machine.
 */
public final class Certificate implements LoginScheme {
    private static final String MUTUAL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

    private static final String WHY = "a client certificate is shown in TLS";

    private final ClientCertificate certificate;

    Certificate(ClientCertificate certificate) {
        this.certificate = Objects.requireNonNull(certificate, "certificate");
    }

    @Override
    public boolean perConnection() {
        return false;
    }

    @Override
    public X509ExtendedKeyManager keys() {
        return certificate;
    }

    @Override
    public @Nullable String refuses(String host, boolean secure) {
        return secure ? null : WHY + ": the address of " + host + " must be an https address";
    }

    @Override
    public Login begin(Peer peer) {
        if (!peer.secure()) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .because(WHY + ", and " + peer.host() + " is not reached over TLS");
        }
        return new PlainLogin(MUTUAL);
    }

    @Override
    public String hint(List<Challenge> offered) {
        return "we showed the " + certificate.described() + "; on the host, winrm/config/service/auth must have"
                + " Certificate=\"true\", winrm enumerate winrm/config/service/certmapping must map the certificate's UPN"
                + " (its subject alternative name) and its issuer to a local account whose password is the present one, and"
                + " the issuer must be in the machine's Trusted Root store";
    }

    @Override
    public String toString() {
        return "Certificate[" + certificate + "]";
    }
}
