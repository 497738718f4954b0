package io.quorate.lab.sql;

/** Whether somebody still waits for the answer. */
@FunctionalInterface
public interface SqlPatience {

    /** Tells whether the wait is to end: the client cancelled, or is gone. */
    boolean given();
}
