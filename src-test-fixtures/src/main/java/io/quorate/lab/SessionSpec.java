package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.session.LanguageMode;
import io.quorate.lab.session.Personality;
import io.quorate.lab.session.RoleFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a session configuration of the lab's hosts lets its clients do; ordinary sessions of the caller's own account by default. */
public final class SessionSpec {
    Personality personality = Personality.FULL;

    @Nullable
    String runAs;

    SessionSpec() {}

    /** Makes its sessions ones without a language ({@code NoLanguage}): all commands are there, script text is refused. */
    public SessionSpec noLanguage() {
        personality = new Personality(LanguageMode.NO_LANGUAGE, null);
        return this;
    }

    /** Makes its sessions constrained ones ({@code ConstrainedLanguage}): they call no methods of types that are not the core's. */
    public SessionSpec constrainedLanguage() {
        personality = new Personality(LanguageMode.CONSTRAINED, null);
        return this;
    }

    /**
     * Makes it an endpoint with just enough administration ({@code RestrictedRemoteServer}), which shows what a role does and the few
     * commands that every such endpoint has.
     *
     * @param roleCapability the text of a role capability file ({@code .psrc})
     * @throws IllegalArgumentException if it is none
     */
    public SessionSpec role(String roleCapability) {
        personality = Personality.of(RoleFile.read(roleCapability));
        return this;
    }

    /**
     * Hides commands that its {@link #role role} shows, by their short names: to see what misses them.
     *
     * @throws IllegalStateException if it has no role yet
     */
    public SessionSpec hiding(String... commands) {
        RoleFile less = personality.role();
        if (less == null) {
            throw new IllegalStateException("there is no role to hide anything of");
        }
        for (String command : commands) {
            less = less.without(command);
        }
        personality = Personality.of(less);
        return this;
    }

    /** Makes its sessions run as an account that other machines accept, a gMSA for example. */
    public SessionSpec runAs(String account) {
        runAs = Objects.requireNonNull(account, "account");
        return this;
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("personality", personality)
                .with("runAs", runAs)
                .toString();
    }
}
