package io.quorate.winrm.auth;

import io.quorate.winrm.token.TlsBinding;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Channel binding for Kerberos. The class that the JDK offers to everybody counts an address type in that Windows does not, so what it makes is
 * refused even by hosts that want none; the right one is the JDK's own and has to be opened by a flag of the JVM.
 */
final class GssBinding {
    private static final String RIGHT_ONE = "sun.security.jgss.krb5.internal.TlsChannelBindingImpl";

    /** What opens it. */
    static final String FLAG = "--add-exports java.security.jgss/sun.security.jgss.krb5.internal="
            + (GssBinding.class.getModule().isNamed()
                    ? GssBinding.class.getModule().getName()
                    : "ALL-UNNAMED");

    private GssBinding() {}

    /** Tells whether the flag is there. */
    static boolean possible() {
        return of(new byte[1]) != null;
    }

    /** Returns the binding to a certificate; null if the flag is missing. */
    static org.ietf.jgss.@Nullable ChannelBinding to(X509Certificate certificate) {
        return of(TlsBinding.serverEndPoint(certificate));
    }

    private static org.ietf.jgss.@Nullable ChannelBinding of(byte[] binding) {
        try {
            Object made = Class.forName(RIGHT_ONE).getConstructor(byte[].class).newInstance((Object) binding);
            return made instanceof org.ietf.jgss.ChannelBinding right ? right : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
