package io.quorate.winrm.psrp;

/**
 * The text escapes of CLIXML ([MS-PSRP] 2.2.5.3.2): {@code _xHHHH_} is one UTF-16 unit. Reading also takes the eight-digit form that
 * {@code XmlConvert.DecodeName}, which Windows decodes with, takes.
 */
final class ClixmlText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private ClixmlText() {}

    /** Returns the text with its escapes resolved; the same object where there are none. */
    static String unescape(String text) {
        int at = text.indexOf('_');
        if (at < 0) {
            return text;
        }
        StringBuilder out = null;
        int copied = 0;
        int last = text.length() - 7;
        while (at >= 0 && at <= last) {
            int next = at + 1;
            if ((text.charAt(at + 1) | 0x20) == 'x') {
                int digits = hexDigits(text, at + 2);
                if (digits != 0) {
                    int unit = Integer.parseUnsignedInt(text, at + 2, at + 2 + digits, 16);
                    if (unit >= 0 && unit <= Character.MAX_CODE_POINT) {
                        if (out == null) {
                            out = new StringBuilder(text.length());
                        }
                        out.append(text, copied, at).appendCodePoint(unit);
                        copied = at + digits + 3;
                    }
                    next = at + digits + 3;
                }
            }
            at = text.indexOf('_', next);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** Returns 4 or 8 if so many hexadecimal digits and an underscore stand at the place, else 0. */
    private static int hexDigits(String text, int from) {
        int digits = 0;
        while (digits < 9 && from + digits < text.length()) {
            char c = text.charAt(from + digits);
            if (c == '_') {
                return digits == 4 || digits == 8 ? digits : 0;
            }
            if (!isHex(c)) {
                return 0;
            }
            digits++;
        }
        return 0;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /**
     * Appends a text for use between tags or inside a double-quoted attribute. What Windows escapes is escaped: controls, each surrogate
     * by itself, and the underscore before an x. U+FFFE and U+FFFF, which Windows sends as references that XML forbids, are escaped, too.
     */
    static void append(StringBuilder out, String text, boolean attribute) {
        int length = text.length();
        int copied = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            String entity;
            if (c > 0x9F && c < 0xD800 || c >= 'a' && c < 0x7F || c >= 'A' && c < '_') {
                continue;
            } else if (c <= 0x1F || c >= 0x7F && c <= 0x9F || c >= 0xD800 && c <= 0xDFFF || c >= 0xFFFE) {
                entity = null;
            } else if (c == '_') {
                if (i + 1 == length || (text.charAt(i + 1) | 0x20) != 'x') {
                    continue;
                }
                entity = null;
            } else if (c == '<') {
                entity = "&lt;";
            } else if (c == '>') {
                entity = "&gt;";
            } else if (c == '&') {
                entity = "&amp;";
            } else if (c == '"' && attribute) {
                entity = "&quot;";
            } else {
                continue;
            }
            out.append(text, copied, i);
            copied = i + 1;
            if (entity != null) {
                out.append(entity);
            } else {
                out.append("_x")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15])
                        .append('_');
            }
        }
        out.append(text, copied, length);
    }
}
