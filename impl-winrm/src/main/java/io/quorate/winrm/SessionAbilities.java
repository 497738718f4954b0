package io.quorate.winrm;

import io.quorate.spi.Allowance;
import io.quorate.winrm.psrp.PsCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session lets us say.
 *
 * @param constrained whether it calls no members of live objects
 * @param shown the commands it shows, by short name in small letters, and those found by their full name only, by that; null for all
 */
record SessionAbilities(boolean constrained, @Nullable Map<String, Shown> shown) {
    /** What ends up in every session: the engine adds it to each command. */
    private static final Set<String> COMMON = Set.of("erroraction", "confirm");

    /** A restricted session has a Select-Object of its own, which chooses among eleven properties that nobody here wants. */
    private static final String OWN_SELECT = "Select-Object";

    static final SessionAbilities ALL = new SessionAbilities(false, null);

    /**
     * A command that is shown.
     *
     * @param module its module; empty for a function that stands for a command with fewer parameters
     * @param parameters its parameters, in small letters; null if the session does not tell
     */
    record Shown(String name, String module, @Nullable Set<String> parameters) {
        boolean takes(Collection<@Nullable String> names) {
            Set<String> left = parameters;
            return left == null
                    || names.stream()
                            .allMatch(name -> name != null
                                    && (left.contains(name.toLowerCase(Locale.ROOT))
                                            || COMMON.contains(name.toLowerCase(Locale.ROOT))));
        }

        boolean takes(PsCommand command) {
            List<@Nullable String> names = new ArrayList<>();
            command.parameters().forEach(parameter -> names.add(parameter.name()));
            return takes(names);
        }
    }

    SessionAbilities {
        shown = shown == null ? null : Map.copyOf(shown);
    }

    static SessionAbilities of(List<Shown> commands, List<Shown> byFullName) {
        Map<String, Shown> all = new HashMap<>();
        commands.forEach(one -> all.put(one.name().toLowerCase(Locale.ROOT), one));
        byFullName.forEach(one -> all.put((one.module() + '\\' + one.name()).toLowerCase(Locale.ROOT), one));
        return new SessionAbilities(false, all);
    }

    /** Tells whether everything can be said. */
    boolean unlimited() {
        return !constrained && shown == null;
    }

    /**
     * Returns the call as the session takes it; null if it does not.
     *
     * @param command with a module-qualified name
     */
    @Nullable
    PsCommand fitted(PsCommand command) {
        if (shown == null) {
            return command;
        }
        String full = command.name();
        Shown exact = shown.get(full.toLowerCase(Locale.ROOT));
        if (exact != null) {
            return exact.takes(command) ? command : null;
        }
        int slash = full.indexOf('\\');
        String name = full.substring(slash + 1);
        Shown one = shown.get(name.toLowerCase(Locale.ROOT));
        if (one == null || !one.takes(command)) {
            return null;
        }
        if (one.module().isEmpty() && name.equalsIgnoreCase(OWN_SELECT)) {
            return null;
        }
        if (one.module().isEmpty()) {
            return new PsCommand(name, command.parameters(), command.mergeToOutput());
        }
        return slash < 0 || one.module().equalsIgnoreCase(full.substring(0, slash)) ? command : null;
    }

    /** Tells whether it takes all that an allowance allows. */
    boolean shows(Allowance wanted) {
        if (shown == null) {
            return true;
        }
        Shown exact = shown.get(wanted.qualifiedName().toLowerCase(Locale.ROOT));
        if (exact != null || wanted.name().equalsIgnoreCase(OWN_SELECT)) {
            return exact != null && exact.takes(wanted.parameters().keySet());
        }
        Shown one = shown.get(wanted.name().toLowerCase(Locale.ROOT));
        return one != null
                && (one.module().isEmpty() || one.module().equalsIgnoreCase(wanted.module()))
                && one.takes(wanted.parameters().keySet());
    }
}
