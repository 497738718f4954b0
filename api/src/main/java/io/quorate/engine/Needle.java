package io.quorate.engine;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A text that is looked for in any mixture of escapes. Keeps all ways open to the end, so what looks like an escape may be meant as it stands. */
final class Needle {
    enum Kind {
        TEXT,
        BASE64,
        /** Base64 whose first bits belong to the character before it. */
        BASE64_WITHIN,
        HEX
    }

    /** How often an escape may have been escaped again; a bound, so that no text makes this slow. */
    private static final int AGAIN = 8;

    private final String chars;
    private final Kind kind;

    Needle(String chars, Kind kind) {
        this.chars = chars;
        this.kind = kind;
    }

    /** Returns where an occurrence that begins at an index ends; negative if none does. */
    int end(String text, int from) {
        if (!mayBegin(text.charAt(from))) {
            return -1;
        }
        // Of each character of the needle: where it may begin, counted from the index.
        BitSet[] begins = new BitSet[chars.length() + 1];
        begins[0] = new BitSet();
        begins[0].set(0);
        for (int i = 0; i < chars.length(); i++) {
            BitSet here = begins[i];
            for (int at = here == null ? -1 : here.nextSetBit(0); at >= 0; at = here.nextSetBit(at + 1)) {
                step(text, from, from + at, i, begins);
            }
            boolean jumped = i + 2 < begins.length && begins[i + 2] != null;
            if (begins[i + 1] == null && !jumped) {
                return -1;
            }
            begins[i] = null;
        }
        BitSet ends = begins[chars.length()];
        if (ends == null) {
            return -1;
        }
        int end = from + ends.length() - 1;
        return isBase64() ? rest(text, end) : end;
    }

    private boolean isBase64() {
        return kind == Kind.BASE64 || kind == Kind.BASE64_WITHIN;
    }

    boolean sharesTheFirst() {
        return kind == Kind.BASE64_WITHIN;
    }

    private boolean mayBegin(char c) {
        return same(c, chars.charAt(0)) || "\\_&%+'\"".indexOf(c) >= 0;
    }

    /** Marks where the character after this one may begin when this one begins at an index. */
    private void step(String text, int from, int index, int i, @Nullable BitSet[] begins) {
        int at = i > 0 ? between(text, index, i) : index;
        char c = chars.charAt(i);
        IntConsumer next = end -> mark(begins, i + 1, end - from);
        if (at < text.length() && same(text.charAt(at), c)) {
            next.accept(at + 1);
            if ((c == '\'' || c == '"') && at + 1 < text.length() && text.charAt(at + 1) == c) {
                next.accept(at + 2); // doubled, as PowerShell and SQL do
            }
        }
        if (kind == Kind.TEXT && c == ' ' && at < text.length() && text.charAt(at) == '+') {
            next.accept(at + 1);
        }
        backslashes(text, at, c, next);
        underscored(text, at, c, next);
        entity(text, at, c, next);
        percent(text, at, String.valueOf(c), next);
        if (c >= 128 && c < 256) {
            percentByte(text, at, c, next);
        }
        if (i + 1 < chars.length() && Character.isSurrogatePair(c, chars.charAt(i + 1))) {
            int point = Character.toCodePoint(c, chars.charAt(i + 1));
            IntConsumer second = end -> mark(begins, i + 2, end - from);
            entity(text, at, point, second);
            percent(text, at, Character.toString(point), second);
        }
    }

    private static void mark(@Nullable BitSet[] begins, int i, int at) {
        BitSet set = begins[i];
        if (set == null) {
            set = new BitSet();
            begins[i] = set;
        }
        set.set(at);
    }

    /** Passes what may stand between two characters: line breaks in Base64, a separator between bytes in hexadecimal. */
    private int between(String text, int at, int i) {
        if (isBase64()) {
            int end = at;
            while (end < text.length() && end < at + 2 && (text.charAt(end) == '\r' || text.charAt(end) == '\n')) {
                end++;
            }
            return end;
        }
        if (kind == Kind.HEX && i % 2 == 0) {
            int end = at < text.length() && " :,-".indexOf(text.charAt(at)) >= 0 ? at + 1 : at;
            return text.startsWith("0x", end) ? end + 2 : end;
        }
        return at;
    }

    private boolean same(char found, char wanted) {
        return switch (kind) {
            case TEXT -> found == wanted;
            case BASE64, BASE64_WITHIN ->
                found == wanted || wanted == '+' && found == '-' || wanted == '/' && found == '_';
            case HEX -> Character.toLowerCase(found) == wanted;
        };
    }

