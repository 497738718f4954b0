package io.quorate.san;

import io.quorate.Secret;
import java.util.Arrays;
import java.util.Objects;

/**
 * A CHAP name and secret. Prints no secret.
 *
 * @param user the CHAP name
 * @param secret 12 to 16 characters of ASCII: fewer are refused by RFC 7143 12.1.3, more by Windows; a reference is checked once its value is
 *     known
 */
public record ChapLogin(String user, Secret secret) {
    public ChapLogin {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(secret, "secret");
        if (user.isBlank()) {
            throw new IllegalArgumentException("a CHAP name is not blank");
        }
        if (secret.known()) {
            check(secret);
        }
    }

    private static void check(Secret secret) {
        char[] chars = secret.reveal();
        boolean fits = chars.length >= 12 && chars.length <= 16;
        for (char c : chars) {
            fits &= c > ' ' && c < 127;
        }
        Arrays.fill(chars, '\0');
        if (!fits) {
            throw new IllegalArgumentException(
                    "a CHAP secret is 12 to 16 characters of printable ASCII without blanks");
        }
    }
}
