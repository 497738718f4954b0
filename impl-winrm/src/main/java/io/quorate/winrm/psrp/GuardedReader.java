package io.quorate.winrm.psrp;

import java.io.IOException;
import java.io.Reader;

/**
 * Stands between a suspect or unusual document and the XML parser; takes constant memory.
 *
 * <p>Character references to U+FFFE and U+FFFF, which Windows writes and XML 1.0 forbids, become the escapes that CLIXML has for them
 * ({@code &#xFFFE;} turns into {@code _xFFFE_}), outside comments, CDATA sections and processing instructions. An unescaped
 * {@code _xHHHH} right before such a reference would gain an underscore; no CLIXML writer leaves one unescaped.
 *
 * <p>The parser keeps tags, comments, CDATA sections and instructions whole in memory, several times over. No such piece may be longer
 * than {@value #LONGEST_MARKUP} characters, which Windows is far from; a document type is refused at once.
 */
final class GuardedReader extends Reader {
    static final int LONGEST_MARKUP = 256 * 1024;

    private static final int LOOK_AHEAD = 32;
    private static final String TAG = ">";

    private final Reader in;
    private final char[] buffer = new char[8192];
    private int position;
    private int limit;
    private boolean ended;
    /** What ends the markup the reader is in; empty in text. */
    private String markupEnd = "";

    private int markupLength;
    /** The quote that ends the attribute value the reader is in; 0 elsewhere. */
    private char quote;

    GuardedReader(Reader in) {
        this.in = in;
    }

    /** Tells whether a document of so many characters needs no guard as far as its size goes. */
    static boolean isHarmless(int length) {
        return length <= LONGEST_MARKUP;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ended && limit - position < LOOK_AHEAD) {
            fill();
        }
        int count = 0;
        while (count < length && position < limit && (ended || limit - position >= LOOK_AHEAD)) {
            char c = buffer[position];
            if (c == '&' && (markupEnd.isEmpty() || quote != 0)) {
                replace();
            }
            if (!markupEnd.isEmpty()) {
                inMarkup(c);
            } else if (c == '<') {
                markupEnd = markupAt();
                markupLength = 0;
            }
            target[offset + count++] = buffer[position++];
        }
        return count == 0 ? -1 : count;
    }

    private void inMarkup(char c) throws IOException {
        if (++markupLength > LONGEST_MARKUP) {
            throw new IOException(
                    "a tag, comment, section or instruction longer than " + LONGEST_MARKUP + " characters");
        }
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            }
        } else if (c == markupEnd.charAt(0) && startsWith(markupEnd)) {
            markupEnd = "";
        } else if (markupEnd.equals(TAG) && (c == '"' || c == '\'')) {
            quote = c;
        }
    }

    private String markupAt() throws IOException {
        if (startsWith("<!--")) {
            return "-->";
        }
        if (startsWith("<![CDATA[")) {
            return "]]>";
        }
        if (startsWith("<!")) {
            throw new IOException("a document type");
        }
        return startsWith("<?") ? "?>" : TAG;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (!ended && limit < LOOK_AHEAD) {
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
    }

    /** Overwrites a forbidden reference at the position with its escape, aligned to the reference's end. */
    private void replace() {
        if (!startsWith("&#")) {
            return;
        }
        int at = position + 2;
        boolean hex = at < limit && buffer[at] == 'x';
        int radix = hex ? 16 : 10;
        if (hex) {
            at++;
        }
        int code = 0;
        int end = Math.min(limit, position + LOOK_AHEAD);
        while (at < end && buffer[at] != ';') {
            int digit = buffer[at] < 0x80 ? Character.digit(buffer[at], radix) : -1;
            if (digit < 0 || code > 0xFFFF) {
                return;
            }
            code = code * radix + digit;
            at++;
        }
        if (at < end && (code == 0xFFFE || code == 0xFFFF)) {
            String escape = code == 0xFFFE ? "_xFFFE_" : "_xFFFF_";
            position = at + 1 - escape.length();
            escape.getChars(0, escape.length(), buffer, position);
        }
    }

    private boolean startsWith(String prefix) {
        if (limit - position < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (buffer[position + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
