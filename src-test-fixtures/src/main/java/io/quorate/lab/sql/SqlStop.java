package io.quorate.lab.sql;

/** A batch is over before its end: it returned, was cancelled, or its session is gone. Nothing is told. */
final class SqlStop extends RuntimeException {
    private static final long serialVersionUID = 1;

    SqlStop() {
        super("the batch is over", null, false, false);
    }
}
