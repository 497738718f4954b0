package io.quorate.lab.sql;

import java.util.List;

/**
 * What a transaction changed, so that another copy can do the same.
 *
 * @param changes statements with their values, in order
 */
public record SqlTransaction(List<Change> changes) {
    public SqlTransaction {
        changes = List.copyOf(changes);
    }

    /** One statement. */
    public record Change(String statement, List<SqlParameter> parameters) {
        public Change {
            parameters = List.copyOf(parameters);
        }
    }
}
