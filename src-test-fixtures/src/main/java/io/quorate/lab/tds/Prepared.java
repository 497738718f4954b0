package io.quorate.lab.tds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements that a session has prepared, by their numbers. Used by one thread. */
final class Prepared {
    private static final int MOST = 10_000;

    private final Map<Integer, Statement> statements = new HashMap<>();
    private int last;

    /**
     * A statement.
     *
     * @param names of its parameters, in order
     */
    record Statement(String text, List<String> names) {
        Statement {
            names = List.copyOf(names);
        }

        static Statement of(String text, String definitions) {
            return new Statement(text, Prepared.names(definitions));
        }
    }

    /** Keeps a statement; returns its number, or 0 if there are too many. */
    int add(Statement statement) {
        if (statements.size() == MOST) {
            return 0;
        }
        last++;
        statements.put(last, statement);
        return last;
    }

    @Nullable
    Statement find(int handle) {
        return statements.get(handle);
    }

    boolean remove(int handle) {
        return statements.remove(handle) != null;
    }

    void clear() {
        statements.clear();
    }

    /** Reads the names from e.g. {@code @P0 nvarchar(4000),@P1 decimal(38,0) OUTPUT}. */
    static List<String> names(String definitions) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= definitions.length(); i++) {
            char c = i == definitions.length() ? ',' : definitions.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && (depth <= 0 || i == definitions.length())) {
                String name = definitions.substring(start, i).strip().split("\\s", 2)[0];
                if (!name.isEmpty()) {
                    names.add(name);
                }
                start = i + 1;
            }
        }
        return names;
    }
}
