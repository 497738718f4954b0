package io.quorate.mssql;

import io.quorate.spi.Command;
import io.quorate.sql.HadrManagerStatus;
import io.quorate.sql.SqlEdition;
import io.quorate.sql.SqlInstance;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SqlVersion;
import java.time.Instant;
import java.util.List;

/**
 * A handler that reads the instance, sends a statement, and reads it again.
 *
 * @param <C> the command
 * @param <R> its result
 */
abstract class SqlChange<C extends Command<R>, R> extends SettledChange<C, SqlInventory, R> {

    SqlChange(Class<C> handles) {
        super(handles);
    }

    @Override
    protected SqlInventory read(C command, SqlLink link) {
        return Inventory.read(link);
    }

    /** Stands for an instance that nobody has looked at: the newest there is, with nothing on it. */
    @Override
    protected SqlInventory unseen(C command) {
        SqlInstance instance = new SqlInstance(
                "",
                "",
                new SqlVersion(SqlVersion.SQL_2025, 0, 0, 0),
                SqlEdition.of(""),
                true,
                HadrManagerStatus.RUNNING,
                false,
                "",
                "",
                "",
                null,
                null);
        return new SqlInventory(
                instance,
                Instant.EPOCH,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of());
    }
}
