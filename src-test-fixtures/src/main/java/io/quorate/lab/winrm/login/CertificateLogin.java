package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Accounts.Verdict;
import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate that stands for a local account. The principal name in it is mapped, as {@code winrm create
 * winrm/config/service/certmapping} does. Over TLS 1.2 only: Windows asks for it after the handshake, which later versions do not know.
 */
final class CertificateLogin {
    private static final String TLS = "TLSv1.2";
    private static final String PRINCIPAL = "1.3.6.1.4.1.311.20.2.3";
    private static final int UTF8 = 0x0C;

    private final String host;
    private final LoginOffer offer;

    CertificateLogin(String host, LoginOffer offer) {
        this.host = host;
        this.offer = offer;
    }

    /** Returns who it is, or null if there is no certificate that stands for anybody. */
    @Nullable
    Visitor visitor(@Nullable SSLSession session) {
        String name = session == null || !session.getProtocol().equals(TLS) ? null : principal(session);
        String user = name == null ? null : offer.certificates().get(name);
        return user == null
                ? null
                : offer.accounts()
                        .find(host, ".", user)
                        .filter(known -> offer.accounts().allowed(known) == Verdict.WELCOME)
                        .map(known -> new Visitor(known.visitor(), false))
                        .orElse(null);
    }

    /** The principal of what is shown, if the authority that vouches for this host, and whom it trusts, has signed it. */
    private static @Nullable String principal(SSLSession session) {
        try {
            Certificate[] mine = session.getLocalCertificates();
            if (!(session.getPeerCertificates()[0] instanceof X509Certificate shown)) {
                return null;
            }
            shown.verify(mine[mine.length - 1].getPublicKey());
            return principal(shown);
        } catch (SSLPeerUnverifiedException | GeneralSecurityException e) {
            return null;
        }
    }

    /** Finds the principal name among the other names of the subject; the JDK of 17 tells only their bytes. */
    private static @Nullable String principal(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue("2.5.29.17");
        if (extension == null) {
            return null;
        }
        try {
            Der.Reader names = new Der.Reader(new Der.Reader(extension).octets()).enter(Der.SEQUENCE);
            while (names.more()) {
                if (names.next(Der.context(0))) {
                    Der.Reader other = names.enter(Der.context(0));
                    if (other.oid().equals(PRINCIPAL)) {
                        return new String(other.only(0, UTF8), StandardCharsets.UTF_8);
                    }
                } else {
                    names.whole();
                }
            }
            return null;
        } catch (TokenException e) {
            return null;
        }
    }
}
