package io.quorate.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How the two ends of a mirroring connection know each other, the preferred way first. Words of {@code connection_auth_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own words: {@code NEGOTIATE}, {@code CERTIFICATE}, {@code NEGOTIATE, CERTIFICATE}
 */
public record EndpointAuthentication(String word) {
    /** By Windows, with Kerberos or else NTLM. */
    public static final EndpointAuthentication NEGOTIATE = new EndpointAuthentication("NEGOTIATE");

    /** By Windows, with Kerberos. */
    public static final EndpointAuthentication KERBEROS = new EndpointAuthentication("KERBEROS");

    /** By Windows, with NTLM. */
    public static final EndpointAuthentication NTLM = new EndpointAuthentication("NTLM");

    /** By certificate. */
    public static final EndpointAuthentication CERTIFICATE = new EndpointAuthentication("CERTIFICATE");

    private static final List<EndpointAuthentication> WINDOWS = List.of(NEGOTIATE, KERBEROS, NTLM);

    public EndpointAuthentication {
        word = Objects.requireNonNull(word, "word")
                .strip()
                .toUpperCase(Locale.ROOT)
                .replaceAll("\\s*,\\s*", ", ");
    }

    /** Makes one of the words. */
    public static EndpointAuthentication of(String word) {
        return new EndpointAuthentication(word);
    }

    /** Returns the ways it takes, one each, the preferred one first. */
    public List<EndpointAuthentication> ways() {
        return Arrays.stream(word.split(", ")).map(EndpointAuthentication::new).toList();
    }

    /** Tells whether it takes Windows accounts. */
    public boolean windows() {
        return ways().stream().anyMatch(WINDOWS::contains);
    }

    /** Tells whether it takes certificates. */
    public boolean certificate() {
        return ways().contains(CERTIFICATE);
    }

    /** Tells whether it is one way that is known, or one of Windows' and certificates, in any order. */
    public boolean known() {
        List<EndpointAuthentication> ways = ways();
        return switch (ways.size()) {
            case 1 -> windows() || certificate();
            case 2 -> windows() && certificate();
            default -> false;
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
