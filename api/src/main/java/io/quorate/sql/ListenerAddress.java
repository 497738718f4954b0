package io.quorate.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address of a listener.
 *
 * @param address the address; empty where DHCP gave none yet
 * @param mask its subnet mask; null for IPv6
 * @param dhcp whether DHCP gives it
 * @param subnet the subnet it is in; null where it is not told
 * @param state whether it answers
 */
public record ListenerAddress(
        String address,
        @Nullable String mask,
        boolean dhcp,
        @Nullable String subnet,
        ListenerAddressState state) {
    public ListenerAddress {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
    }
}
