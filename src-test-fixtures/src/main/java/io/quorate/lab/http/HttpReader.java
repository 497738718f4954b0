package io.quorate.lab.http;

import io.quorate.lab.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests ([RFC 9112]) from a stream, every length checked first. */
final class HttpReader {
    static final String HEAD_BYTES_UP = "head bytes up";
    static final String HEAD_BYTES_DOWN = "head bytes down";

    /** A request that breaks the protocol or a limit; answered with {@link #status} and the end of the connection. */
    static final class BadRequest extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        BadRequest(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private final InputStream in;
    private final HttpLimits limits;
    private final Traffic traffic;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int filled;

    HttpReader(InputStream in, HttpLimits limits, Traffic traffic) {
        this.in = in;
        this.limits = limits;
        this.traffic = traffic;
    }

    /** Reads the request line and the header fields; null at the end of the connection. */
    @Nullable
    HttpRequest head() throws IOException {
        int[] budget = {limits.headBytes()};
        String line = line(budget, true);
        while (line != null && line.isEmpty()) {
            line = line(budget, true);
        }
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty() || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequest(400, "not a request line");
        }
        HttpHeaders headers = new HttpHeaders();
        for (String field = line(budget, false); field != null && !field.isEmpty(); field = line(budget, false)) {
            int colon = field.indexOf(':');
            if (colon <= 0 || field.charAt(colon - 1) == ' ' || field.charAt(0) == ' ' || field.charAt(0) == '\t') {
                throw new BadRequest(400, "not a header field");
            }
            try {
                headers.add(
                        field.substring(0, colon), field.substring(colon + 1).trim());
            } catch (IllegalArgumentException e) {
                throw new BadRequest(400, "not a header field");
            }
        }
        traffic.count(HEAD_BYTES_UP, limits.headBytes() - budget[0]);
        return new HttpRequest(parts[0], parts[1], headers, new byte[0]);
    }

    /** Reads the body that the head announces: by length, chunked, or none. */
    byte[] body(HttpRequest head) throws IOException {
        byte[] body;
        if (head.headers().first("Transfer-Encoding") != null) {
            if (!head.headers().hasToken("Transfer-Encoding", "chunked")
                    || head.headers().first("Content-Length") != null) {
                throw new BadRequest(400, "transfer encoding not understood");
            }
            body = chunked();
        } else {
            body = exactly(contentLength(head));
        }
        traffic.count(Traffic.BYTES_UP, body.length);
        return body;
    }

    private int contentLength(HttpRequest head) throws BadRequest {
        var values = head.headers().all("Content-Length").stream().distinct().toList();
        if (values.isEmpty()) {
            return 0;
        }
        String value = values.get(0);
        if (values.size() > 1
                || value.isEmpty()
                || value.length() > 18
                || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadRequest(400, "content length not understood");
        }
        long length = Long.parseLong(value);
        if (length > limits.bodyBytes()) {
            throw new BadRequest(413, "body of " + length + " bytes");
        }
        return (int) length;
    }

    private byte[] chunked() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] budget = {limits.headBytes()};
        while (true) {
            String size = required(line(budget, false));
            int extension = size.indexOf(';');
            String digits = (extension < 0 ? size : size.substring(0, extension)).trim();
            if (digits.isEmpty() || digits.length() > 8 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                throw new BadRequest(400, "chunk size not understood");
            }
            long length = Long.parseLong(digits, 16);
            if (body.size() + length > limits.bodyBytes()) {
                throw new BadRequest(413, "chunked body over " + limits.bodyBytes() + " bytes");
            }
            if (length == 0) {
                break;
            }
            body.write(exactly((int) length));
            if (!required(line(budget, false)).isEmpty()) {
                throw new BadRequest(400, "chunk not ended");
            }
        }
        while (!required(line(budget, false)).isEmpty()) {
            // trailer fields carry nothing we use
        }
        return body.toByteArray();
    }

    private static String required(@Nullable String line) throws EOFException {
        if (line == null) {
            throw new EOFException("connection ended inside a request");
        }
        return line;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length) {
            if (position == filled && !fill()) {
                throw new EOFException("connection ended inside a body");
            }
            int part = Math.min(length - at, filled - position);
            System.arraycopy(buffer, position, bytes, at, part);
            position += part;
            at += part;
        }
        return bytes;
    }

    private @Nullable String line(int[] budget, boolean mayEnd) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            if (position == filled && !fill()) {
                if (mayEnd && text.length() == 0) {
                    return null;
                }
                throw new EOFException("connection ended inside a head");
            }
            char c = (char) (buffer[position++] & 0xff);
            if (--budget[0] < 0) {
                throw new BadRequest(431, "head over " + limits.headBytes() + " bytes");
            }
            if (c == '\n') {
                int end = text.length();
                return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
            }
            text.append(c);
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer);
        position = 0;
        filled = Math.max(read, 0);
        return read > 0;
    }

    /** Looks for the end of the stream with the timeout that is set; bytes that arrive instead are kept. */
    boolean ended() throws IOException {
        if (position < filled) {
            return false;
        }
        try {
            return !fill();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    static byte[] ascii(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
