package io.quorate.host;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host finds in DNS for a name, by the servers it asks itself; its own hosts file and its neighbours are not asked.
 *
 * @param host the host that asked
 * @param name the name it asked for
 * @param addresses the addresses of IPv4 that were found; none if the name is surely not there, null if nobody could tell
 */
public record NameLookup(String host, String name, @Nullable List<String> addresses) {
    public NameLookup {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        addresses = addresses == null ? null : List.copyOf(addresses);
    }

    /** Tells whether it is about this name; the case does not matter. */
    boolean isAbout(String other) {
        return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
