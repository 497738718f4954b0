package io.quorate.winrm.psrp;

import java.io.IOException;
import java.io.Reader;

/**
 * Turns the character references to U+FFFE and U+FFFF, which Windows writes and XML 1.0 forbids, into the escapes that CLIXML has for
 * them ({@code &#xFFFE;} into {@code _xFFFE_}), outside comments, CDATA sections and processing instructions. Everything else passes
 * unchanged. Takes constant memory; never longer than what it reads.
 *
 * <p>An unescaped {@code _xHHHH} right before such a reference would gain an underscore. No CLIXML writer leaves one unescaped.
 */
final class ForbiddenReferences extends Reader {
    private static final int LOOK_AHEAD = 32;

    private final Reader in;
    private final char[] buffer = new char[8192];
    private int position;
    private int limit;
    private boolean ended;
    /** What ends the section the reader is in; empty in ordinary text. */
    private String sectionEnd = "";

    ForbiddenReferences(Reader in) {
        this.in = in;
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
            if (sectionEnd.isEmpty()) {
                if (c == '&') {
                    replace();
                } else if (c == '<') {
                    sectionEnd = sectionAt();
                }
            } else if (c == sectionEnd.charAt(0) && startsWith(sectionEnd)) {
                sectionEnd = "";
            }
            target[offset + count++] = buffer[position++];
        }
        return count == 0 ? -1 : count;
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

    private String sectionAt() {
        if (startsWith("<!--")) {
            return "-->";
        }
        if (startsWith("<![CDATA[")) {
            return "]]>";
        }
        return startsWith("<?") ? "?>" : "";
    }

    /** Overwrites a forbidden reference at the position with its escape, aligned to the reference's end. */
    private void replace() {
        if (!startsWith("&#")) {
            return;
        }
        int at = position + 2;
        boolean hex = at < limit && buffer[at] == 'x';
        if (hex) {
            at++;
        }
        int code = 0;
        int end = Math.min(limit, position + LOOK_AHEAD);
        while (at < end && buffer[at] != ';') {
            int digit = Character.digit(buffer[at], hex ? 16 : 10);
            if (digit < 0 || buffer[at] > 'f' || code > 0xFFFF) {
                return;
            }
            code = code * (hex ? 16 : 10) + digit;
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
