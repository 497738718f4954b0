package io.quorate.lab.shell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cmdlet call after parameter binding: the chosen set and the converted arguments by full parameter name. Argument values are pipeline
 * values (see {@link LiveObject}); numbers, enums and switches are {@code PsPrimitive} or enum {@code PsObject}s after conversion, arrays
 * and string collections are {@link List}s.
 */
public record Bound(@Nullable String parameterSet, Map<String, @Nullable Object> arguments) {
    public Bound {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** Tells whether the parameter was given, even as null. */
    public boolean has(String parameter) {
        return arguments.containsKey(parameter);
    }

    /** Returns the argument or null. */
    public @Nullable Object get(String parameter) {
        return arguments.get(parameter);
    }

    /** Returns a text argument (or an enum's name, or a number as text); null if not given. */
    public @Nullable String text(String parameter) {
        return Values.text(arguments.get(parameter));
    }

    /** Returns the texts of an array argument; empty if not given. */
    public List<String> texts(String parameter) {
        return Values.texts(arguments.get(parameter));
    }

    /** Tells whether a switch (or Boolean) is given and true. */
    public boolean on(String parameter) {
        return Values.truth(arguments.get(parameter));
    }
}
