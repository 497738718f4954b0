package io.quorate.winrm.psrp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The primitives of CLIXML as text ([MS-PSRP] 2.2.5.1, which follows .NET's {@code XmlConvert}). White space around anything but texts is
 * ignored. Nothing is allocated in proportion to a number's value, and no number longer than its type can be is parsed.
 */
final class ClixmlScalars {
    private static final BigDecimal DECIMAL_MAX = new BigDecimal("79228162514264337593543950335");
    private static final int DECIMAL_BITS = 96;
    private static final int DECIMAL_SCALE = 28;
    private static final int DECIMAL_TEXT = 64;

    private ClixmlScalars() {}

    /** Returns the Java value of a primitive's text, or null if the text is none of that type. */
    static @Nullable Object parse(PsType type, String text) {
        return switch (type) {
            case STRING, URI, XML, SCRIPT_BLOCK -> ClixmlText.unescape(text);
            case SECURE_STRING -> new PsSecureText(ClixmlText.unescape(text));
            case VERSION -> version(trim(text));
            case BOOLEAN -> bool(trim(text));
            case CHAR -> {
                Long value = integer(text, 0, 0xFFFF);
                yield value == null ? null : (char) value.intValue();
            }
            case UINT8 -> {
                Long value = integer(text, 0, 0xFF);
                yield value == null ? null : value.shortValue();
            }
            case INT8 -> {
                Long value = integer(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
                yield value == null ? null : value.byteValue();
            }
            case UINT16 -> {
                Long value = integer(text, 0, 0xFFFF);
                yield value == null ? null : value.intValue();
            }
            case INT16 -> {
                Long value = integer(text, Short.MIN_VALUE, Short.MAX_VALUE);
                yield value == null ? null : value.shortValue();
            }
            case UINT32 -> integer(text, 0, 0xFFFF_FFFFL);
            case INT32 -> {
                Long value = integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
                yield value == null ? null : value.intValue();
            }
            case UINT64 -> unsignedLong(text);
            case INT64 -> integer(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case SINGLE -> NetFloats.parseSingle(trim(text));
            case DOUBLE -> NetFloats.parseDouble(trim(text));
            case DECIMAL -> decimal(trim(text));
            case DATE_TIME -> NetTimes.parseDateTime(trim(text));
            case TIME_SPAN -> NetTimes.parseTimeSpan(trim(text));
            case BYTES -> bytes(text);
            case GUID -> guid(trim(text));
        };
    }

    /**
     * Appends a primitive's text.
     *
     * @throws IllegalArgumentException if the value has no place in its .NET type
     */
    static void append(StringBuilder out, PsPrimitive primitive) {
        Object value = primitive.value();
        switch (primitive.type()) {
            case STRING, URI, XML, SCRIPT_BLOCK, VERSION -> ClixmlText.append(out, (String) value, false);
            case SECURE_STRING -> ClixmlText.append(out, ((PsSecureText) value).encrypted(), false);
            case BOOLEAN -> out.append((boolean) value);
            case CHAR -> out.append((int) (char) value);
            case UINT8 -> out.append(ranged(primitive, (short) value, 0xFF));
            case UINT16 -> out.append(ranged(primitive, (int) value, 0xFFFF));
            case UINT32 -> out.append(ranged(primitive, (long) value, 0xFFFF_FFFFL));
            case INT8, INT16, INT32, INT64, GUID -> out.append(value);
            case UINT64 -> {
                BigInteger number = (BigInteger) value;
                if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
                    throw outOfRange(primitive);
                }
                out.append(number);
            }
            case SINGLE -> NetFloats.append(out, (float) value);
            case DOUBLE -> NetFloats.append(out, (double) value);
            case DECIMAL -> {
                BigDecimal number = (BigDecimal) value;
                if (number.scale() < -DECIMAL_SCALE
                        || (number.signum() != 0 && number.precision() - (long) number.scale() > 29)) {
                    throw outOfRange(primitive);
                }
                BigDecimal fitted = fit(number);
                if (fitted == null) {
                    throw outOfRange(primitive);
                }
                out.append(fitted.toPlainString());
            }
            case DATE_TIME -> {
                if (!NetTimes.append(out, (PsDateTime) value)) {
                    throw outOfRange(primitive);
                }
            }
            case TIME_SPAN -> {
                if (!NetTimes.append(out, (Duration) value)) {
                    throw outOfRange(primitive);
                }
            }
            case BYTES -> out.append(Base64.getEncoder().encodeToString(((PsBytes) value).toByteArray()));
        }
    }

    private static long ranged(PsPrimitive primitive, long value, long max) {
        if (value < 0 || value > max) {
            throw outOfRange(primitive);
        }
        return value;
    }

    private static IllegalArgumentException outOfRange(PsPrimitive primitive) {
        return new IllegalArgumentException(
                "a value out of the range of " + primitive.type().netType());
    }

    /** Removes the white space of XML from both ends. */
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static @Nullable Boolean bool(String text) {
        return switch (text) {
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable Long integer(String padded, long min, long max) {
        String text = trim(padded);
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int at = negative || length > 0 && text.charAt(0) == '+' ? 1 : 0;
        if (at == length) {
            return null;
        }
        // Summed up below zero, where there is room for the smallest long.
        long sum = 0;
        for (; at < length; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9 || sum < Long.MIN_VALUE / 10 || sum * 10 < Long.MIN_VALUE + digit) {
                return null;
            }
            sum = sum * 10 - digit;
        }
        if (!negative) {
            if (sum == Long.MIN_VALUE) {
                return null;
            }
            sum = -sum;
        }
        return sum < min || sum > max ? null : sum;
    }

    private static @Nullable BigInteger unsignedLong(String padded) {
        Long small = integer(padded, 0, Long.MAX_VALUE);
        if (small != null) {
            return BigInteger.valueOf(small);
        }
        String text = trim(padded);
        int from = text.startsWith("+") ? 1 : 0;
        while (from < text.length() && text.charAt(from) == '0') {
            from++;
        }
        if (text.length() - from > 20 || !isDigits(text, from, text.length())) {
            return null;
        }
        BigInteger value = new BigInteger(text.substring(from));
        return value.bitLength() > Long.SIZE ? null : value;
    }

    /** Tells whether the range is at least one ASCII digit and nothing else. */
    static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    private static @Nullable BigDecimal decimal(String text) {
        int length = text.length();
        if (length > DECIMAL_TEXT) {
            return null;
        }
        int from = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int point = text.indexOf('.', from);
        int whole = point < 0 ? length : point;
        boolean hasWhole = isDigits(text, from, whole);
        boolean hasFraction = point >= 0 && isDigits(text, point + 1, length);
        if (!hasWhole && whole > from
                || !hasFraction && point >= 0 && point + 1 < length
                || !hasWhole && !hasFraction) {
            return null;
        }
        return fit(new BigDecimal(text));
    }

    /** Rounds a number as .NET does until it fits into a decimal; null if its whole part does not. */
    private static @Nullable BigDecimal fit(BigDecimal number) {
        BigDecimal value = number;
        if (value.scale() < 0) {
            value = value.setScale(0);
        } else if (value.scale() > DECIMAL_SCALE) {
            value = value.setScale(DECIMAL_SCALE, RoundingMode.HALF_EVEN);
        }
        if (value.unscaledValue().bitLength() <= DECIMAL_BITS) {
            return value;
        }
        for (int scale = value.scale() - 1; scale >= 0; scale--) {
            BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_EVEN);
            if (rounded.unscaledValue().bitLength() <= DECIMAL_BITS) {
                return rounded;
            }
        }
        return value.abs().compareTo(DECIMAL_MAX) <= 0 ? value : null;
    }

    /** Takes two to four parts, each a 32-bit number of its own. */
    private static @Nullable String version(String text) {
        int parts = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            if (++parts > 4
                    || !isDigits(text, from, to)
                    || integer(text.substring(from, to), 0, Integer.MAX_VALUE) == null) {
                return null;
            }
            from = to + 1;
        }
        return parts < 2 ? null : text;
    }

    private static @Nullable PsBytes bytes(String padded) {
        String text = padded;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                text = withoutSpace(text);
                break;
            }
        }
        // The decoder of the JDK takes text without padding, Windows does not.
        if (text.length() % 4 != 0) {
            return null;
        }
        try {
            return new PsBytes(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String withoutSpace(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static @Nullable UUID guid(String padded) {
        String text = padded;
        if (text.length() == 38
                && (text.charAt(0) == '{' && text.charAt(37) == '}'
                        || text.charAt(0) == '(' && text.charAt(37) == ')')) {
            text = text.substring(1, 37);
        }
        boolean dashes = text.length() == 36;
        if (!dashes && (text.length() != 32 || padded.length() != 32)) {
            return null;
        }
        long most = 0;
        long least = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (dashes && (i == 8 || i == 13 || i == 18 || i == 23)) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return null;
            }
            if (digits++ < 16) {
                most = most << 4 | digit;
            } else {
                least = least << 4 | digit;
            }
        }
        return new UUID(most, least);
    }
}
