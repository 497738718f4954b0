package io.quorate.winrm.token;

import java.util.Arrays;

/**
 * Signs, seals and opens messages between two ends that have agreed on a session key, with extended session security ([MS-NLMP] 3.4). Each
 * direction has its own keys, and its own counter that goes up with every message, so that messages must be opened in the order in which they
 * were sealed. After any failure it is of no use any more. Belongs to one thread at a time.
 */
public final class NtlmSeal implements AutoCloseable {
    /** How long a signature is. */
    public static final int SIGNATURE = 16;

    private final boolean keyExchange;
    private final Direction out;
    private final Direction in;

    private static final class Direction {
        private final byte[] signKey;
        private final byte[] sealKey;
        private final Rc4 rc4;
        private int sequence;

        Direction(int flags, byte[] sessionKey, boolean ofClient) {
            this.signKey = NtlmCrypto.signKey(sessionKey, ofClient);
            this.sealKey = NtlmCrypto.sealKey(flags, sessionKey, ofClient);
            this.rc4 = new Rc4(sealKey);
        }

        void wipe() {
            Arrays.fill(signKey, (byte) 0);
            Arrays.fill(sealKey, (byte) 0);
            rc4.wipe();
        }
    }

    /**
     * A sealed message. Prints nothing of it.
     *
     * @param data as long as what it hides
     */
    public record Sealed(byte[] signature, byte[] data) {
        @Override
        public String toString() {
            return "Sealed[" + data.length + " bytes]";
        }
    }

    /**
     * @param flags what both ends have agreed on
     * @param sessionKey the exported session key; not kept
     * @param client whether this is the client's end
     */
    public NtlmSeal(int flags, byte[] sessionKey, boolean client) {
        this.keyExchange = NtlmFlags.has(flags, NtlmFlags.KEY_EXCH);
        this.out = new Direction(flags, sessionKey, client);
        this.in = new Direction(flags, sessionKey, !client);
    }

    /** Signs a message that goes out. */
    public byte[] sign(byte[] message) {
        return signature(out, message);
    }

    /** Checks the signature of a message that came in. */
    public void verify(byte[] message, byte[] signature) throws TokenException {
        check(signature(in, message), signature);
    }

    /** Seals a message that goes out. */
    public Sealed seal(byte[] message) {
        byte[] data = out.rc4.apply(message);
        return new Sealed(signature(out, message), data);
    }

    /** Opens a message that came in. */
    public byte[] unseal(byte[] signature, byte[] data) throws TokenException {
        byte[] message = in.rc4.apply(data);
        check(signature(in, message), signature);
        return message;
    }

    private static void check(byte[] mine, byte[] signature) throws TokenException {
        if (!NtlmCrypto.same(mine, signature)) {
            throw new TokenException("a signature of NTLM is wrong: the message was changed, or is out of turn");
        }
    }

    private byte[] signature(Direction direction, byte[] message) {
        byte[] counter =
                NtlmLayout.little(new byte[4]).putInt(direction.sequence++).array();
        byte[] sum = Arrays.copyOf(NtlmCrypto.hmacMd5(direction.signKey, counter, message), 8);
        if (keyExchange) {
            sum = direction.rc4.apply(sum);
        }
        return NtlmLayout.little(new byte[SIGNATURE])
                .putInt(1)
                .put(sum)
                .put(counter)
                .array();
    }

    /** Begins the key stream of what goes out again, as must be after the mechListMIC of SPNEGO was signed. The counter goes on. */
    public void resetOut() {
        out.rc4.reset(out.sealKey);
    }

    /** Begins the key stream of what comes in again, as must be after the mechListMIC of SPNEGO was verified. The counter goes on. */
    public void resetIn() {
        in.rc4.reset(in.sealKey);
    }

    /** Forgets the keys. */
    @Override
    public void close() {
        out.wipe();
        in.wipe();
    }

    @Override
    public String toString() {
        return "NtlmSeal[hidden]";
    }
}
