package io.quorate.winrm.token;

import java.util.HexFormat;

/** Bytes as hexadecimal digits; blanks between them do not count. */
final class Hex {
    private Hex() {}

    static byte[] of(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
