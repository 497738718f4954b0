package io.quorate.lab.nef;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Paths and queries of the API: a dataset's path is one segment, percent-encoded; a plus sign is a space. */
final class NefPath {
    private static final Pattern VERSION = Pattern.compile("v\\d{1,4}(\\.\\d{1,4}){1,3}");
    private static final int MAX_SEGMENTS = 16;
    private static final int MAX_PARAMETERS = 64;

    private NefPath() {}

    /** Splits a path, without the version in front of it, if there is one. */
    static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw NefRefusal.badArgument("path");
        }
        String[] raw = path.substring(1).split("/", -1);
        if (raw.length > MAX_SEGMENTS) {
            throw NefRefusal.notFound("no such collection");
        }
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < raw.length; i++) {
            if (raw[i].isEmpty()) {
                throw NefRefusal.notFound("no such collection: empty path segment");
            }
            if (i > 0 || !VERSION.matcher(raw[i]).matches()) {
                segments.add(decoded(raw[i]));
            }
        }
        return segments;
    }

    /** Decodes {@code a=b&c=d}; a name that comes twice is refused. */
    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return parameters;
        }
        String[] pairs = text.split("&", -1);
        if (pairs.length > MAX_PARAMETERS) {
            throw NefRefusal.badArgument("too many parameters");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw NefRefusal.badArgument("parameter given twice: " + name);
            }
        }
        return parameters;
    }

    /** Returns {@code /collection/id} with the id as one segment. */
    static String href(String collection, String id) {
        return "/" + collection + "/" + encoded(id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw NefRefusal.badArgument("percent encoding");
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else if (c > 0x7e || c < 0x21) {
                throw NefRefusal.badArgument("characters that must be encoded");
            } else {
                bytes.put((byte) (c == '+' ? ' ' : c));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw NefRefusal.badArgument("not UTF-8");
        }
    }
}
