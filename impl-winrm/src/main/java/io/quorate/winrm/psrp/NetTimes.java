package io.quorate.winrm.psrp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and durations as .NET's {@code XmlConvert} writes and reads them: {@code xs:dateTime} with or without offset and
 * {@code xs:duration}, both in ticks of 100 nanoseconds.
 */
final class NetTimes {
    private static final int TICK = 100;
    private static final int TICKS_PER_SECOND = 10_000_000;
    private static final int FRACTION_DIGITS = 7;
    private static final int LONGEST_TEXT = 64;
    private static final String UNITS = "YMDTHMS";
    private static final int TIME = UNITS.indexOf('T');
    private static final int SECONDS = UNITS.indexOf('S');
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int MAX_OFFSET_MINUTES = 14 * 60;
    private static final Duration MAX = ticks(Long.MAX_VALUE);
    private static final Duration MIN = ticks(Long.MIN_VALUE);

    private NetTimes() {}

    private static Duration ticks(long ticks) {
        return Duration.ofSeconds(
                Math.floorDiv(ticks, TICKS_PER_SECOND), Math.floorMod(ticks, TICKS_PER_SECOND) * (long) TICK);
    }

    /** Reads {@code yyyy-MM-ddTHH:mm:ss[.f][Z|+HH:mm|-HH:mm]}; digits behind the seventh are rounded. */
    static @Nullable PsDateTime parseDateTime(String text) {
        int length = text.length();
        if (length < 19
                || length > LONGEST_TEXT
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        if (year < 1 || (month | day | hour | minute | second) < 0) {
            return null;
        }
        int at = 19;
        int nanos = 0;
        boolean roundUp = false;
        if (at < length && text.charAt(at) == '.') {
            int from = at + 1;
            at = afterDigits(text, from);
            if (at == from) {
                return null;
            }
            nanos = fraction(text, from, at);
            roundUp = at - from > FRACTION_DIGITS && text.charAt(from + FRACTION_DIGITS) >= '5';
        }
        try {
            LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
            if (roundUp) {
                time = time.plusNanos(TICK);
            }
            return time.getYear() > 9999 ? null : withOffset(time, text, at);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable PsDateTime withOffset(LocalDateTime time, String text, int at) {
        if (at == text.length()) {
            return new PsDateTime(time, null);
        }
        char sign = text.charAt(at);
        if (sign == 'Z') {
            return at + 1 == text.length() ? new PsDateTime(time, ZoneOffset.UTC) : null;
        }
        if (sign != '+' && sign != '-' || text.length() != at + 6 || text.charAt(at + 3) != ':') {
            return null;
        }
        int hours = digits(text, at + 1, at + 3);
        int minutes = digits(text, at + 4, at + 6);
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MAX_OFFSET_MINUTES) {
            return null;
        }
        int offset = (hours * 60 + minutes) * 60;
        return new PsDateTime(time, ZoneOffset.ofTotalSeconds(sign == '-' ? -offset : offset), PsDateTime.Kind.LOCAL);
    }

    /** Appends a date; false if its year is not one of .NET's or its offset is not of whole minutes. What is below a tick is cut off. */
    static boolean append(StringBuilder out, PsDateTime value) {
        LocalDateTime time = value.dateTime();
        ZoneOffset offset = value.offset();
        int seconds = offset == null ? 0 : offset.getTotalSeconds();
        if (time.getYear() < 1
                || time.getYear() > 9999
                || seconds % 60 != 0
                || Math.abs(seconds) > MAX_OFFSET_MINUTES * 60) {
            return false;
        }
        padded(out, time.getYear(), 4);
        padded(out.append('-'), time.getMonthValue(), 2);
        padded(out.append('-'), time.getDayOfMonth(), 2);
        padded(out.append('T'), time.getHour(), 2);
        padded(out.append(':'), time.getMinute(), 2);
        padded(out.append(':'), time.getSecond(), 2);
        fraction(out, time.getNano() / TICK);
        if (value.kind() == PsDateTime.Kind.UTC) {
            out.append('Z');
        } else if (value.kind() == PsDateTime.Kind.LOCAL) {
            int minutes = Math.abs(seconds) / 60;
            padded(out.append(seconds < 0 ? '-' : '+'), minutes / 60, 2);
            padded(out.append(':'), minutes % 60, 2);
        }
        return true;
    }

    /** Reads {@code [-]P[nY][nM][nD][T[nH][nM][n[.f]S]]} with years of 365 and months of 30 days, as .NET does. */
    static @Nullable Duration parseTimeSpan(String text) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length > LONGEST_TEXT || at + 1 >= length || text.charAt(at++) != 'P') {
            return null;
        }
        long[] numbers = new long[UNITS.length()];
        int nanos = 0;
        int allowed = 0;
        while (at < length) {
            if (text.charAt(at) == 'T') {
                if (allowed > TIME || ++at == length) {
                    return null;
                }
                allowed = TIME + 1;
            }
            int from = at;
            at = afterDigits(text, from);
            if (at == from || at - from > 10 || at == length) {
                return null;
            }
            long number = Long.parseLong(text, from, at, 10);
            boolean fraction = text.charAt(at) == '.';
            if (fraction) {
                from = at + 1;
                at = afterDigits(text, from);
                if (at == from || at == length) {
                    return null;
                }
                nanos = fraction(text, from, at);
            }
            int unit = UNITS.indexOf(text.charAt(at++), allowed);
            if (number > Integer.MAX_VALUE
                    || unit < 0
                    || unit == TIME
                    || allowed <= TIME && unit > TIME
                    || fraction && unit != SECONDS) {
                return null;
            }
            numbers[unit] = number;
            allowed = unit + 1;
        }
        long days = (numbers[0] + numbers[1] / 12) * 365 + numbers[1] % 12 * 30 + numbers[2];
        long seconds = days * SECONDS_PER_DAY + numbers[4] * 3600 + numbers[5] * 60 + numbers[SECONDS];
        Duration size = Duration.ofSeconds(seconds, nanos);
        Duration value = text.charAt(0) == '-' ? size.negated() : size;
        return value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0 ? null : value;
    }

