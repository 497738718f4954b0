package io.quorate.winrm.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a WWW-Authenticate header (RFC 9110, 11.6.1).
 *
 * @param scheme such as {@code Negotiate}, as the host spells it
 * @param token the base64 token behind it; null if there is none. Parameters such as a realm are left out
 */
public record Challenge(String scheme, @Nullable String token) {
    /** A scheme's name, then perhaps a token or the first parameter. */
    private static final Pattern BEGINNING = Pattern.compile(
            "([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +(?:([0-9A-Za-z._~+/-]+=*)|[!#$%&'*+.^_`|~0-9A-Za-z-]+ *=.*))?",
            Pattern.DOTALL);

    public Challenge {
        Objects.requireNonNull(scheme, "scheme");
    }

    /** Tells whether it is of a scheme. */
    public boolean of(String name) {
        return scheme.equalsIgnoreCase(name);
    }

    /** Reads all headers; what is none is left out. */
    public static List<Challenge> in(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            for (String element : elements(header)) {
                Matcher matcher = BEGINNING.matcher(element);
                if (matcher.matches()) {
                    challenges.add(new Challenge(matcher.group(1), matcher.group(2)));
                }
            }
        }
        return List.copyOf(challenges);
    }

    /** Splits at commas outside of quotes. */
    private static List<String> elements(String header) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted && c == '\\' && i + 1 < header.length()) {
                element.append(c).append(header.charAt(++i));
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == ',' && !quoted) {
                elements.add(element.toString().strip());
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        elements.add(element.toString().strip());
        return elements;
    }

    @Override
    public String toString() {
        return scheme;
    }
}
