package io.quorate.winrm.token;

import java.util.Arrays;

/**
 * TSCredentials with a TSPasswordCreds ([MS-CSSP] 2.2.1.2): what CredSSP hands over in the end. Prints nothing of it.
 *
 * @param password in the sender's characters; wipe it
 */
public record TsCredentials(String domain, String user, char[] password) {
    private static final int PASSWORD = 1;

    /** Writes it, leaving no copy behind; wipe it. */
    public byte[] encode() {
        Backwards out = new Backwards(2 * (domain.length() + user.length() + password.length) + 100);
        int end = out.at;
        text(out, 2, password);
        text(out, 1, user.toCharArray());
        text(out, 0, domain.toCharArray());
        out.head(Der.SEQUENCE, end);
        out.head(Der.OCTET_STRING, end);
        out.head(Der.context(1), end);
        int type = out.at;
        out.write(PASSWORD);
        out.head(Der.INTEGER, type);
        out.head(Der.context(0), type);
        out.head(Der.SEQUENCE, end);
        return out.taken();
    }

    private static void text(Backwards out, int number, char[] chars) {
        int end = out.at;
        for (int i = chars.length - 1; i >= 0; i--) {
            out.write(chars[i] >>> 8);
            out.write(chars[i]);
        }
        out.head(Der.OCTET_STRING, end);
        out.head(Der.context(number), end);
    }

    /** Writes DER from its end, where each length is known when it is needed, into one array. */
    private static final class Backwards {
        private final byte[] bytes;
        private int at;

        Backwards(int room) {
            bytes = new byte[room];
            at = room;
        }

        void write(int b) {
            bytes[--at] = (byte) b;
        }

        /** Puts tag and length before what reaches from here to an end. */
        void head(int tag, int end) {
            int length = end - at;
            if (length < 0x80) {
                write(length);
            } else {
                int count = 0;
                for (int left = length; left != 0; left >>>= 8) {
                    write(left);
                    count++;
                }
                write(0x80 | count);
            }
            write(tag);
        }

        byte[] taken() {
            byte[] result = Arrays.copyOfRange(bytes, at, bytes.length);
            Arrays.fill(bytes, (byte) 0);
            return result;
        }
    }

    /** Reads one. Credentials of another kind, such as smart cards, are refused. */
    public static TsCredentials parse(byte[] bytes) throws TokenException {
        Der.Reader outside = new Der.Reader(bytes);
        Der.Reader in = outside.enter(Der.SEQUENCE);
        outside.end();
        Der.Reader type = in.enter(Der.context(0));
        if (type.integer() != PASSWORD) {
            throw new TokenException("CredSSP hands over something else than a password");
        }
        type.end();
        byte[] inside = in.only(1, Der.OCTET_STRING);
        in.end();
        byte[] password = {};
        try {
            Der.Reader holder = new Der.Reader(inside);
            Der.Reader fields = holder.enter(Der.SEQUENCE);
            holder.end();
            String domain = text(fields.only(0, Der.OCTET_STRING));
            String user = text(fields.only(1, Der.OCTET_STRING));
            password = fields.only(2, Der.OCTET_STRING);
            fields.end();
            return new TsCredentials(domain, user, chars(password));
        } finally {
            Arrays.fill(inside, (byte) 0);
            Arrays.fill(password, (byte) 0);
        }
    }

    private static String text(byte[] utf16) throws TokenException {
        return new String(chars(utf16));
    }

    private static char[] chars(byte[] utf16) throws TokenException {
        if (utf16.length % 2 != 0) {
            throw new TokenException("CredSSP hands over half a character");
        }
        char[] chars = new char[utf16.length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (utf16[2 * i] & 0xFF | (utf16[2 * i + 1] & 0xFF) << 8);
        }
        return chars;
    }

    @Override
    public String toString() {
        return "TSCredentials[hidden]";
    }
}
