package io.quorate.lab.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of a batch. */
final class SqlVariables {
    private static final int MOST = 10_000;

    private final Map<String, Variable> known = new HashMap<>();

    /**
     * A variable.
     *
     * @param behind its type in the engine
     */
    record Variable(
            String name,
            SqlType type,
            String behind,
            @Nullable Object value) {}

    SqlVariables(List<SqlParameter> parameters) {
        for (SqlParameter p : parameters) {
            put(new Variable(p.name(), p.type(), SqlTypes.behind(p.type(), p.value()), p.value()));
        }
    }

    void put(Variable variable) {
        if (known.size() >= MOST) {
            throw SqlFailure.ending(701, 17, 1, "There is insufficient system memory to run this query.");
        }
        known.put(variable.name().toLowerCase(Locale.ROOT), variable);
    }

    boolean has(String name) {
        return known.containsKey(name.toLowerCase(Locale.ROOT));
    }

    Variable get(Token name) {
        Variable variable = known.get(name.value().toLowerCase(Locale.ROOT));
        if (variable == null) {
            throw SqlFailure.ending(
                    137, 15, name.line(), "Must declare the scalar variable \"" + SqlTexts.cut(name.value()) + "\".");
        }
        return variable;
    }

    void set(Token name, @Nullable Object value) {
        Variable old = get(name);
        put(new Variable(old.name(), old.type(), old.behind(), value));
    }
}
