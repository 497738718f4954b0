package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import org.jspecify.annotations.Nullable;

/** Chooses the way to log in that credentials stand for. */
public final class LoginSchemes {
    private LoginSchemes() {}

    /**
     * Returns the scheme of credentials; reads the files they name.
     *
     * @param credentials null where nobody logs in
     * @param runtime tells time and randomness
     * @throws IllegalArgumentException if WinRM does not take them
     */
    public static LoginScheme of(@Nullable Credentials credentials, LoginOptions options, QuorateRuntime runtime) {
        if (credentials == null) {
            return new Anonymous();
        }
        if (credentials instanceof Credentials.Basic basic) {
            return new Basic(basic);
        }
        if (credentials instanceof Credentials.Ntlm ntlm) {
            return new Ntlm(ntlm, options, runtime);
        }
        if (credentials instanceof Credentials.Kerberos kerberos) {
            return new Kerberos(kerberos, options, runtime);
        }
        if (credentials instanceof Credentials.Domain domain) {
            LoginScheme ntlm = of(new Credentials.Ntlm(domain.username(), domain.password()), options, runtime);
            return new Domain(domain, options, runtime, ntlm);
        }
        if (credentials instanceof Credentials.CredSsp credSsp) {
            return new CredSsp(credSsp, options, runtime);
        }
        if (credentials instanceof Credentials.Certificate certificate) {
            return new Certificate(ClientCertificate.of(certificate));
        }
        throw new IllegalArgumentException("WinRM does not log in with CHAP; use Credentials.domain(..) or basic(..)");
    }
}
