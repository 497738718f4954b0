package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the columns of a result are written: as wide as the values need that are known when the result is told. */
final class Layout {
    private static final int NULLABLE = 0x0001;
    private static final int SHORT_TEXT = 4_000;
    private static final int SHORT_BINARY = 8_000;
    private static final int LSN_DIGITS = 25;
    private static final int MOST_DIGITS = 38;

    /**
     * A column.
     *
     * @param wide whether values of any length come ({@code max})
     * @param precision digits of a number
     * @param scale those of them that are behind the point
     */
    private record Written(SqlColumn column, boolean wide, int precision, int scale) {}

    private final List<Written> columns;

    private Layout(List<Written> columns) {
        this.columns = columns;
    }

    /**
     * Makes the one that fits.
     *
     * @param complete whether no further rows come
     */
    static Layout of(List<SqlColumn> columns, List<List<@Nullable Object>> rows, boolean complete) {
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean wide = !complete;
            int scale = 0;
            int digits = LSN_DIGITS;
            for (List<@Nullable Object> row : rows) {
                Object value = row.get(i);
                if (value instanceof BigDecimal number) {
                    scale = Math.max(scale, number.scale());
                    digits = Math.max(digits, number.precision());
                } else {
                    wide |= value instanceof String text && text.length() > SHORT_TEXT;
                    wide |= value instanceof byte[] bytes && bytes.length > SHORT_BINARY;
                }
            }
            boolean exact = scale == 0 && digits <= LSN_DIGITS;
            written.add(
                    new Written(columns.get(i), wide, exact ? LSN_DIGITS : MOST_DIGITS, Math.min(scale, MOST_DIGITS)));
        }
        return new Layout(written);
    }

    int size() {
        return columns.size();
    }

    void writeColumns(Tokens out) {
        out.u8(0x81);
        out.u16(columns.size());
        for (Written written : columns) {
            out.i32(0);
            out.u16(NULLABLE);
            writeType(out, written);
            String name = written.column.name();
            out.shortText(name.length() > 128 ? name.substring(0, 128) : name);
        }
    }

    private static void writeType(Tokens out, Written written) {
        switch (written.column.type()) {
            case BIT -> sized(out, 0x68, 1);
            case TINYINT -> sized(out, 0x26, 1);
            case SMALLINT -> sized(out, 0x26, 2);
            case INT -> sized(out, 0x26, 4);
            case BIGINT -> sized(out, 0x26, 8);
            case FLOAT -> sized(out, 0x6D, 8);
            case UNIQUEIDENTIFIER -> sized(out, 0x24, 16);
            case DATETIME -> sized(out, 0x6F, 8);
            case DATETIME2 -> sized(out, 0x2A, 7);
            case NUMERIC -> {
                sized(out, 0x6C, 1 + Values.magnitudeBytes(written.precision));
                out.u8(written.precision);
                out.u8(written.scale);
            }
            case NVARCHAR -> {
                out.u8(0xE7);
                out.u16(written.wide ? 0xFFFF : 2 * SHORT_TEXT);
                out.bytes(Tokens.LATIN1);
            }
            case VARBINARY -> {
                out.u8(0xA5);
                out.u16(written.wide ? 0xFFFF : SHORT_BINARY);
            }
            case SQL_VARIANT -> {
                out.u8(0x62);
                out.i32(Values.LONGEST_VARIANT);
            }
        }
    }

    private static void sized(Tokens out, int type, int size) {
        out.u8(type);
        out.u8(size);
    }

    void writeRow(Tokens out, List<@Nullable Object> row) {
        out.u8(0xD1);
        for (int i = 0; i < columns.size(); i++) {
            Written written = columns.get(i);
            Values.write(out, written.column.type(), row.get(i), written.wide, written.precision, written.scale);
        }
    }
}
