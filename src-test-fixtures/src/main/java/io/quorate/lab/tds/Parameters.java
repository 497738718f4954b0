package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlParameter;
import io.quorate.lab.sql.SqlType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the values that come with a call, of all types that drivers send ([MS-TDS] 2.2.5.4 and 2.2.5.5). */
final class Parameters {
    private static final Charset CP1252 = Charset.forName("windows-1252");
    private static final int MAX = 0xFFFF;
    private static final long UNKNOWN_TOTAL = -2;
    private static final int UTF8_COLLATION = 0x0400_0000;

    /** A type that the face knows of and does not take. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String type) {
            super(type);
        }
    }

    private Parameters() {}

    /**
     * Reads a type and a value of it.
     *
     * @throws Refused for a type that is not taken; what follows cannot be read then
     */
    static SqlParameter read(String name, Bytes in) throws TdsProtocolException, Refused {
        int type = in.u8();
        try {
            return switch (type) {
                case 0x1F -> new SqlParameter(name, SqlType.NVARCHAR, null);
                case 0x30 -> new SqlParameter(name, SqlType.TINYINT, in.u8());
                case 0x32 -> new SqlParameter(name, SqlType.BIT, in.u8() != 0);
                case 0x34 -> new SqlParameter(name, SqlType.SMALLINT, (int) (short) in.u16());
                case 0x38 -> new SqlParameter(name, SqlType.INT, in.i32());
                case 0x7F -> new SqlParameter(name, SqlType.BIGINT, in.i64());
                case 0x3B -> new SqlParameter(name, SqlType.FLOAT, (double) Float.intBitsToFloat(in.i32()));
                case 0x3E -> new SqlParameter(name, SqlType.FLOAT, Double.longBitsToDouble(in.i64()));
                case 0x3A -> new SqlParameter(name, SqlType.DATETIME, smallDatetime(in));
                case 0x3D -> new SqlParameter(name, SqlType.DATETIME, datetime(in));
                case 0x3C -> new SqlParameter(name, SqlType.NUMERIC, money(in, 8));
                case 0x7A -> new SqlParameter(name, SqlType.NUMERIC, money(in, 4));
                case 0x24, 0x26, 0x68, 0x6D, 0x6E, 0x6F -> sized(name, type, in);
                case 0x37, 0x3F, 0x6A, 0x6C -> decimal(name, in);
                case 0x28 -> dated(name, type, 0, in);
                case 0x29, 0x2A, 0x2B -> dated(name, type, scale(in.u8()), in);
                case 0xE7, 0xEF, 0xA7, 0xAF -> text(name, type, in);
                case 0xA5, 0xAD -> binary(name, in);
                case 0x27, 0x2F -> oldText(name, in);
                case 0x25, 0x2D -> oldBinary(name, in);
                case 0x63, 0x23, 0x22 -> large(name, type, in);
                case 0xF1 -> throw new Refused("xml");
                case 0xF0 -> throw new Refused("udt");
                case 0xF3 -> throw new Refused("table");
                case 0xF4 -> throw new Refused("json");
                case 0xF5 -> throw new Refused("vector");
                case 0x62 -> throw new Refused("sql_variant");
                default -> throw new TdsProtocolException(String.format("a value of type 0x%02X", type));
            };
        } catch (DateTimeException e) {
            throw new TdsProtocolException("a date that there is not");
        }
    }

    private static SqlParameter sized(String name, int type, Bytes in) throws TdsProtocolException {
        int most = in.u8();
        int length = in.u8();
        if (length != 0 && length != most) {
            throw new TdsProtocolException("a value of " + length + " bytes where " + most + " are declared");
        }
        boolean none = length == 0;
        SqlType sqlType = switch (type << 8 | most) {
            case 0x2410 -> SqlType.UNIQUEIDENTIFIER;
            case 0x2601 -> SqlType.TINYINT;
            case 0x2602 -> SqlType.SMALLINT;
            case 0x2604 -> SqlType.INT;
            case 0x2608 -> SqlType.BIGINT;
            case 0x6801 -> SqlType.BIT;
            case 0x6D04, 0x6D08 -> SqlType.FLOAT;
            case 0x6E04, 0x6E08 -> SqlType.NUMERIC;
            case 0x6F04, 0x6F08 -> SqlType.DATETIME;
            default -> throw new TdsProtocolException(String.format("type 0x%02X of %d bytes", type, most));
        };
        Object value = none
                ? null
                : switch (sqlType) {
                    case UNIQUEIDENTIFIER -> guid(in);
                    case TINYINT -> in.u8();
                    case SMALLINT -> (int) (short) in.u16();
                    case INT -> in.i32();
                    case BIGINT -> in.i64();
                    case BIT -> in.u8() != 0;
                    case FLOAT ->
                        most == 4 ? (double) Float.intBitsToFloat(in.i32()) : Double.longBitsToDouble(in.i64());
                    case NUMERIC -> money(in, most);
                    default -> most == 4 ? smallDatetime(in) : datetime(in);
                };
        return new SqlParameter(name, sqlType, value);
    }

    private static UUID guid(Bytes in) throws TdsProtocolException {
        long high = in.u32() << 32 | (long) in.u16() << 16 | in.u16();
        return new UUID(high, Long.reverseBytes(in.i64()));
    }

    private static BigDecimal money(Bytes in, int size) throws TdsProtocolException {
        long units = size == 4 ? in.i32() : (long) in.i32() << 32 | in.u32();
        return BigDecimal.valueOf(units, 4);
    }

