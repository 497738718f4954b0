package io.quorate.lab.sql;

import java.util.List;

/** A client that is logged in. Batches come one after another; {@link #cancel} and {@link #close} come from any thread. */
public interface SqlSession extends AutoCloseable {

    /** Returns the current database. */
    String database();

    /**
     * Runs a batch and says everything to {@code answer}; returns when it is over, an error told and not thrown.
     *
     * @param batch the text
     * @param parameters values for {@code @P0}, {@code @P1} ... or as they are named; empty for a plain batch
     */
    void run(String batch, List<SqlParameter> parameters, SqlAnswer answer);

    /** Ends the batch under way soon; the session stays. */
    void cancel();

    /** Tells whether the server has ended the session (a role change, a loss of power): the connection is to be cut. */
    boolean ended();

    /** Tells whether a transaction is open, so that the client hears of its begin and end. */
    default boolean inTransaction() {
        return false;
    }

    /**
     * Forgets what batches set, before the next one runs: the log-in's database, no options, no temporary tables.
     *
     * @param keepTransaction whether an open transaction goes on; else it is rolled back
     */
    default void reset(boolean keepTransaction) {}

    @Override
    void close();
}
