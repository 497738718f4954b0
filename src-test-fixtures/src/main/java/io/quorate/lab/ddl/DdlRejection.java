package io.quorate.lab.ddl;

/** Why the server would not take a statement. */
public final class DdlRejection extends Exception {
    private static final long serialVersionUID = 1;

    private final int number;
    private final int severity;
    private final int state;
    private final int line;

    DdlRejection(int number, int severity, int state, int line, String text) {
        super(text, null, false, false);
        this.number = number;
        this.severity = severity;
        this.state = state;
        this.line = line;
    }

    /** Returns the server's number for it, e.g. 41197. */
    public int number() {
        return number;
    }

    public int severity() {
        return severity;
    }

    public int state() {
        return state;
    }

    /** Returns the line of the text, from 1. */
    public int line() {
        return line;
    }

    /** Tells whether the text is no statement at all: then nothing of its batch runs. Otherwise the statement fails when its turn comes. */
    public boolean syntax() {
        return severity == 15;
    }
}
