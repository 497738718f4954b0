package io.quorate.lab.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlView;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells whether a view's values are of their columns' types. */
final class ViewValues {
    private ViewValues() {}

    static void check(SqlView view, int index, @Nullable Object value) {
        if (value == null) {
            return;
        }
        SqlColumn column = view.columns().get(index);
        Class<?> type = switch (column.type()) {
            case BIT -> Boolean.class;
            case TINYINT, SMALLINT, INT -> Integer.class;
            case BIGINT -> Long.class;
            case FLOAT -> Double.class;
            case NUMERIC -> BigDecimal.class;
            case NVARCHAR -> String.class;
            case VARBINARY -> byte[].class;
            case UNIQUEIDENTIFIER -> UUID.class;
            case DATETIME, DATETIME2 -> LocalDateTime.class;
            case SQL_VARIANT -> Object.class;
        };
        assertThat(value).as(view.name() + "." + column.name()).isInstanceOf(type);
    }
}
