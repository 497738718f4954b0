package io.quorate.lab.model.sql;

import java.util.List;

/** An instance says no: the server's number for it, and what its text names. */
public final class SqlRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final transient List<String> names;

    private final transient List<SqlRefusal> before;

    public SqlRefusal(int number, Object... names) {
        this(List.of(), number, names);
    }

    /** Says no because of others, which the server tells first. */
    public SqlRefusal(List<SqlRefusal> before, int number, Object... names) {
        super(String.valueOf(number), null, false, false);
        this.number = number;
        this.before = List.copyOf(before);
        this.names = List.of(names).stream().map(String::valueOf).toList();
    }

    public int number() {
        return number;
    }

    /** Returns what the server tells before it. */
    public List<SqlRefusal> before() {
        return before;
    }

    public List<String> names() {
        return names;
    }
}
