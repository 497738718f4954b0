package io.quorate.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of an endpoint's hosts may run a command. */
public record Placement(Kind kind, @Nullable String host) {

    /** The ways to choose. */
    public enum Kind {
        /** Any host that answers; the engine moves on when one is dead. */
        ANY,
        /** Exactly the named host. */
        HOST,
        /** The host that owns the command's target; the backend locates it ({@link Backend#locate}). */
        OWNER
    }

    public Placement {
        Objects.requireNonNull(kind, "kind");
        if ((kind == Kind.HOST) != (host != null)) {
            throw new IllegalArgumentException("a host is named exactly when the placement is HOST");
        }
    }

    /** Any host that answers. */
    public static Placement any() {
        return new Placement(Kind.ANY, null);
    }

    /** The named host and no other. */
    public static Placement on(String host) {
        return new Placement(Kind.HOST, Objects.requireNonNull(host, "host"));
    }

    /** The host that owns the target. */
    public static Placement owner() {
        return new Placement(Kind.OWNER, null);
    }
}
