package io.quorate.sql;

import java.util.Arrays;
import java.util.Objects;

/**
 * What tells two password hashes apart without being one: the SHA-256 of the hash, made by the instance. Prints {@code <hidden>}; compares by its
 * bytes. Immutable.
 */
public final class PasswordMark {
    private final int version;
    private final byte[] digest;

    /**
     * @param version how the hash was made: 2 from 2012 on, 3 (PBKDF2) from 2025 on; its first two bytes
     * @param digest of the hash
     */
    public PasswordMark(int version, byte[] digest) {
        this.version = version;
        this.digest = Objects.requireNonNull(digest, "digest").clone();
    }

    /** Returns how the hash was made: 2 from 2012 on, 3 (PBKDF2) from 2025 on. */
    public int version() {
        return version;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordMark that && version == that.version && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}
