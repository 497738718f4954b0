package io.quorate.lab.winrm.login;

import io.quorate.winrm.token.SealedBody;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Kerberos, bare. A host without keys offers it all the same, and refuses every ticket. */
final class Kerberos implements ServerScheme {
    private final HostMeans means;

    Kerberos(HostMeans means) {
        this.means = means;
    }

    @Override
    public String name() {
        return "Kerberos";
    }

    @Override
    public ServerLogin begin(Place place) {
        return new Login(means.keys() == null ? null : new KerberosServer(means, means.keys(), place));
    }

    private static final class Login implements ServerLogin {
        private final @Nullable Mechanism mechanism;

        Login(@Nullable Mechanism mechanism) {
            this.mechanism = mechanism;
        }

        @Override
        public LoginStep step(byte[] token) {
            return mechanism == null ? LoginStep.refused("no keys for any ticket") : mechanism.step(token);
        }

        private Mechanism inside() {
            if (mechanism == null) {
                throw new IllegalStateException("nobody is logged in");
            }
            return mechanism;
        }

        @Override
        public String protocol() {
            return SealedBody.KERBEROS;
        }

        @Override
        public SealedPart seal(byte[] plain) {
            return inside().seal(plain);
        }

        @Override
        public byte[] open(SealedPart sealed) throws GeneralSecurityException {
            return inside().open(sealed);
        }

        @Override
        public void close() {
            if (mechanism != null) {
                mechanism.close();
            }
        }
    }
}
