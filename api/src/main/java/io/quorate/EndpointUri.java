package io.quorate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Our own address of an endpoint: {@code scheme://host[:port],host[:port]...}. Not a {@link java.net.URI}, which knows one host only.
 *
 * @param authorities each host as it was written, with its port
 */
record EndpointUri(String scheme, List<String> authorities) {
    EndpointUri {
        authorities = List.copyOf(authorities);
    }

    static EndpointUri parse(String text) {
        int end = text.indexOf("://");
        if (end <= 0) {
            throw wrong("it begins with a scheme, as in winrm://HV1,HV2");
        }
        if (!text.substring(0, end).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw wrong("it begins with a scheme, as in winrm://HV1,HV2");
        }
        String rest = text.substring(end + 3);
        if (rest.indexOf('@') >= 0) {
            throw wrong("it holds no user name or password; use credentials(..)");
        }
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        if (rest.chars().anyMatch(c -> c == '/' || c == '?' || c == '#' || Character.isWhitespace(c))) {
            throw wrong("it names hosts and ports only");
        }
        List<String> authorities = new ArrayList<>();
        for (String authority : rest.split(",", -1)) {
            String host = host(authority);
            if (host.isEmpty()) {
                throw wrong("a host is missing");
            }
            for (String other : authorities) {
                if (host(other).equalsIgnoreCase(host)) {
                    throw wrong("it names " + host + " twice");
                }
            }
            checkPort(authority.substring(rawHostLength(authority)));
            authorities.add(authority);
        }
        return new EndpointUri(text.substring(0, end).toLowerCase(Locale.ROOT), authorities);
    }

    /** Returns the host of {@code host}, {@code host:port} or {@code [v6]:port}. */
    static String host(String authority) {
        String raw = authority.substring(0, rawHostLength(authority));
        return raw.startsWith("[") ? raw.substring(1, raw.length() - 1) : raw;
    }

    private static int rawHostLength(String authority) {
        if (authority.startsWith("[")) {
            int close = authority.indexOf(']');
            if (close < 0) {
                throw wrong("a bracket is not closed");
            }
            return close + 1;
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority.length() : colon;
    }

    private static void checkPort(String port) {
        if (!port.isEmpty()
                && !(port.matches(":[0-9]{1,5}")
                        && Integer.parseInt(port.substring(1)) >= 1
                        && Integer.parseInt(port.substring(1)) <= 65_535)) {
            throw wrong("a port lies between 1 and 65535");
        }
    }

    /** The text is not repeated: it may hold a password, wherever it was mistyped. */
    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("not an endpoint's address: " + why);
    }
}
