package io.quorate.vm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who in an endpoint has a MAC address, as far as its hosts tell.
 *
 * @param mac the address
 * @param holders who has it
 * @param untold why hosts could not tell, by host; empty if all did
 */
public record MacSearch(MacAddress mac, List<MacHolder> holders, Map<String, String> untold) {
    public MacSearch {
        Objects.requireNonNull(mac, "mac");
        holders = List.copyOf(holders);
        untold = Collections.unmodifiableMap(new LinkedHashMap<>(untold));
    }

    /** Tells whether nobody has it for sure: every host was asked. */
    public boolean isFree() {
        return holders.isEmpty() && untold.isEmpty();
    }
}
