package io.quorate.winrm.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sealed body of WinRM ([MS-WSMV] 2.2.9.1): what looks like MIME and is none. Two parts belong together: the first tells what is hidden and
 * how long it is; the second holds a length, a token of that length and the data, with nothing between the data and the next boundary.
 *
 * @param protocol by what it is sealed, such as {@link #SPNEGO}
 * @param parts one; with CredSSP as many as it takes
 */
public record SealedBody(String protocol, List<Part> parts) {
    public static final String SPNEGO = "application/HTTP-SPNEGO-session-encrypted";
    public static final String KERBEROS = "application/HTTP-Kerberos-session-encrypted";
    public static final String CREDSSP = "application/HTTP-CredSSP-session-encrypted";

    /** How much a part of a body of several hides at most. */
    public static final int PART = 16 * 1024;

    private static final String ONE = "multipart/encrypted";
    private static final String SEVERAL = "multipart/x-multi-encrypted";
    private static final String BOUNDARY = "Encrypted Boundary";
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([A-Za-z-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))");
    private static final Pattern ORIGINAL =
            Pattern.compile("type=(.*);\\s*Length=([0-9]{1,9})", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_LINE = 1000;

    public SealedBody {
        parts = List.copyOf(parts);
    }

    /**
     * One hidden piece. Prints nothing of it.
     *
     * @param type the Content-Type of what is hidden
     * @param length how many bytes are hidden
     * @param token what goes before the data: NTLM's signature, Kerberos' header. With CredSSP it belongs to the data
     */
    public record Part(String type, int length, byte[] token, byte[] data) {
        @Override
        public String toString() {
            return "Part[" + length + " bytes]";
        }
    }

    /** Tells whether a Content-Type says that a body is sealed. */
    public static boolean is(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(ONE) || type.equals(SEVERAL);
    }

    /** Returns the Content-Type it goes with. */
    public String contentType() {
        return (parts.size() == 1 ? ONE : SEVERAL) + ";protocol=\"" + protocol + "\";boundary=\"" + BOUNDARY + "\"";
    }

    public byte[] encode() {
        int size = 64;
        for (Part part : parts) {
            size += 300 + part.token().length + part.data().length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        for (Part part : parts) {
            text(
                    out,
                    "--" + BOUNDARY + "\r\n\tContent-Type: " + protocol + "\r\n\tOriginalContent: type=" + part.type()
                            + ";Length=" + part.length() + "\r\n--" + BOUNDARY
                            + "\r\n\tContent-Type: application/octet-stream\r\n");
            out.writeBytes(
                    NtlmLayout.little(new byte[4]).putInt(part.token().length).array());
            out.writeBytes(part.token());
            out.writeBytes(part.data());
        }
        text(out, "--" + BOUNDARY + "--\r\n");
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a body. */
    public static SealedBody parse(String contentType, byte[] body) throws TokenException {
        if (!is(contentType)) {
            throw new TokenException("the body is not sealed");
        }
        String protocol = null;
        String boundary = BOUNDARY;
        Matcher parameters = PARAMETER.matcher(contentType);
        while (parameters.find()) {
            String value = parameters.group(2) != null ? parameters.group(2) : parameters.group(3);
            if (parameters.group(1).equalsIgnoreCase("protocol")) {
                protocol = value;
            } else if (parameters.group(1).equalsIgnoreCase("boundary") && !value.isBlank()) {
                boundary = value.strip();
            }
        }
        return new Reader(body, boundary.getBytes(StandardCharsets.ISO_8859_1)).read(protocol);
    }

    private static final class Reader {
        private final byte[] body;
        private final byte[] boundary;
        private int at;

        Reader(byte[] body, byte[] boundary) {
            this.body = body;
            this.boundary = boundary;
        }

        SealedBody read(@Nullable String announced) throws TokenException {
            String protocol = announced;
            List<Part> parts = new ArrayList<>();
            while (at < body.length && (body[at] == '\r' || body[at] == '\n')) {
                at++;
            }
            boundary();
            do {
                String label = header("Content-Type");
                if (protocol != null && !protocol.equalsIgnoreCase(label)) {
                    throw new TokenException("a part of a sealed body is sealed by another protocol");
                }
                protocol = label;
                Matcher original = ORIGINAL.matcher(header("OriginalContent"));
                if (!original.matches()) {
                    throw new TokenException("a part of a sealed body does not tell what it hides");
                }
                int length = Integer.parseInt(original.group(2));
                boundary();
                if (!header("Content-Type").equalsIgnoreCase("application/octet-stream")) {
                    throw new TokenException("a part of a sealed body is not followed by its data");
                }
                parts.add(part(protocol, original.group(1).strip(), length));
            } while (!ended());
            return new SealedBody(protocol, parts);
        }

        /** Reads length, token and data; ends behind the next boundary's dashes and name. */
        private Part part(String protocol, String type, int length) throws TokenException {
            if (body.length - at < 4) {
                throw new TokenException("a sealed body is cut off");
            }
            int token = NtlmLayout.little(body).getInt(at);
            int left = body.length - at - 4;
            // What is sealed does not get shorter; with CredSSP the token may be the end of the data.
            boolean whole = protocol.equalsIgnoreCase(CREDSSP);
            if (token < 0 || token > left || length > left - (whole ? 0 : token)) {
                throw new TokenException("a part of a sealed body tells a length that reaches too far");
            }
            int from = at + 4;
            int end = find(from + (whole ? Math.max(token, length) : token + length));
            return new Part(
                    type,
                    length,
                    Arrays.copyOfRange(body, from, from + token),
                    Arrays.copyOfRange(body, from + token, end));
        }

        /** Goes to the next boundary and past its dashes and name; returns where it begins. */
        private int find(int from) throws TokenException {
            for (int i = from; i + 2 + boundary.length <= body.length; i++) {
                if (past(i) >= 0) {
                    at = past(i);
                    return i;
                }
            }
            throw new TokenException("a sealed body does not end");
        }

        /** Returns where a boundary that begins there ends; -1 if there is none. Some hosts leave a blank behind the dashes. */
        private int past(int from) {
            if (from + 2 > body.length || body[from] != '-' || body[from + 1] != '-') {
                return -1;
            }
            int name = from + 2;
            while (name < body.length && name < from + 10 && body[name] == ' ') {
                name++;
            }
            int end = name + boundary.length;
            return end <= body.length && Arrays.equals(body, name, end, boundary, 0, boundary.length) ? end : -1;
        }

        /** Reads a boundary that must stand here, and the end of its line. */
        private void boundary() throws TokenException {
            int end = past(at);
            if (end < 0) {
                throw new TokenException("a sealed body has no boundary where one should be");
            }
            at = end;
            if (!line().isBlank()) {
                throw new TokenException("a sealed body has no boundary where one should be");
            }
        }

        /** Tells whether the boundary just passed is the last one; else goes to its next line. Some hosts leave out the last dashes. */
        private boolean ended() throws TokenException {
            String rest = at == body.length ? "" : line().strip();
            if (rest.equals("--") || rest.isEmpty() && at == body.length) {
                return true;
            }
            if (!rest.isEmpty()) {
                throw new TokenException("a sealed body goes on behind a boundary");
            }
            return false;
        }

        private String header(String name) throws TokenException {
            String line = line().strip();
            int colon = line.indexOf(':');
            if (colon < 0 || !line.substring(0, colon).strip().equalsIgnoreCase(name)) {
                throw new TokenException("a part of a sealed body has no " + name);
            }
            return line.substring(colon + 1).strip();
        }

        private String line() throws TokenException {
            for (int i = at; i < body.length && i - at < LONGEST_LINE; i++) {
                if (body[i] == '\n') {
                    String line = new String(body, at, i - at, StandardCharsets.ISO_8859_1);
                    at = i + 1;
                    return line;
                }
            }
            if (body.length - at < 5) {
                String line = new String(body, at, body.length - at, StandardCharsets.ISO_8859_1);
                at = body.length;
                return line;
            }
            throw new TokenException("a sealed body has a line without an end");
        }
    }
}
