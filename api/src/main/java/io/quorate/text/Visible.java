package io.quorate.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside fit for a message or a log: one line, and nothing in it that does not show. Line breaks and control characters become a
 * blank; what turns or hides the text around it (bidirectional controls, zero widths, lone surrogates) becomes its number, as in {@code \u202e}.
 */
public final class Visible {
    private Visible() {}

    /** Returns the text in one visible line. */
    public static String line(CharSequence text) {
        int odd = 0;
        while (odd < text.length() && isPlain(text.charAt(odd))) {
            odd++;
        }
        if (odd == text.length()) {
            return text.toString();
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, odd);
        boolean gap = false;
        for (int i = odd; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            i += Character.charCount(c);
            if (breaksLines(c)) {
                gap = true;
                continue;
            }
            if (gap && c != ' ' && !out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
            gap = false;
            if (hides(c)) {
                for (char unit : Character.toChars(c)) {
                    out.append(number(unit));
                }
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /** Returns the text in one visible line; null stays. */
    public static @Nullable String lineOrNull(@Nullable String text) {
        return text == null ? null : line(text);
    }

    /** Tells whether a character does not show as itself in a line. */
    public static boolean isOdd(int codePoint) {
        return breaksLines(codePoint) || hides(codePoint);
    }

    /** Returns a character as its number: {@code \u202e}. */
    public static String number(char unit) {
        return String.format(Locale.ROOT, "\\u%04x", (int) unit);
    }

    /** Most text; the rest is looked at character by character. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c < 127;
    }

    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }

    private static boolean hides(int c) {
        int type = Character.getType(c);
        // Fillers and the joiner are letters and marks by their type, and show as nothing.
        return type == Character.FORMAT
                || type == Character.SURROGATE
                || c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c == 0x3164
                || c == 0xffa0;
    }
}
