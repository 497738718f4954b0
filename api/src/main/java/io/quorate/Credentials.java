package io.quorate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to log in. */
public sealed interface Credentials {

    /**
     * User name and password: sent with every request over verified TLS (HTTP Basic) to Windows, which accepts local accounts only this way;
     * exchanged for a token by NexentaStor.
     */
    record Basic(String username, Secret password) implements Credentials {
        public Basic {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * CHAP (RFC 1994) with an iSCSI target.
     *
     * @param user the name we log in with
     * @param secret our secret
     * @param targetUser the name the target must use to prove itself; null asks for no proof
     * @param targetSecret the target's secret, another one than ours; null asks for no proof
     */
    record Chap(
            String user,
            Secret secret,
            @Nullable String targetUser,
            @Nullable Secret targetSecret) implements Credentials {
        public Chap {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(secret, "secret");
            if ((targetUser == null) != (targetSecret == null)) {
                throw new IllegalArgumentException("mutual CHAP needs the target's name and its secret");
            }
        }
    }

    /** Makes credentials for one-way CHAP. */
    static Credentials chap(String user, Secret secret) {
        return new Chap(user, secret, null, null);
    }

    /** Makes credentials for mutual CHAP. */
    static Credentials mutualChap(String user, Secret secret, String targetUser, Secret targetSecret) {
        return new Chap(
                user,
                secret,
                Objects.requireNonNull(targetUser, "targetUser"),
                Objects.requireNonNull(targetSecret, "targetSecret"));
    }

    /** Makes credentials for Basic. */
    static Credentials basic(String username, Secret password) {
        return new Basic(username, password);
    }
}
