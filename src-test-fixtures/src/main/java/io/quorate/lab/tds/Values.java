package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes values as rows hold them ([MS-TDS] 2.2.5.5). */
final class Values {
    static final int LONGEST_VARIANT = 8_009;
    static final LocalDate FIRST_DATETIME = LocalDate.of(1900, 1, 1);
    static final LocalDate FIRST_DATE = LocalDate.of(1, 1, 1);

    private static final long TICKS_PER_SECOND = 300;
    private static final long NANOS = 1_000_000_000L;
    private static final long TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND;

    private Values() {}

    static void write(Tokens out, SqlType type, @Nullable Object value, boolean wide, int precision, int scale) {
        if (value == null) {
            writeNull(out, type, wide);
            return;
        }
        switch (type) {
            case BIT -> {
                out.u8(1);
                out.u8(value instanceof Number number ? (number.intValue() == 0 ? 0 : 1) : (Boolean) value ? 1 : 0);
            }
            case TINYINT -> {
                out.u8(1);
                out.u8(whole(value, 0, 255));
            }
            case SMALLINT -> {
                out.u8(2);
                out.u16(whole(value, Short.MIN_VALUE, Short.MAX_VALUE));
            }
            case INT -> {
                out.u8(4);
                out.i32(whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            }
            case BIGINT -> {
                out.u8(8);
                out.i64(((Number) value).longValue());
            }
            case FLOAT -> {
                out.u8(8);
                out.i64(Double.doubleToLongBits(((Number) value).doubleValue()));
            }
            case NUMERIC -> {
                out.u8(1 + magnitudeBytes(precision));
                number(out, value, precision, scale);
            }
            case NVARCHAR -> run(out, value.toString().getBytes(StandardCharsets.UTF_16LE), wide);
            case VARBINARY -> run(out, (byte[]) value, wide);
            case UNIQUEIDENTIFIER -> {
                out.u8(16);
                guid(out, value instanceof UUID id ? id : UUID.fromString(value.toString()));
            }
            case DATETIME -> {
                out.u8(8);
                datetime(out, (LocalDateTime) value);
            }
            case DATETIME2 -> {
                out.u8(8);
                datetime2(out, (LocalDateTime) value);
            }
            case SQL_VARIANT -> variant(out, value);
        }
    }

    private static void writeNull(Tokens out, SqlType type, boolean wide) {
        switch (type) {
            case NVARCHAR, VARBINARY -> {
                if (wide) {
                    out.i64(-1);
                } else {
                    out.u16(0xFFFF);
                }
            }
            case SQL_VARIANT -> out.i32(0);
            default -> out.u8(0);
        }
    }

    private static int whole(Object value, int least, int most) {
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw new IllegalArgumentException("arithmetic overflow: " + number);
        }
        return (int) number;
    }

    private static void run(Tokens out, byte[] bytes, boolean wide) {
        if (!wide) {
            out.u16(bytes.length);
            out.bytes(bytes);
            return;
        }
        out.i64(bytes.length);
        if (bytes.length > 0) {
            out.i32(bytes.length);
            out.bytes(bytes);
        }
        out.i32(0);
    }

    static int magnitudeBytes(int precision) {
        return precision <= 9 ? 4 : precision <= 19 ? 8 : precision <= 28 ? 12 : 16;
    }

    private static void number(Tokens out, Object value, int precision, int scale) {
        BigDecimal exact = value instanceof BigDecimal decimal
                ? decimal
                : value instanceof Double || value instanceof Float
                        ? BigDecimal.valueOf(((Number) value).doubleValue())
                        : new BigDecimal(value.toString());
        BigInteger digits = exact.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        byte[] magnitude = digits.abs().toByteArray();
        int bytes = magnitudeBytes(precision);
        int first = magnitude[0] == 0 ? 1 : 0;
        if (magnitude.length - first > bytes) {
            throw new IllegalArgumentException("arithmetic overflow: a number of more than " + precision + " digits");
        }
        out.u8(digits.signum() < 0 ? 0 : 1);
        for (int i = 0; i < bytes; i++) {
            int at = magnitude.length - 1 - i;
            out.u8(at >= first ? magnitude[at] : 0);
        }
    }

    private static void guid(Tokens out, UUID id) {
        long high = id.getMostSignificantBits();
        out.i32((int) (high >> 32));
        out.u16((int) (high >> 16));
        out.u16((int) high);
        out.i64(Long.reverseBytes(id.getLeastSignificantBits()));
    }

    private static void datetime(Tokens out, LocalDateTime value) {
        long days = ChronoUnit.DAYS.between(FIRST_DATETIME, value.toLocalDate());
        long ticks = (value.toLocalTime().toNanoOfDay() * TICKS_PER_SECOND + NANOS / 2) / NANOS;
        if (ticks == TICKS_PER_DAY) {
            days++;
            ticks = 0;
        }
        out.i32((int) days);
        out.i32((int) ticks);
    }

    private static void datetime2(Tokens out, LocalDateTime value) {
        long ticks = value.toLocalTime().toNanoOfDay() / 100;
        out.i32((int) ticks);
        out.u8((int) (ticks >> 32));
        int days = (int) ChronoUnit.DAYS.between(FIRST_DATE, value.toLocalDate());
        out.u16(days);
        out.u8(days >> 16);
    }

    private static void variant(Tokens out, Object value) {
        Tokens inner = new Tokens(LONGEST_VARIANT);
        if (value instanceof Boolean bit) {
            base(inner, 0x32, 0);
            inner.u8(bit ? 1 : 0);
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            base(inner, 0x38, 0);
            inner.i32(((Number) value).intValue());
        } else if (value instanceof Long number) {
            base(inner, 0x7F, 0);
            inner.i64(number);
        } else if (value instanceof Double || value instanceof Float) {
            base(inner, 0x3E, 0);
            inner.i64(Double.doubleToLongBits(((Number) value).doubleValue()));
        } else if (value instanceof BigDecimal decimal) {
            base(inner, 0x6C, 2);
            inner.u8(38);
            inner.u8(Math.max(0, decimal.scale()));
            number(inner, decimal, 38, Math.max(0, decimal.scale()));
        } else if (value instanceof UUID id) {
            base(inner, 0x24, 0);
            guid(inner, id);
        } else if (value instanceof LocalDateTime time) {
            base(inner, 0x2A, 1);
            inner.u8(7);
            datetime2(inner, time);
        } else if (value instanceof byte[] bytes) {
            base(inner, 0xA5, 2);
            inner.u16(8_000);
            inner.bytes(bytes);
        } else {
            base(inner, 0xE7, 7);
            inner.bytes(Tokens.LATIN1);
            inner.u16(8_000);
            inner.text(value.toString());
        }
        out.i32(inner.size());
        for (int i = 0; i < inner.size(); i++) {
            out.u8(inner.data()[i]);
        }
    }

    private static void base(Tokens out, int type, int properties) {
        out.u8(type);
        out.u8(properties);
    }
}
