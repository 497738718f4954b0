package io.quorate.lab.session;

import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The property names of a pipeline value. */
final class Members {
    private Members() {}

    /** Returns the names that match a wildcard pattern, in declaration order. */
    static List<String> names(@Nullable Object value, String pattern) {
        List<String> names = new ArrayList<>();
        for (String name : all(value)) {
            if (Wildcards.matches(pattern, name, false)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Returns the name as the object spells it, or as given. */
    static String spelling(@Nullable Object value, String name) {
        if (value instanceof LiveObject live && live.properties().containsKey(name)) {
            return name;
        }
        for (String spelt : all(value)) {
            if (spelt.equalsIgnoreCase(name)) {
                return spelt;
            }
        }
        return name;
    }

    /** Returns a list of one value, null included. */
    static List<@Nullable Object> one(@Nullable Object value) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return one;
    }

    private static Collection<String> all(@Nullable Object value) {
        if (value instanceof LiveObject live) {
            return live.properties().keySet();
        }
        List<String> names = new ArrayList<>();
        if (value instanceof PsObject o) {
            o.adapted().forEach(p -> names.add(p.name()));
            o.extended().forEach(p -> names.add(p.name()));
        }
        return names;
    }
}
