package io.quorate.lab.session;

import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.catalogue.ParameterInfo;
import io.quorate.lab.catalogue.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A role capability file: the commands that a restricted session shows besides the few it always has.
 *
 * <p>A command named alone is shown as it is, by its short and by its module-qualified name. One with parameters is replaced by a function
 * of exactly the name that the file gives it, which has those parameters only. A command that a module defines as a function is shown if it
 * is among the visible functions and its module is imported.
 */
public final class RoleFile {
    /** The eleven properties that the Select-Object of a restricted session takes. */
    private static final List<String> SELECTABLE = List.of(
            "ModuleName",
            "Namespace",
            "OutputType",
            "Count",
            "HelpUri",
            "Name",
            "CommandType",
            "ResolvedCommandName",
            "DefaultParameterSet",
            "CmdletBinding",
            "Parameters");

    /** What every restricted session shows, as functions with these parameters, of what the lab has. */
    private static final Map<String, Shown> ALWAYS = Map.of(
            "select-object",
            new Shown("Select-Object", false, parameters("Property", SELECTABLE, "InputObject", List.of())),
            "measure-object",
            new Shown("Measure-Object", false, parameters("InputObject", List.of())),
            "get-command",
            new Shown(
                    "Get-Command",
                    false,
                    parameters(
                            "Name",
                            List.of(),
                            "Module",
                            List.of(),
                            "ArgumentList",
                            List.of(),
                            "ListImported",
                            List.of(),
                            "CommandType",
                            List.of())));

    /**
     * A command that is shown.
     *
     * @param name as the file names it
     * @param function whether it is listed among the functions
     * @param parameters the parameters it is left with, with the values each takes, empty for any; null leaves it as it is
     */
    private record Shown(
            String name, boolean function, @Nullable Map<String, List<String>> parameters) {
        String shortName() {
            return name.substring(name.indexOf('\\') + 1);
        }
    }

    /**
     * What a name means in the session.
     *
     * @param cmdlet the command of the catalogue
     * @param seen the same as the session shows it: of no module, and with fewer parameters, if it was replaced by a function
     */
    record Found(CmdletInfo cmdlet, CmdletInfo seen) {
        boolean replaced() {
            return seen != cmdlet;
        }
    }

    private final List<Shown> shown = new ArrayList<>();
    private final Set<String> modules = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** A command that is replaced is the same in every call. */
    private final Map<Shown, Map<CmdletInfo, CmdletInfo>> replaced = new HashMap<>();

    private RoleFile() {}

    /**
     * Reads a role capability file ({@code .psrc}).
     *
     * @throws IllegalArgumentException if it is none, or has what the lab does not take into account
     */
    public static RoleFile read(String text) {
        RoleFile role = new RoleFile();
        DataFile.read(text).forEach((key, value) -> {
            switch (key.toLowerCase(Locale.ROOT)) {
                case "guid", "author", "description", "companyname", "copyright" -> {}
                case "modulestoimport" -> items(value).forEach(name -> role.modules.add((String) name));
                case "visiblecmdlets" -> items(value).forEach(entry -> role.shown.add(shown(entry, false)));
                case "visiblefunctions" -> items(value).forEach(entry -> role.shown.add(shown(entry, true)));
                default ->
                    throw new IllegalArgumentException("the lab does not take " + key + " of a role into account");
            }
        });
        return role;
    }

    /** Returns the same without a command, by its short name; for tests that want it missed. */
    public RoleFile without(String command) {
        RoleFile less = new RoleFile();
        less.modules.addAll(modules);
        shown.stream().filter(one -> !one.shortName().equalsIgnoreCase(command)).forEach(less.shown::add);
        return less;
    }

    private static List<?> items(Object value) {
        return value instanceof List<?> several ? several : List.of(value);
    }