    /** A character after backslashes, which JSON needs before some and allows before a slash, or {@code \}{@code u0041}, {@code \x41} after them. */
    private void backslashes(String text, int at, char c, IntConsumer next) {
        for (int n = 1; n <= AGAIN && at + n <= text.length() && text.charAt(at + n - 1) == '\\'; n++) {
            int mark = at + n;
            if (c == '\\') {
                next.accept(mark); // any number of them is one
            }
            if (mark == text.length()) {
                return;
            }
            char found = text.charAt(mark);
            if (same(found, c)) {
                next.accept(mark + 1);
            }
            if (Character.toLowerCase(found) == 'u' && digits(text, mark + 1, 4) == c) {
                next.accept(mark + 5);
            }
            if (Character.toLowerCase(found) == 'x' && digits(text, mark + 1, 2) == c) {
                next.accept(mark + 3);
            }
        }
    }

    /** {@code _x0041_}. */
    private static void underscored(String text, int at, char c, IntConsumer next) {
        boolean marked = text.startsWith("_x", at) || text.startsWith("_X", at);
        if (marked && digits(text, at + 2, 4) == c && text.startsWith("_", at + 6)) {
            next.accept(at + 7);
        }
    }

    /** {@code &amp;}, {@code &#65;} or {@code &#x41;}. */
    private static void entity(String text, int at, int point, IntConsumer next) {
        if (at >= text.length() || text.charAt(at) != '&') {
            return;
        }
        int mark = at + 1;
        String named = name(point);
        for (int n = 0; n <= AGAIN; n++) {
            if (!named.isEmpty() && text.startsWith(named, mark)) {
                next.accept(mark + named.length());
            }
            numbered(text, mark, point, next);
            if (!text.startsWith("amp;", mark)) {
                return;
            }
            mark += 4;
        }
    }

    private static void numbered(String text, int mark, int point, IntConsumer next) {
        if (!text.startsWith("#", mark)) {
            return;
        }
        boolean hex = text.startsWith("x", mark + 1) || text.startsWith("X", mark + 1);
        int first = mark + (hex ? 2 : 1);
        int end = first;
        int value = 0;
        while (end < text.length() && end < first + 12 && value <= Character.MAX_CODE_POINT) {
            int digit = Character.digit(text.charAt(end), hex ? 16 : 10);
            if (digit < 0) {
                break;
            }
            value = value * (hex ? 16 : 10) + digit;
            end++;
        }
        if (end > first && value == point && text.startsWith(";", end)) {
            next.accept(end + 1);
        }
    }

    private static String name(int point) {
        return switch (point) {
            case '&' -> "amp;";
            case '<' -> "lt;";
            case '>' -> "gt;";
            case '"' -> "quot;";
            case '\'' -> "apos;";
            default -> "";
        };
    }

    /** {@code %41} for each byte of UTF-8. */
    private static void percent(String text, int at, String point, IntConsumer next) {
        if (at >= text.length() || text.charAt(at) != '%') {
            return;
        }
        byte[] bytes = point.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 1) {
            percentByte(text, at, bytes[0] & 0xFF, next);
            return;
        }
        int[] end = {at};
        for (byte b : bytes) {
            int from = end[0];
            end[0] = -1;
            percentByte(text, from, b & 0xFF, found -> end[0] = found);
            if (end[0] < 0) {
                return;
            }
        }
        next.accept(end[0]);
    }

    private static void percentByte(String text, int at, int value, IntConsumer next) {
        if (at >= text.length() || text.charAt(at) != '%') {
            return;
        }
        int mark = at + 1;
        for (int n = 0; n <= AGAIN; n++) {
            if (digits(text, mark, 2) == value) {
                next.accept(mark + 2);
            }
            if (!text.startsWith("25", mark)) {
                return;
            }
            mark += 2;
        }
    }

    /** Returns the value of that many hexadecimal digits; negative if they are none. */
    private static int digits(String text, int at, int count) {
        if (at + count > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    /** Passes the character that holds the last bits, and the padding. */
    private static int rest(String text, int at) {
        int end = at;
        if (end < text.length() && isBase64(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && end < at + 3 && text.charAt(end) == '=') {
            end++;
        }
        return end;
    }

    static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "+/-_".indexOf(c) >= 0;
    }
}
