package io.quorate.winrm.token;

import java.util.Arrays;

/** RC4 whose state goes on from one message to the next. NTLM leaves no choice; it is worth little otherwise. Not thread-safe. */
final class Rc4 {
    private final int[] box = new int[256];
    private int i;
    private int j;

    Rc4(byte[] key) {
        reset(key);
    }

    /** Begins again. */
    void reset(byte[] key) {
        for (int n = 0; n < 256; n++) {
            box[n] = n;
        }
        i = 0;
        j = 0;
        int k = 0;
        for (int n = 0; n < 256; n++) {
            k = k + box[n] + key[n % key.length] & 0xFF;
            swap(n, k);
        }
    }

    byte[] apply(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        int[] state = box;
        int at = i;
        int other = j;
        for (int n = 0; n < bytes.length; n++) {
            at = at + 1 & 0xFF;
            int one = state[at];
            other = other + one & 0xFF;
            int two = state[other];
            state[at] = two;
            state[other] = one;
            result[n] = (byte) (bytes[n] ^ state[one + two & 0xFF]);
        }
        i = at;
        j = other;
        return result;
    }

    private void swap(int a, int b) {
        int kept = box[a];
        box[a] = box[b];
        box[b] = kept;
    }

    void wipe() {
        Arrays.fill(box, 0);
    }
}
