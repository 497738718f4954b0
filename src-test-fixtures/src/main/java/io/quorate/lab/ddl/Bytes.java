package io.quorate.lab.ddl;

import java.util.Arrays;

/** A binary literal, equal to another of the same bytes. Prints its length only: it may be a private key, or a password's hash. */
public final class Bytes {
    private final byte[] value;

    public Bytes(byte[] value) {
        this.value = value.clone();
    }

    /** Returns a copy. */
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "<" + value.length + " bytes>";
    }
}
