package io.quorate.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The forms in which one secret may stand in a text: as it is; escaped for JSON, XML, CLIXML or a URL, each character or only some, once or again;
 * in Base64, of UTF-8 and of the UTF-16 that PowerShell's encoded commands have, alone or inside something longer; in hexadecimal digits.
 */
final class SecretForms {
    /** Fewer characters of Base64 are found in any long text. */
    private static final int SHORTEST_BASE64 = 4;

    private final List<Needle> needles = new ArrayList<>();

    /** All forms of a secret. */
    static SecretForms of(String secret) {
        SecretForms forms = new SecretForms();
        forms.needles.add(new Needle(secret, Needle.Kind.TEXT));
        forms.encoded(secret, true);
        return forms;
    }

    /** The forms of what holds the secret and is never said openly: only its encodings. */
    static SecretForms encodedOnly(String pair) {
        SecretForms forms = new SecretForms();
        forms.encoded(pair, false);
        return forms;
    }

    private void encoded(String text, boolean hex) {
        List<byte[]> all = new ArrayList<>();
        all.add(text.getBytes(StandardCharsets.UTF_8));
        all.add(text.getBytes(StandardCharsets.UTF_16LE));
        if (text.chars().anyMatch(c -> c > 127) && text.chars().allMatch(c -> c < 256)) {
            all.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (byte[] bytes : all) {
            for (int before = 0; before < 3; before++) {
                base64(bytes, before);
            }
            if (hex) {
                needles.add(new Needle(HexFormat.of().formatHex(bytes), Needle.Kind.HEX));
            }
        }
    }

    /** Keeps the characters that stand for these bytes alone when some bytes (0 to 2 after whole groups of three) come before them. */
    private void base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String all = Base64.getEncoder().encodeToString(shifted);
        int first = before == 0 ? 0 : before + 1;
        int end = shifted.length * 8 / 6;
        if (end - first >= SHORTEST_BASE64) {
            needles.add(new Needle(
                    all.substring(first, end), before == 0 ? Needle.Kind.BASE64 : Needle.Kind.BASE64_WITHIN));
        }
    }

    /** Returns the text with every occurrence of every form replaced. */
    String hidden(String text, String instead) {
        StringBuilder out = null;
        int kept = 0;
        for (int i = 0; i < text.length(); ) {
            int end = end(text, i);
            if (end < 0) {
                i++;
                continue;
            }
            if (out == null) {
                out = new StringBuilder(text.length());
            }
            // The first character of Base64 may hold bits of what stands before the secret, too.
            out.append(text, kept, Math.max(kept, i - shared(text, i, end))).append(instead);
            kept = end;
            i = end;
        }
        return out == null ? text : out.append(text, kept, text.length()).toString();
    }

    private int shared(String text, int from, int end) {
        boolean mixed = needles.stream().anyMatch(needle -> needle.sharesTheFirst() && needle.end(text, from) == end);
        return mixed && from > 0 && Needle.isBase64(text.charAt(from - 1)) ? 1 : 0;
    }

    private int end(String text, int from) {
        int end = -1;
        for (Needle needle : needles) {
            end = Math.max(end, needle.end(text, from));
        }
        return end;
    }
}
