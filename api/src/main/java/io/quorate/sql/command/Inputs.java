package io.quorate.sql.command;

import io.quorate.Span;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names, addresses and bounds must satisfy before anything is sent. */
final class Inputs {
    static final Duration WHOLE_LOG = Duration.ofHours(12);

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_SERVER = 256;
    private static final int LONGEST_URL = 256;
    private static final int LONGEST_PATH = 259;
    private static final int LONGEST_DNS = 63;
    private static final int LAST_PORT = 65_535;
    private static final int FIRST_ENDPOINT_PORT = 1024;
    private static final int LAST_ENDPOINT_PORT = 32_767;

    private static final Pattern DNS = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern URL = Pattern.compile(
            "TCP://(\\[[0-9A-Fa-f:.%]{2,45}]|[A-Za-z0-9._-]{1,253}):([0-9]{1,5})", Pattern.CASE_INSENSITIVE);
    private static final Pattern IP4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IP6 = Pattern.compile("[0-9A-Fa-f:]{2,39}(?:[0-9.]{7,15})?");

    private Inputs() {}

    /** Refuses a host that the endpoint could not name. */
    static void checkHost(String host) {
        if (Objects.requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("not the name of one host: '" + host + "'");
        }
    }

    /** Refuses what cannot be the identifier of anything in SQL Server. */
    static void checkName(String component, String name) {
        Objects.requireNonNull(name, component);
        if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST_NAME
                    + " characters, not all of them blank; " + component + " is '" + name + "'");
        }
    }

    /** Refuses what cannot be the name of an instance: at most one backslash, with something on both sides. */
    static void checkServer(String component, String name) {
        Objects.requireNonNull(name, component);
        int cut = name.indexOf('\\');
        if (name.isBlank()
                || name.length() > LONGEST_SERVER
                || name.indexOf('\0') >= 0
                || cut == 0
                || cut == name.length() - 1
                || cut != name.lastIndexOf('\\')) {
            throw new IllegalArgumentException(
                    "a replica is called what @@SERVERNAME says, HOST or HOST\\INSTANCE, not '" + name + "' (41167)");
        }
    }

    /** Refuses what cannot be where replicas reach each other, or clients a replica. */
    static void checkUrl(String component, @Nullable String url) {
        Matcher parts = URL.matcher(Objects.requireNonNull(url, component));
        if (url.length() > LONGEST_URL || !parts.matches()) {
            throw new IllegalArgumentException(
                    component + " is TCP://host:port with the host's full name or address, not '" + url + "' (35231)");
        }
        checkPort(component, Integer.parseInt(parts.group(2)), 1, LAST_PORT, 35232);
    }

    private static void checkPort(String component, int port, int least, int most, int error) {
        if (port < least || port > most) {
            throw new IllegalArgumentException(
                    component + " lies between " + least + " and " + most + ", not at " + port + " (" + error + ")");
        }
    }

    static void checkListenerPort(int port) {
        checkPort("a listener's port", port, 1, LAST_PORT, 19482);
    }

    /** The documentation gives these bounds for endpoints; it names no error. */
    static void checkEndpointPort(int port) {
        if (port < FIRST_ENDPOINT_PORT || port > LAST_ENDPOINT_PORT) {
            throw new IllegalArgumentException("an endpoint's port lies between " + FIRST_ENDPOINT_PORT + " and "
                    + LAST_ENDPOINT_PORT + ", not at " + port);
        }
    }

    /** Refuses what DNS and the cluster would not take as a listener. */
    static void checkListener(String component, String name) {
        if (Objects.requireNonNull(name, component).length() > LONGEST_DNS
                || !DNS.matcher(name).matches()) {
            throw new IllegalArgumentException("a listener's name has 1 to " + LONGEST_DNS
                    + " letters, digits, hyphens or underscores and no dot, which '" + name + "' has not (19485)");
        }
    }

    static boolean isIp4(String address) {
        return IP4.matcher(address).matches();
    }

    static boolean isIp6(String address) {
        return address.indexOf(':') >= 0
                && address.indexOf(":::") < 0
                && address.indexOf("::") == address.lastIndexOf("::")
                && IP6.matcher(address).matches();
    }

    /** Refuses a path that is none, or longer than Windows opens. */
    static void checkPath(String component, String path) {
        Objects.requireNonNull(path, component);
        if (path.isBlank() || path.length() > LONGEST_PATH || path.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    component + " has 1 to " + LONGEST_PATH + " characters, none of them a control character");
        }
    }

    /** Refuses a time that is not whole units of this size within bounds, of which the error speaks. */
    static void checkTime(String component, Duration time, Duration unit, Duration least, Duration most, int error) {
        boolean whole = time.toNanosPart() % 1_000_000 == 0 && time.toMillis() % unit.toMillis() == 0;
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0 || !whole) {
            throw new IllegalArgumentException(component + " is whole "
                    + (unit.toMillis() == 1 ? "milliseconds" : "seconds") + " from " + Span.words(least) + " to "
                    + Span.words(most) + ", not "
                    + Span.words(time) + " (" + error + ")");
        }
    }

    static void checkRange(String component, long value, long least, long most, int error) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    component + " lies between " + least + " and " + most + ", not at " + value + " (" + error + ")");
        }
    }
}
