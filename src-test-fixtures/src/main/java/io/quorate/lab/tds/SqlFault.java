package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlMessage;
import java.util.Map;

/** Errors that a fault declares, as a server would say them. */
final class SqlFault {
    static final SqlMessage NO_MEMORY = new SqlMessage(
            701, 17, 123, "There is insufficient system memory in resource pool 'default' to run this query.", 1);

    /** Severities other than 16. */
    private static final Map<Integer, Integer> SEVERITIES =
            Map.of(18456, 14, 18452, 14, 4060, 11, 976, 14, 978, 14, 983, 14, 1205, 13, 17142, 14, 18401, 14, 701, 17);

    private SqlFault() {}

    static SqlMessage of(long number) {
        int error = number == 0 ? 50000 : (int) number;
        return new SqlMessage(
                error, SEVERITIES.getOrDefault(error, 16), 1, "The lab was told to answer error " + error + ".", 1);
    }
}
