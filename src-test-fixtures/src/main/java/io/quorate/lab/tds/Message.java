package io.quorate.lab.tds;

/**
 * A whole message of a client's.
 *
 * @param type the packets' type
 * @param status the first packet's status: whether to reset the session
 * @param data what the packets carry, without their headers
 */
record Message(int type, int status, byte[] data) {
    static final int BATCH = 0x01;
    static final int RPC = 0x03;
    static final int ANSWER = 0x04;
    static final int ATTENTION = 0x06;
    static final int TRANSACTION = 0x0E;
    static final int LOGIN7 = 0x10;
    static final int SSPI = 0x11;
    static final int PRELOGIN = 0x12;

    static final int LAST = 0x01;
    static final int IGNORE = 0x02;
    static final int RESET = 0x08;
    static final int RESET_KEEPING_TRANSACTION = 0x10;

    boolean resets() {
        return (status & (RESET | RESET_KEEPING_TRANSACTION)) != 0;
    }

    boolean keepsTransaction() {
        return (status & RESET_KEEPING_TRANSACTION) != 0;
    }

    @Override
    public String toString() {
        return "message of type " + type + ", " + data.length + " bytes";
    }
}
