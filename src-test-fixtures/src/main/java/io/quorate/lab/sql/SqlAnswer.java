package io.quorate.lab.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what a batch answers, statement by statement, in order. Used by one thread. */
public interface SqlAnswer {

    /** A result begins. */
    void columns(List<SqlColumn> columns);

    /** A row of the result that began last; values as their columns' types say. */
    void row(List<? extends @Nullable Object> values);

    /** An error or a word of information. What comes after an error is up to who runs the batch. */
    void message(SqlMessage message);

    /** A statement ended that counts rows: those it returned, or changed. */
    void counted(long rows);

    /** A statement ended that counts none. */
    void done();

    /** The session is in another database now. */
    void database(String name);
}
