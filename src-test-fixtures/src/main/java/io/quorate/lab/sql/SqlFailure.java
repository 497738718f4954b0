package io.quorate.lab.sql;

/** A statement failed; told to the client as the error it carries. */
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient SqlMessage told;
    private final boolean endsBatch;

    SqlFailure(SqlMessage told, boolean endsBatch) {
        super(told.text(), null, false, false);
        this.told = told;
        this.endsBatch = endsBatch;
    }

    /** Returns one after which the batch goes on. */
    static SqlFailure of(int number, int line, String text) {
        return new SqlFailure(new SqlMessage(number, 16, 1, text, line), false);
    }

    /** Returns one after which nothing of the batch runs. */
    static SqlFailure ending(int number, int severity, int line, String text) {
        return new SqlFailure(new SqlMessage(number, severity, 1, text, line), true);
    }

    /** Returns how the lab says that it does not know something. */
    static SqlFailure notSimulated(int line, String what) {
        return of(50000, line, "not simulated: " + what);
    }

    static SqlFailure syntax(Token near) {
        return near.kind() == Token.Kind.END
                ? ending(102, 15, near.line(), "Incorrect syntax near the end of the batch.")
                : ending(102, 15, near.line(), "Incorrect syntax near '" + SqlTexts.cut(near.value()) + "'.");
    }

    SqlMessage told() {
        return told;
    }

    boolean endsBatch() {
        return endsBatch;
    }
}
