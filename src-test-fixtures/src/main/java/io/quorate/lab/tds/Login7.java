package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlLogin;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A log-in as the client sends it ([MS-TDS] 2.2.6.4). Prints no password.
 *
 * @param version of TDS, e.g. 0x74000004
 * @param packetSize of the packets from now on: what the client would like, as far as the server goes along
 * @param integrated whether the client wants in as its Windows account
 * @param token the last token of SSPI: the client's first one, then the server's proof; empty without one
 * @param features what it would like to be told of, by number
 */
record Login7(int version, int packetSize, boolean integrated, SqlLogin login, byte[] token, List<Integer> features) {
    static final int OLDEST = 0x7300_0000;
    static final int NEWEST = 0x7400_0004;
    static final int STRICT = 0x0800_0000;

    private static final int FIXED = 94;
    private static final int LONGEST = 128;
    private static final int MOST_FEATURES = 64;
    private static final int LARGEST_ENCRYPTED = 16_383;

    Login7 {
        features = List.copyOf(features);
    }

    /**
     * Reads it.
     *
     * @param encrypted whether the whole session is under TLS, where packets fit into TLS records
     * @param at where it came in
     */
    static Login7 read(byte[] data, boolean encrypted, InetSocketAddress at) throws TdsProtocolException {
        if (data.length < FIXED) {
            throw new TdsProtocolException("a log-in of " + data.length + " bytes");
        }
        Bytes bytes = new Bytes(data);
        if (bytes.u32() > data.length) {
            throw new TdsProtocolException("a log-in that is shorter than it says");
        }
        int version = bytes.i32();
        int packetSize = size(bytes.i32(), encrypted ? LARGEST_ENCRYPTED : PacketReader.LARGEST);
        bytes.skip(12);
        bytes.skip(1);
        boolean integrated = (bytes.u8() & 0x80) != 0;
        boolean readIntent = (bytes.u8() & 0x20) != 0;
        boolean extended = (bytes.u8() & 0x10) != 0;
        SqlLogin login = new SqlLogin(
                text(bytes, 40),
                password(bytes),
                text(bytes, 68),
                readIntent,
                text(bytes, 48),
                text(bytes, 36),
                text(bytes, 52),
                at,
                false);
        return new Login7(
                version,
                packetSize,
                integrated,
                login,
                integrated ? token(bytes) : new byte[0],
                extended ? features(bytes) : List.of());
    }

    /** What does not fit into the short length has it in the long one. */
    private static byte[] token(Bytes whole) throws TdsProtocolException {
        Bytes place = whole.part(78, 4);
        int offset = place.u16();
        long length = place.u16();
        if (length == 0xFFFF) {
            long more = whole.part(90, 4).u32();
            length = more == 0 ? length : more;
        }
        return whole.part(offset, length).take(length);
    }

    /** Returns the same of an account that has proven itself. */
    Login7 provenBy(String account, byte[] proof) {
        return new Login7(version, packetSize, integrated, login.provenBy(account), proof, features);
    }

    private static Bytes field(Bytes whole, int at) throws TdsProtocolException {
        Bytes place = whole.part(at, 4);
        int offset = place.u16();
        int characters = place.u16();
        if (characters > LONGEST) {
            throw new TdsProtocolException("a log-in with a text of " + characters + " characters");
        }
        return whole.part(offset, 2L * characters);
    }

    private static String text(Bytes whole, int at) throws TdsProtocolException {
        Bytes field = field(whole, at);
        return field.text(field.left() / 2);
    }

    /** Each byte has its halves swapped and was combined with 0xA5: hidden from nobody. */
    private static char[] password(Bytes whole) throws TdsProtocolException {
        Bytes field = field(whole, 44);
        char[] password = new char[field.left() / 2];
        for (int i = 0; i < password.length; i++) {
            password[i] = (char) (shown(field.u8()) | shown(field.u8()) << 8);
        }
        return password;
    }

    private static int shown(int hidden) {
        int swapped = hidden ^ 0xA5;
        return (swapped << 4 | swapped >> 4) & 0xFF;
    }

    private static List<Integer> features(Bytes whole) throws TdsProtocolException {
        Bytes place = whole.part(56, 4);
        int offset = place.u16();
        if (place.u16() < 4) {
            throw new TdsProtocolException("a log-in whose extension is too short");
        }
        long list = whole.part(offset, 4).u32();
        Bytes bytes = whole.from(list);
        List<Integer> features = new ArrayList<>();
        while (true) {
            int feature = bytes.u8();
            if (feature == 0xFF) {
                return features;
            }
            if (features.size() == MOST_FEATURES) {
                throw new TdsProtocolException("too many features");
            }
            bytes.skip(bytes.u32());
            features.add(feature);
        }
    }

    @Override
    public String toString() {
        return "Login7[version=" + Integer.toHexString(version) + " integrated=" + integrated + " " + login + "]";
    }

    /** Tells whether this version is spoken here. */
    boolean spoken() {
        return version == STRICT || Integer.compareUnsigned(version, OLDEST) >= 0;
    }

    /** Returns the version that the session has: what the client asked for, at most the newest. */
    int agreedVersion() {
        return version != STRICT && Integer.compareUnsigned(version, NEWEST) > 0 ? NEWEST : version;
    }

    private static int size(int wanted, int most) {
        return wanted == 0 ? 4_096 : Math.max(512, Math.min(wanted, most));
    }
}
