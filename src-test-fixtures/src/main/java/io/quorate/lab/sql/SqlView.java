package io.quorate.lab.sql;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view of the catalogue or of the server's state.
 *
 * @param name e.g. {@code sys.availability_groups}
 * @param columns those that the instance's version has
 * @param rows reads them now
 */
public record SqlView(String name, List<SqlColumn> columns, Supplier<List<List<@Nullable Object>>> rows) {
    public SqlView {
        columns = List.copyOf(columns);
    }
}
