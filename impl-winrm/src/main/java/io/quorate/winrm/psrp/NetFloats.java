package io.quorate.winrm.psrp;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point numbers as .NET's {@code XmlConvert} writes and reads them: the shortest digits that come back as the same number,
 * {@code E+22} where plain digits would get long, {@code INF}, {@code -INF}, {@code NaN}, {@code -0}.
 */
final class NetFloats {
    /** From how many whole digits on the exponent is written; as PowerShell 7 does. */
    private static final int DOUBLE_WHOLE_DIGITS = 17;

    private static final int SINGLE_WHOLE_DIGITS = 9;
    /** The lowest power of ten that is written with plain zeros. */
    private static final int SMALLEST_PLAIN = -4;

    private static final int LONGEST_TEXT = 1024;

    private NetFloats() {}

    static @Nullable Double parseDouble(String text) {
        return switch (text) {
            case "INF", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-INF", "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> {
                if (!isNumber(text)) {
                    yield null;
                }
                double value = Double.parseDouble(text);
                yield Double.isInfinite(value) ? null : value;
            }
        };
    }

    static @Nullable Float parseSingle(String text) {
        return switch (text) {
            case "INF", "Infinity" -> Float.POSITIVE_INFINITY;
            case "-INF", "-Infinity" -> Float.NEGATIVE_INFINITY;
            case "NaN" -> Float.NaN;
            default -> {
                if (!isNumber(text)) {
                    yield null;
                }
                float value = Float.parseFloat(text);
                yield Float.isInfinite(value) ? null : value;
            }
        };
    }

    /** Java's own parser would also take hexadecimal digits and a type suffix. */
    private static boolean isNumber(String text) {
        int length = text.length();
        if (length > LONGEST_TEXT) {
            return false;
        }
        int at = sign(text, 0);
        int whole = at;
        at = digits(text, at);
        int count = at - whole;
        if (at < length && text.charAt(at) == '.') {
            int fraction = at + 1;
            at = digits(text, fraction);
            count += at - fraction;
        }
        if (count == 0) {
            return false;
        }
        if (at < length && (text.charAt(at) | 0x20) == 'e') {
            int exponent = sign(text, at + 1);
            at = digits(text, exponent);
            if (at == exponent) {
                return false;
            }
        }
        return at == length;
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    static void append(StringBuilder out, double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            special(out, value);
            return;
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        // Before JDK 19 the text could be a digit too long, and it never has less than two.
        for (int digits = shortest.precision() - 1; digits > 0; digits--) {
            BigDecimal shorter = new BigDecimal(value).round(new MathContext(digits));
            if (shorter.doubleValue() != value) {
                break;
            }
            shortest = shorter.stripTrailingZeros();
        }
        number(out, shortest, DOUBLE_WHOLE_DIGITS);
    }

    static void append(StringBuilder out, float value) {
        if (value == 0 || Float.isNaN(value) || Float.isInfinite(value)) {
            special(out, value);
            return;
        }
        BigDecimal shortest = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        for (int digits = shortest.precision() - 1; digits > 0; digits--) {
            BigDecimal shorter = new BigDecimal(value).round(new MathContext(digits));
            if (shorter.floatValue() != value) {
                break;
            }
            shortest = shorter.stripTrailingZeros();
        }
        number(out, shortest, SINGLE_WHOLE_DIGITS);
    }

    private static void special(StringBuilder out, double value) {
        if (Double.isNaN(value)) {
            out.append("NaN");
        } else if (Double.isInfinite(value)) {
            out.append(value > 0 ? "INF" : "-INF");
        } else {
            out.append(1 / value < 0 ? "-0" : "0");
        }
    }

    private static void number(StringBuilder out, BigDecimal number, int wholeDigits) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent < wholeDigits && exponent >= SMALLEST_PLAIN) {
            out.append(number.toPlainString());
            return;
        }
        String digits = number.unscaledValue().abs().toString();
        if (number.signum() < 0) {
            out.append('-');
        }
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('E').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        if (size < 10) {
            out.append('0');
        }
        out.append(size);
    }
}
