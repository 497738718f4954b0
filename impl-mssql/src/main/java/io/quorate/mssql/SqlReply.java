package io.quorate.mssql;

import java.util.ArrayList;
import java.util.List;

/**
 * What a batch answered without an error.
 *
 * @param results its results, in order
 * @param notices what the server said besides, severity 10 and less
 */
record SqlReply(List<Result> results, List<SqlError> notices) {

    /**
     * A result.
     *
     * @param columns their names in lower case
     */
    record Result(List<String> columns, List<SqlRow> rows) {
        Result {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    SqlReply {
        results = List.copyOf(results);
        notices = List.copyOf(notices);
    }

    /** Returns the rows of the first result that has a column. */
    List<SqlRow> rowsWith(String column) {
        return results.stream()
                .filter(result -> result.columns().contains(column))
                .findFirst()
                .map(Result::rows)
                .orElse(List.of());
    }

    /** Returns the rows of all results together. */
    List<SqlRow> rows() {
        List<SqlRow> all = new ArrayList<>();
        results.forEach(result -> all.addAll(result.rows()));
        return all;
    }
}
