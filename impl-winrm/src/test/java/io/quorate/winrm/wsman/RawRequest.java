package io.quorate.winrm.wsman;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over a connection.
 *
 * @param head up to the empty line, and with it
 */
record RawRequest(String head, byte[] body) {
    private static final String END = "\r\n\r\n";

    /** Reads the next one; null if the connection ended before. */
    static @Nullable RawRequest read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int met = 0; met < END.length(); ) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            bytes.write(next);
            met = next == END.charAt(met) ? met + 1 : next == '\r' ? 1 : 0;
        }
        String head = bytes.toString(StandardCharsets.ISO_8859_1);
        String length = header(head, "Content-Length");
        return new RawRequest(head, in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)));
    }

    /** Returns a header's value; empty if it is not there. */
    String header(String name) {
        return header(head, name);
    }

    private static String header(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    /** Returns all of it, a character for each byte. */
    @Override
    public String toString() {
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }
}
