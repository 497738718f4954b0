package io.quorate.winrm.token;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The target information of NTLM ([MS-NLMP] 2.2.2.1): what a server tells about itself and what a client adds. Pairs that nobody here knows are
 * kept, in their order. Immutable.
 */
public final class AvPairs {
    public static final int NB_COMPUTER_NAME = 1;
    public static final int NB_DOMAIN_NAME = 2;
    public static final int DNS_COMPUTER_NAME = 3;
    public static final int DNS_DOMAIN_NAME = 4;
    public static final int DNS_TREE_NAME = 5;
    public static final int FLAGS = 6;
    public static final int TIMESTAMP = 7;
    public static final int SINGLE_HOST = 8;
    public static final int TARGET_NAME = 9;
    public static final int CHANNEL_BINDINGS = 10;

    /** Of {@link #FLAGS}: there is a MIC. */
    public static final int FLAG_MIC = 2;

    private static final AvPairs NONE = new AvPairs(List.of());

    private final List<Pair> pairs;

    private record Pair(int id, byte[] value) {}

    private AvPairs(List<Pair> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    public static AvPairs none() {
        return NONE;
    }

    /** Reads pairs that fill these bytes, their end mark included. */
    public static AvPairs parse(byte[] bytes) throws TokenException {
        AvPairs pairs = beginning(bytes, 0);
        if (pairs.encode().length != bytes.length) {
            throw new TokenException("the target information of NTLM goes on behind its end");
        }
        return pairs;
    }

    /** Reads pairs that begin there, up to their end mark. */
    static AvPairs beginning(byte[] bytes, int from) throws TokenException {
        List<Pair> pairs = new ArrayList<>();
        ByteBuffer in = NtlmLayout.little(bytes);
        int at = from;
        while (true) {
            if (bytes.length - at < 4) {
                throw new TokenException("the target information of NTLM does not end");
            }
            int id = in.getShort(at) & 0xFFFF;
            int length = in.getShort(at + 2) & 0xFFFF;
            at += 4;
            if (id == 0 && length == 0) {
                return new AvPairs(pairs);
            }
            if (id == 0 || length > bytes.length - at) {
                throw new TokenException("the target information of NTLM holds a pair that reaches too far");
            }
            pairs.add(new Pair(id, Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
        }
    }

    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Pair pair : pairs) {
            little(out, pair.id());
            little(out, pair.value().length);
            out.writeBytes(pair.value());
        }
        little(out, 0);
        little(out, 0);
        return out.toByteArray();
    }

    private static void little(ByteArrayOutputStream out, int number) {
        out.write(number);
        out.write(number >> 8);
    }

    /** Returns a copy of a value; null if there is no such pair. */
    public byte @Nullable [] get(int id) {
        for (Pair pair : pairs) {
            if (pair.id() == id) {
                return pair.value().clone();
            }
        }
        return null;
    }

    /** Returns a value that is a text; null if there is none, or it is no text. */
    public @Nullable String text(int id) {
        byte[] value = get(id);
        try {
            return value == null ? null : NtlmLayout.text(value, true);
        } catch (TokenException e) {
            return null;
        }
    }

    /** Returns the server's time, in 100 ns since 1601; null if it tells none. */
    public @Nullable Long timestamp() {
        byte[] value = get(TIMESTAMP);
        return value == null || value.length != 8
                ? null
                : (Long) NtlmLayout.little(value).getLong();
    }

    /** Returns {@link #FLAGS}; 0 if there are none. */
    public int flags() {
        byte[] value = get(FLAGS);
        return value == null || value.length != 4 ? 0 : NtlmLayout.little(value).getInt();
    }

    /** Returns these pairs with a value in place of one that was there, else behind all others. */
    public AvPairs with(int id, byte[] value) {
        Objects.requireNonNull(value, "value");
        if (id < 1 || id > 0xFFFF || value.length > 0xFFFF) {
            throw new IllegalArgumentException("not a pair of a target information");
        }
        List<Pair> all = new ArrayList<>(pairs);
        Pair pair = new Pair(id, value.clone());
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id() == id) {
                all.set(i, pair);
                return new AvPairs(all);
            }
        }
        all.add(pair);
        return new AvPairs(all);
    }

    /** Returns these pairs with a text. */
    public AvPairs with(int id, String text) {
        return with(id, NtlmLayout.bytes(text, true));
    }

    /** Returns these pairs with {@link #FLAGS}. */
    public AvPairs withFlags(int flags) {
        return with(FLAGS, NtlmLayout.little(new byte[4]).putInt(flags).array());
    }

    /** Returns these pairs with a time, in 100 ns since 1601. */
    public AvPairs withTimestamp(long time) {
        return with(TIMESTAMP, NtlmLayout.little(new byte[8]).putLong(time).array());
    }

    /** Returns the numbers of the pairs, in their order. */
    public List<Integer> ids() {
        return pairs.stream().map(Pair::id).toList();
    }

    @Override
    public String toString() {
        return "AvPairs" + ids();
    }
}
