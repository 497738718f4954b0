package io.quorate.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The public part of a certificate, as {@code CERTENCODED} gives it. Prints its length only. Bytes are copied in and out.
 *
 * @param bytes the certificate in DER
 */
public record CertificateData(byte[] bytes) {
    private static final int LONGEST = 1 << 16;

    public CertificateData {
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a certificate has 1 to " + LONGEST + " bytes, and this has " + bytes.length);
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificateData that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "certificate of " + bytes.length + " bytes";
    }
}
