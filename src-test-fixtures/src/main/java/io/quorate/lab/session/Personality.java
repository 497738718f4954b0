package io.quorate.lab.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of a session configuration let their client do.
 *
 * @param language the language
 * @param role the commands that are shown, as a role capability file has them (a {@code RestrictedRemoteServer} session); null shows all
 */
public record Personality(LanguageMode language, @Nullable RoleFile role) {
    /** An ordinary session. */
    public static final Personality FULL = new Personality(LanguageMode.FULL, null);

    public Personality {
        Objects.requireNonNull(language, "language");
    }

    /** Returns one that shows only what a role does; such a session has no language. */
    public static Personality of(RoleFile role) {
        return new Personality(LanguageMode.NO_LANGUAGE, role);
    }
}