    private static Shown shown(Object entry, boolean function) {
        if (entry instanceof String name) {
            return new Shown(name, function, null);
        }
        if (!(entry instanceof Map<?, ?> table)
                || !(table.get("Name") instanceof String name)
                || !Set.of("Name", "Parameters").containsAll(table.keySet())) {
            throw new IllegalArgumentException("a visible command is a name, or a table with Name and Parameters");
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        Object all = table.get("Parameters");
        for (Object one : all == null ? List.of() : items(all)) {
            if (!(one instanceof Map<?, ?> parameter)
                    || !(parameter.get("Name") instanceof String of)
                    || !Set.of("Name", "ValidateSet").containsAll(parameter.keySet())) {
                throw new IllegalArgumentException("a parameter of " + name + " is a table with Name and ValidateSet");
            }
            Object values = parameter.get("ValidateSet");
            parameters.put(
                    of,
                    values == null
                            ? List.of()
                            : items(values).stream().map(String.class::cast).toList());
        }
        return new Shown(name, function, parameters);
    }

    private static Map<String, List<String>> parameters(Object... namesAndValues) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            @SuppressWarnings("unchecked")
            List<String> values = (List<String>) namesAndValues[i + 1];
            all.put((String) namesAndValues[i], values);
        }
        return all;
    }

    /**
     * Finds what a name means; null if the session shows no such command.
     *
     * @param name as the client says it
     * @param cmdlet what it means in an ordinary session
     */
    @Nullable
    Found find(String name, CmdletInfo cmdlet) {
        Shown always = ALWAYS.get(name.toLowerCase(Locale.ROOT));
        CmdletInfo base = always == null ? cmdlet : replaced(always, cmdlet);
        for (Shown one : shown) {
            if (one.parameters() != null
                    && one.name().equalsIgnoreCase(name)
                    && one.function() == cmdlet.function()
                    && imported(cmdlet)) {
                return new Found(cmdlet, replaced(one, base));
            }
        }
        if (always != null) {
            return new Found(cmdlet, base);
        }
        boolean visible = shown.stream()
                .filter(one -> one.parameters() == null && one.function() == cmdlet.function())
                .anyMatch(one -> one.name().equalsIgnoreCase(cmdlet.name())
                        || one.name().equalsIgnoreCase(cmdlet.qualifiedName()));
        return visible && imported(cmdlet) ? new Found(cmdlet, cmdlet) : null;
    }

    /** A module's functions are there once it is imported. */
    private boolean imported(CmdletInfo cmdlet) {
        return !cmdlet.function() || modules.contains(cmdlet.module());
    }

    private CmdletInfo replaced(Shown by, CmdletInfo cmdlet) {
        Map<String, List<String>> parameters = by.parameters() == null ? Map.of() : by.parameters();
        synchronized (replaced) {
            return replaced.computeIfAbsent(by, b -> new IdentityHashMap<>())
                    .computeIfAbsent(cmdlet, c -> replaced(c, parameters));
        }
    }

    private static CmdletInfo replaced(CmdletInfo cmdlet, Map<String, List<String>> parameters) {
        List<ParameterInfo> left = new ArrayList<>();
        for (ParameterInfo parameter : cmdlet.parameters()) {
            List<String> values = parameter.common()
                    ? List.of()
                    : parameters.entrySet().stream()
                            .filter(e -> e.getKey().equalsIgnoreCase(parameter.name()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(null);
            if (values != null) {
                List<Validation> rules = new ArrayList<>(parameter.rules());
                if (!values.isEmpty()) {
                    rules.add(new Validation(Validation.Kind.SET, values));
                }
                left.add(new ParameterInfo(
                        parameter.name(),
                        parameter.type(),
                        parameter.aliases(),
                        parameter.sets(),
                        rules,
                        parameter.psTypeName(),
                        parameter.common()));
            }
        }
        return new CmdletInfo(
                "",
                cmdlet.name(),
                true,
                cmdlet.dynamic(),
                cmdlet.defaultSet(),
                cmdlet.shouldProcess(),
                cmdlet.confirmImpact(),
                left);
    }
}
