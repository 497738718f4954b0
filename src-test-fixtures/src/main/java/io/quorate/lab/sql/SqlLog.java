package io.quorate.lab.sql;

import java.util.List;

/**
 * What a copy of a database holds.
 *
 * @param generation another number says that the copy does not continue what it held before: it was restored, seeded or reverted
 * @param transactions oldest first; of one generation, it only grows
 */
public record SqlLog(long generation, List<SqlTransaction> transactions) {
    public SqlLog {
        transactions = List.copyOf(transactions);
    }
}
