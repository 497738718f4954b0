package io.quorate.winrm.psrp;

import java.util.Arrays;

/** An immutable byte array with value equality. */
public final class PsBytes {
    private final byte[] bytes;

    public PsBytes(byte[] bytes) {
        this(bytes, true);
    }

    private PsBytes(byte[] bytes, boolean copy) {
        this.bytes = copy ? bytes.clone() : bytes;
    }

    /** Wraps an array that nobody changes any more, without copying it. */
    static PsBytes owning(byte[] bytes) {
        return new PsBytes(bytes, false);
    }

    /** Returns the array itself, for reading only. */
    byte[] array() {
        return bytes;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PsBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
