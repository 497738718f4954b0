package io.quorate.mssql.driver;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Believes whom the endpoint's trust believes, and checks the name, which the driver leaves to whoever replaces its own trust. */
public final class QuorateTrust implements X509TrustManager {
    private final Attempt attempt;

    /**
     * Made by the driver.
     *
     * @param token tells for which attempt
     */
    public QuorateTrust(String token) {
        this.attempt = Attempt.of(token);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        attempt.trust().checkServerTrusted(chain, authType);
        String name = attempt.name();
        if (name != null && !CertificateNames.holds(chain[0], name)) {
            throw new CertificateException("its certificate does not name " + name);
        }
        attempt.shown(CertificateNames.of(chain[0]));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        attempt.trust().checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return attempt.trust().getAcceptedIssuers();
    }
}
