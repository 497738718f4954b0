package io.quorate.lab.ddl;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What server names, addresses and URLs look like. */
final class Names {
    /** A Windows machine's name has 15 at most, which is no matter of the statement: none of another name is there. */
    private static final int MAX_HOST = 63;

    private static final int MAX_INSTANCE = 16;
    private static final int MAX_URL = 256;
    private static final int MAX_PORT = 65_535;
    private static final Set<String> SYSTEM = Set.of("master", "model", "msdb", "tempdb");
    private static final Pattern URL = Pattern.compile(
            "(?i)tcp://(\\[[0-9a-f:.%]{2,60}]|[\\p{L}\\p{N}_-]{1,63}(?:\\.[\\p{L}\\p{N}_-]{1,63}){0,20}\\.?):([0-9]{1,5})");
    private static final Pattern DNS = Pattern.compile("[\\p{L}\\p{N}_-]{1,63}");
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}_$#-]+");
    private static final Pattern INSTANCE = Pattern.compile("[\\p{L}_#][\\p{L}\\p{N}_$#]*");
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");

    private Names() {}

    static boolean isSystemDatabase(String name) {
        return SYSTEM.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Tells whether a name may be a listener's. */
    static boolean isDnsName(String name) {
        return DNS.matcher(name).matches();
    }

    static boolean isUrl(String url) {
        Matcher matcher = URL.matcher(url);
        if (url.length() > MAX_URL || !matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(2));
        String host = matcher.group(1);
        return isPort(port) && (!host.startsWith("[") || isIpv6(host.substring(1, host.length() - 1)));
    }

    static boolean isPort(long port) {
        return port >= 1 && port <= MAX_PORT;
    }

    /** Returns the number of the error that a server's name is, or 0. */
    static int serverFault(String name) {
        String[] parts = name.split("\\\\", -1);
        if (parts[0].isEmpty() || parts[0].length() > MAX_HOST) {
            return 35230;
        }
        boolean fine = HOST.matcher(parts[0]).matches()
                && (parts.length == 1
                        || parts.length == 2
                                && parts[1].length() <= MAX_INSTANCE
                                && INSTANCE.matcher(parts[1]).matches());
        return fine ? 0 : 35231;
    }

    /** Returns the address as a number, or null if it is none. */
    static @Nullable Long ipv4(String address) {
        Matcher matcher = IPV4.matcher(address);
        if (!matcher.matches()) {
            return null;
        }
        long value = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(matcher.group(i));
            if (part > 255) {
                return null;
            }
            value = value << 8 | part;
        }
        return value;
    }

    /** Returns the mask as a number, or null if it is none. */
    static @Nullable Long mask(String mask) {
        Long value = ipv4(mask);
        if (value == null) {
            return null;
        }
        long holes = ~value & 0xffff_ffffL;
        return (holes & holes + 1) == 0 ? value : null;
    }

    static boolean isIpv6(String address) {
        String rest = address;
        int zone = rest.indexOf('%');
        if (zone >= 0) {
            rest = rest.substring(0, zone);
        }
        int words = 8;
        int dot = rest.indexOf('.');
        if (dot >= 0) {
            int colon = rest.lastIndexOf(':');
            if (colon < 0 || ipv4(rest.substring(colon + 1)) == null) {
                return false;
            }
            rest = rest.substring(0, colon) + ":0";
            words = 7;
        }
        int gap = rest.indexOf("::");
        if (gap < 0) {
            return groups(rest) == words;
        }
        if (rest.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int before = gap == 0 ? 0 : groups(rest.substring(0, gap));
        int after = gap + 2 == rest.length() ? 0 : groups(rest.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < words;
    }

    private static int groups(String text) {
        String[] groups = text.split(":", -1);
        for (String group : groups) {
            if (!group.matches("[0-9a-fA-F]{1,4}")) {
                return -1;
            }
        }
        return groups.length;
    }
}
