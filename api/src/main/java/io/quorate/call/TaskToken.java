package io.quorate.call;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The text that finds a task again: its kind, the version of this notation, the endpoint, and what finds it there, with strokes between
 * them and each percent-encoded. Only what was written by {@link #write} is read.
 */
final class TaskToken {
    private static final String VERSION = "1";
    private static final String STROKE = "/";
    private static final int HEAD = 3;

    private TaskToken() {}

    static String write(String kind, String endpoint, List<String> parts) {
        List<String> all = new ArrayList<>(List.of(kind, VERSION, endpoint));
        all.addAll(parts);
        return String.join(STROKE, all.stream().map(TaskToken::encoded).toList());
    }

    static List<String> read(String token, String kind, String endpoint, int count) {
        Objects.requireNonNull(token, "token");
        List<String> all = List.of(token.split(STROKE, -1));
        if (all.size() < HEAD || !all.get(0).equals(encoded(kind))) {
            throw new IllegalArgumentException("not the token of a " + kind + ": '" + token + "'");
        }
        if (!all.get(1).equals(VERSION)) {
            throw new IllegalArgumentException(
                    "a token of version '" + all.get(1) + "', and only " + VERSION + " can be read: '" + token + "'");
        }
        if (all.size() != HEAD + count) {
            throw new IllegalArgumentException("a token of " + (all.size() - HEAD) + " parts, and a " + kind + " has "
                    + count + ": '" + token + "'");
        }
        List<String> plain = all.stream().map(part -> decoded(part, token)).toList();
        if (!plain.get(2).equals(endpoint)) {
            throw new IllegalArgumentException(
                    "the token is for endpoint " + plain.get(2) + ", not for " + endpoint + ": '" + token + "'");
        }
        return plain.subList(HEAD, plain.size());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Decodes what encodes to the same again, and nothing else. */
    private static String decoded(String part, String token) {
        try {
            String text = URLDecoder.decode(part, StandardCharsets.UTF_8);
            if (!part.isEmpty() && encoded(text).equals(part)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a damaged token, at '" + part + "': '" + token + "'", e);
        }
        throw new IllegalArgumentException("a damaged token, at '" + part + "': '" + token + "'");
    }
}
