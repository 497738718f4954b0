package io.quorate.winrm.token;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The hash of RFC 1320. NTLM needs it and the JDK has none; it is worth nothing otherwise. */
final class Md4 {
    private static final int[] SHIFTS_1 = {3, 7, 11, 19};
    private static final int[] SHIFTS_2 = {3, 5, 9, 13};
    private static final int[] SHIFTS_3 = {3, 9, 11, 15};
    private static final int[] ORDER_3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};

    private Md4() {}

    static byte[] of(byte[] message) {
        byte[] padded = new byte[(message.length + 8) / 64 * 64 + 64];
        System.arraycopy(message, 0, padded, 0, message.length);
        padded[message.length] = (byte) 0x80;
        ByteBuffer in = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        in.putLong(padded.length - 8, 8L * message.length);
        int[] state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
        int[] words = new int[16];
        for (int block = 0; block < padded.length; block += 64) {
            for (int i = 0; i < 16; i++) {
                words[i] = in.getInt(block + 4 * i);
            }
            mix(state, words);
        }
        Arrays.fill(padded, (byte) 0);
        Arrays.fill(words, 0);
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            out.putInt(word);
        }
        return out.array();
    }

    private static void mix(int[] state, int[] words) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < 48; i++) {
            int round = i / 16;
            int step = i % 16;
            int sum;
            int shift;
            if (round == 0) {
                sum = a + (b & c | ~b & d) + words[step];
                shift = SHIFTS_1[step % 4];
            } else if (round == 1) {
                sum = a + (b & c | b & d | c & d) + words[step % 4 * 4 + step / 4] + 0x5A827999;
                shift = SHIFTS_2[step % 4];
            } else {
                sum = a + (b ^ c ^ d) + words[ORDER_3[step]] + 0x6ED9EBA1;
                shift = SHIFTS_3[step % 4];
            }
            a = d;
            d = c;
            c = b;
            b = Integer.rotateLeft(sum, shift);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
