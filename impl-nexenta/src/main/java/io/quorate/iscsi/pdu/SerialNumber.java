package io.quorate.iscsi.pdu;

/** Comparison of 32-bit serial numbers that wrap around (RFC 1982). */
public final class SerialNumber {
    private SerialNumber() {}

    /** Tells whether {@code a} comes before {@code b}; of two numbers 2^31 apart neither does. */
    public static boolean before(int a, int b) {
        int distance = b - a;
        return distance > 0;
    }

    /** Tells whether {@code a} is {@code b} or comes before it. */
    public static boolean notAfter(int a, int b) {
        return a == b || before(a, b);
    }
}
