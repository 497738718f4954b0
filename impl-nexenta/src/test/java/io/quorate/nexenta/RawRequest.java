package io.quorate.nexenta;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over a plain connection.
 *
 * @param line method and path
 */
public record RawRequest(String line) {
    private static final String LENGTH = "content-length:";
    private static final int TLS_HELLO = 0x16;

    /** Reads the next one; null if it is a hello of TLS. */
    public static @Nullable RawRequest read(InputStream in) throws IOException {
        int begin = in.read();
        if (begin == TLS_HELLO) {
            return null;
        }
        String first = line(begin, in);
        int length = 0;
        for (String header = line(in.read(), in); !header.isEmpty(); header = line(in.read(), in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        in.readNBytes(length);
        return new RawRequest(first.substring(0, first.lastIndexOf(' ')));
    }

    private static String line(int begin, InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = begin; c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
