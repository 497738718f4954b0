package io.quorate.iscsi.pdu;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The text of login and text requests (RFC 7143 6.1): {@code key=value} pairs, each ended by a zero byte. An instance puts together the
 * data segments of one text that continues over several units, within a limit. Not thread-safe.
 */
public final class Text {
    /** The longest key. */
    public static final int MAX_KEY = 63;
    /** The longest value: a binary value of 1024 bytes in hexadecimal fits. */
    public static final int MAX_VALUE = 4096;
    /** How many pairs a text may have. */
    public static final int MAX_PAIRS = 16384;

    private final int maxBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    /** Begins a text of at most this many bytes. */
    public Text(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a data segment. */
    public void add(byte[] segment) throws IscsiProtocolException {
        if (segment.length > maxBytes - collected.size()) {
            throw new IscsiProtocolException("a text of more than " + maxBytes + " bytes");
        }
        collected.writeBytes(segment);
    }

    /** Returns the pairs of what was added and begins anew. */
    public List<TextPair> finish() throws IscsiProtocolException {
        List<TextPair> pairs = parse(collected.toByteArray());
        collected.reset();
        return pairs;
    }

    /** Returns the pairs that can be read of what was added and begins anew; an odd one is passed over, so that it does not spoil the others. */
    public List<TextPair> finishWhatCanBeRead() throws IscsiProtocolException {
        List<TextPair> pairs = parse(collected.toByteArray(), true);
        collected.reset();
        return pairs;
    }

    /** Returns the pairs in their order; a key may come several times, as in the answer to SendTargets. */
    public static List<TextPair> parse(byte[] bytes) throws IscsiProtocolException {
        return parse(bytes, false);
    }

    private static List<TextPair> parse(byte[] bytes, boolean passOver) throws IscsiProtocolException {
        List<TextPair> pairs = new ArrayList<>();
        int start = 0;
        while (start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            if (end > start) { // some send more than one zero
                if (pairs.size() == MAX_PAIRS) {
                    throw new IscsiProtocolException("a text of more than " + MAX_PAIRS + " pairs");
                }
                try {
                    pairs.add(pair(bytes, start, end));
                } catch (IscsiProtocolException e) {
                    if (!passOver) {
                        throw e;
                    }
                }
            }
            start = end + 1;
        }
        return pairs;
    }

    private static TextPair pair(byte[] bytes, int start, int end) throws IscsiProtocolException {
        int equal = start;
        while (equal < end && bytes[equal] != '=') {
            if (equal - start >= MAX_KEY || !keyByte(bytes[equal])) {
                throw new IscsiProtocolException("a text with a key that is none");
            }
            equal++;
        }
        if (equal == start || equal == end) {
            throw new IscsiProtocolException("a text with a pair that is none");
        }
        String key = new String(bytes, start, equal - start, StandardCharsets.US_ASCII);
        int length = end - equal - 1;
        if (length > MAX_VALUE) {
            throw new IscsiProtocolException("the value of " + key + " has more than " + MAX_VALUE + " bytes");
        }
        try {
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, equal + 1, length))
                    .toString();
            return new TextPair(key, value);
        } catch (CharacterCodingException e) {
            throw new IscsiProtocolException("the value of " + key + " is not UTF-8");
        }
    }

    private static boolean keyByte(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '.'
                || b == '-'
                || b == '+'
                || b == '@'
                || b == '_'
                || b == '/'
                || b == '#';
    }

    /** Returns the bytes of the pairs. */
    public static byte[] format(List<TextPair> pairs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (TextPair pair : pairs) {
            out.writeBytes(pair.key().getBytes(StandardCharsets.US_ASCII));
            out.write('=');
            out.writeBytes(pair.value().getBytes(StandardCharsets.UTF_8));
            out.write(0);
        }
        return out.toByteArray();
    }

    /** Returns a binary value in hexadecimal ({@code 0x...}). */
    public static String binary(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /** Reads a binary value, in hexadecimal ({@code 0x...}) or base64 ({@code 0b...}). */
    public static byte[] binary(TextPair pair, int maxBytes) throws IscsiProtocolException {
        String value = pair.value();
        String prefix = value.length() < 2 ? "" : value.substring(0, 2).toLowerCase(Locale.ROOT);
        byte[] bytes;
        try {
            String digits = prefix.isEmpty() ? "" : value.substring(2);
            bytes = switch (prefix) {
                case "0x" -> HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
                case "0b" -> Base64.getDecoder().decode(digits);
                default -> throw new IllegalArgumentException();
            };
        } catch (IllegalArgumentException e) {
            throw new IscsiProtocolException("the value of " + pair.key() + " is not binary");
        }
        if (bytes.length > maxBytes) {
            throw new IscsiProtocolException("the value of " + pair.key() + " has more than " + maxBytes + " bytes");
        }
        return bytes;
    }

    /** Reads a number, decimal or hexadecimal ({@code 0x...}), within bounds. */
    public static int number(TextPair pair, int min, int max) throws IscsiProtocolException {
        String value = pair.value();
        boolean hex = value.startsWith("0x") || value.startsWith("0X");
        String digits = hex ? value.substring(2) : value;
        if (digits.isEmpty()
                || digits.length() > 20
                || !digits.chars().allMatch(c -> Character.digit(c, hex ? 16 : 10) >= 0 && c < 128)) {
            throw new IscsiProtocolException("the value of " + pair.key() + " is not a number");
        }
        BigInteger number = new BigInteger(digits, hex ? 16 : 10);
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new IscsiProtocolException("the value of " + pair.key() + " is not within " + min + " and " + max);
        }
        return number.intValue();
    }

    /** Reads {@code Yes} or {@code No}. */
    public static boolean yes(TextPair pair) throws IscsiProtocolException {
        return switch (pair.value()) {
            case "Yes" -> true;
            case "No" -> false;
            default -> throw new IscsiProtocolException("the value of " + pair.key() + " is neither Yes nor No");
        };
    }
}