    private static LocalDateTime datetime(Bytes in) throws TdsProtocolException {
        int days = in.i32();
        long ticks = in.u32();
        long nanos = Math.round(ticks / 0.3) * 1_000_000L;
        return Values.FIRST_DATETIME.plusDays(days).atTime(LocalTime.ofNanoOfDay(nanos));
    }

    private static LocalDateTime smallDatetime(Bytes in) throws TdsProtocolException {
        int days = in.u16();
        return Values.FIRST_DATETIME.plusDays(days).atTime(LocalTime.ofSecondOfDay(60L * in.u16()));
    }

    private static SqlParameter decimal(String name, Bytes in) throws TdsProtocolException {
        in.skip(1);
        int precision = in.u8();
        int scale = in.u8();
        if (precision < 1 || precision > 38 || scale > precision) {
            throw new TdsProtocolException("a number of " + precision + " digits, " + scale + " behind the point");
        }
        int length = in.u8();
        if (length == 0) {
            return new SqlParameter(name, SqlType.NUMERIC, null);
        }
        if (length > 17) {
            throw new TdsProtocolException("a number of " + length + " bytes");
        }
        int sign = in.u8();
        byte[] little = in.take(length - 1);
        byte[] big = new byte[little.length];
        for (int i = 0; i < little.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        BigInteger digits = new BigInteger(1, big);
        return new SqlParameter(name, SqlType.NUMERIC, new BigDecimal(sign == 0 ? digits.negate() : digits, scale));
    }

    private static int scale(int scale) throws TdsProtocolException {
        if (scale > 7) {
            throw new TdsProtocolException("a time with " + scale + " digits behind the point");
        }
        return scale;
    }

    private static SqlParameter dated(String name, int type, int scale, Bytes in) throws TdsProtocolException {
        int length = in.u8();
        if (length == 0) {
            return new SqlParameter(name, SqlType.DATETIME2, null);
        }
        boolean timed = type != 0x28;
        boolean hasDate = type != 0x29;
        boolean zoned = type == 0x2B;
        int timeBytes = !timed ? 0 : scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
        if (length != timeBytes + (hasDate ? 3 : 0) + (zoned ? 2 : 0)) {
            throw new TdsProtocolException("a date or time of " + length + " bytes");
        }
        long units = 0;
        for (int i = 0; i < timeBytes; i++) {
            units |= (long) in.u8() << (8 * i);
        }
        for (int i = scale; i < 9; i++) {
            units *= 10;
        }
        LocalTime time = LocalTime.ofNanoOfDay(timed ? units : 0);
        LocalDate date = hasDate ? Values.FIRST_DATE.plusDays(in.u16() | in.u8() << 16) : Values.FIRST_DATETIME;
        LocalDateTime value = date.atTime(time);
        if (zoned) {
            value = value.plusMinutes((short) in.u16());
        }
        return new SqlParameter(name, SqlType.DATETIME2, value);
    }

    private static SqlParameter text(String name, int type, Bytes in) throws TdsProtocolException {
        int most = in.u16();
        Charset charset = collated(in, type == 0xE7 || type == 0xEF);
        byte[] bytes = run(in, most);
        return new SqlParameter(name, SqlType.NVARCHAR, bytes == null ? null : new String(bytes, charset));
    }

    private static Charset collated(Bytes in, boolean unicode) throws TdsProtocolException {
        int collation = in.i32();
        in.skip(1);
        return unicode
                ? StandardCharsets.UTF_16LE
                : (collation & UTF8_COLLATION) != 0 ? StandardCharsets.UTF_8 : CP1252;
    }

    private static SqlParameter binary(String name, Bytes in) throws TdsProtocolException {
        return new SqlParameter(name, SqlType.VARBINARY, run(in, in.u16()));
    }

    private static SqlParameter oldText(String name, Bytes in) throws TdsProtocolException {
        in.skip(1);
        int length = in.u8();
        return new SqlParameter(name, SqlType.NVARCHAR, length == 0xFF ? null : in.text(length, CP1252));
    }

    private static SqlParameter oldBinary(String name, Bytes in) throws TdsProtocolException {
        in.skip(1);
        int length = in.u8();
        return new SqlParameter(name, SqlType.VARBINARY, length == 0xFF ? null : in.take(length));
    }

    private static SqlParameter large(String name, int type, Bytes in) throws TdsProtocolException {
        in.skip(4);
        Charset charset = type == 0x22 ? CP1252 : collated(in, type == 0x63);
        int length = in.i32();
        byte[] bytes = length == -1 ? null : in.take(length);
        if (type == 0x22) {
            return new SqlParameter(name, SqlType.VARBINARY, bytes);
        }
        return new SqlParameter(name, SqlType.NVARCHAR, bytes == null ? null : new String(bytes, charset));
    }

    private static byte @Nullable [] run(Bytes in, int most) throws TdsProtocolException {
        if (most != MAX) {
            int length = in.u16();
            if (length == MAX) {
                return null;
            }
            if (length > most) {
                throw new TdsProtocolException("a value of " + length + " bytes where " + most + " are declared");
            }
            return in.take(length);
        }
        long total = in.i64();
        if (total == -1) {
            return null;
        }
        if (total != UNKNOWN_TOTAL && (total < 0 || total > in.left())) {
            throw new TdsProtocolException("a value that is longer than its message");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (true) {
            long chunk = in.u32();
            if (chunk == 0) {
                break;
            }
            whole.writeBytes(in.take(chunk));
        }
        if (total != UNKNOWN_TOTAL && whole.size() != total) {
            throw new TdsProtocolException("a value that is not as long as it says");
        }
        return whole.toByteArray();
    }
}