    /** Appends a duration; false if it does not fit into ticks. What is below a tick is cut off. */
    static boolean append(StringBuilder out, Duration value) {
        if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
            return false;
        }
        Duration size = value.abs();
        long seconds = size.getSeconds();
        int ticks = size.getNano() / TICK;
        if (seconds == 0 && ticks == 0) {
            out.append("PT0S");
            return true;
        }
        out.append(value.isNegative() ? "-P" : "P");
        if (seconds >= SECONDS_PER_DAY) {
            out.append(seconds / SECONDS_PER_DAY).append('D');
        }
        int rest = (int) (seconds % SECONDS_PER_DAY);
        if (rest == 0 && ticks == 0) {
            return true;
        }
        out.append('T');
        if (rest >= 3600) {
            out.append(rest / 3600).append('H');
        }
        if (rest / 60 % 60 != 0) {
            out.append(rest / 60 % 60).append('M');
        }
        if (rest % 60 != 0 || ticks != 0) {
            out.append(rest % 60);
            fraction(out, ticks);
            out.append('S');
        }
        return true;
    }

    private static int afterDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Returns the number in the range, or -1 if something there is no digit. */
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Returns the digits behind a decimal point as nanoseconds in whole ticks. */
    private static int fraction(String text, int from, int to) {
        int ticks = 0;
        for (int i = from; i < from + FRACTION_DIGITS; i++) {
            ticks = ticks * 10 + (i < to ? text.charAt(i) - '0' : 0);
        }
        return ticks * TICK;
    }

    /** Appends ticks of a second as a fraction without trailing zeros. */
    private static void fraction(StringBuilder out, int ticks) {
        if (ticks == 0) {
            return;
        }
        padded(out.append('.'), ticks, FRACTION_DIGITS);
        int end = out.length();
        while (out.charAt(end - 1) == '0') {
            end--;
        }
        out.setLength(end);
    }

    private static void padded(StringBuilder out, int value, int width) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < width; i++) {
            out.append('0');
        }
        out.append(digits);
    }
}
