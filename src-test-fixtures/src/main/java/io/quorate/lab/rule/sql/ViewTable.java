package io.quorate.lab.rule.sql;

import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A view as its columns are told one by one, each with how it is read from a row's state; columns of later versions are left out. */
final class ViewTable<T> {
    private final String name;
    private final int major;
    private final Supplier<? extends List<? extends T>> rows;
    private final List<SqlColumn> columns = new ArrayList<>();
    private final List<Function<? super T, ? extends @Nullable Object>> readers = new ArrayList<>();

    ViewTable(String name, int major, Supplier<? extends List<? extends T>> rows) {
        this.name = name;
        this.major = major;
        this.rows = rows;
    }

    ViewTable<T> column(String column, SqlType type, Function<? super T, ? extends @Nullable Object> reader) {
        columns.add(new SqlColumn(column, type));
        readers.add(reader);
        return this;
    }

    ViewTable<T> since(int first, String column, SqlType type, Function<? super T, ? extends @Nullable Object> reader) {
        return major >= first ? column(column, type, reader) : this;
    }

    ViewTable<T> text(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.NVARCHAR, reader);
    }

    ViewTable<T> number(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.INT, reader);
    }

    ViewTable<T> tiny(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.TINYINT, reader);
    }

    ViewTable<T> flag(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.BIT, reader);
    }

    ViewTable<T> id(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.UNIQUEIDENTIFIER, reader);
    }

    ViewTable<T> big(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.BIGINT, reader);
    }

    ViewTable<T> lsn(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.NUMERIC, reader);
    }

    ViewTable<T> time(String column, Function<? super T, ? extends @Nullable Object> reader) {
        return column(column, SqlType.DATETIME, reader);
    }

    SqlView view() {
        return new SqlView(name, columns, this::read);
    }

    private List<List<@Nullable Object>> read() {
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (T row : rows.get()) {
            List<@Nullable Object> values = new ArrayList<>();
            readers.forEach(r -> values.add(r.apply(row)));
            all.add(values);
        }
        return all;
    }
}
