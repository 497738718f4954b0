package io.quorate.sql;

import java.util.Locale;
import java.util.Objects;

/**
 * The security identifier of a log-in.
 *
 * @param hex its bytes as hexadecimal digits, without {@code 0x}; empty for none
 */
public record LoginSid(String hex) {
    private static final int LONGEST = 170;

    public LoginSid {
        String digits = Objects.requireNonNull(hex, "hex").strip().toUpperCase(Locale.ROOT);
        hex = digits.startsWith("0X") ? digits.substring(2) : digits;
        if (hex.length() > LONGEST || hex.length() % 2 != 0 || !hex.matches("[0-9A-F]*")) {
            throw new IllegalArgumentException(
                    "not the bytes of a log-in's SID as hexadecimal digits, 85 at most: " + hex);
        }
    }

    /** Makes one of hexadecimal digits, with or without {@code 0x}. */
    public static LoginSid of(String hex) {
        return new LoginSid(hex);
    }

    @Override
    public String toString() {
        return "0x" + hex;
    }
}
