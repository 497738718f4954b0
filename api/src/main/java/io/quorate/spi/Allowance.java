package io.quorate.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A command of a host's shell that must be allowed for something to be done there.
 *
 * @param module its module
 * @param name its name
 * @param form what its module makes it, as far as that is known
 * @param parameters those that are passed, each with the only values it takes; without values it takes any. A command without parameters is
 *     allowed as it is
 */
public record Allowance(String module, String name, Form form, SortedMap<String, Set<String>> parameters) {

    /** What a command is to its shell. */
    public enum Form {
        /** A compiled cmdlet. */
        CMDLET,
        /** A function of a module, which must be imported. */
        FUNCTION,
        /** One or the other, as the host's version has it. */
        EITHER
    }

    public Allowance {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(form, "form");
        SortedMap<String, Set<String>> copy = new TreeMap<>();
        parameters.forEach((key, values) -> copy.put(key, Collections.unmodifiableSortedSet(new TreeSet<>(values))));
        parameters = Collections.unmodifiableSortedMap(copy);
    }

    /** Returns the module-qualified name. */
    public String qualifiedName() {
        return module + '\\' + name;
    }

    /** Returns what allows this and another use of the same command. */
    public Allowance and(Allowance other) {
        if (!qualifiedName().equals(other.qualifiedName())) {
            throw new IllegalArgumentException(qualifiedName() + " is not " + other.qualifiedName());
        }
        if (parameters.isEmpty() || other.parameters.isEmpty()) {
            // Alone it is called without any: its own parameters beside that do not widen it.
            return parameters.isEmpty() ? this : other;
        }
        SortedMap<String, Set<String>> both = new TreeMap<>(parameters);
        for (Map.Entry<String, Set<String>> one : other.parameters.entrySet()) {
            both.merge(one.getKey(), one.getValue(), Allowance::either);
        }
        return new Allowance(module, name, form, both);
    }

    private static Set<String> either(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Set.of();
        }
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
