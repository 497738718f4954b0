package io.quorate;

import java.util.Objects;

/** How to log in. */
public sealed interface Credentials {

    /**
     * User name and password sent with every request over verified TLS (HTTP Basic). Windows accepts local accounts only this way.
     */
    record Basic(String username, Secret password) implements Credentials {
        public Basic {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /** Makes credentials for Basic. */
    static Credentials basic(String username, Secret password) {
        return new Basic(username, password);
    }
}
