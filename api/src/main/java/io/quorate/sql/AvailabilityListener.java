package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name and addresses by which clients reach whoever is primary.
 *
 * @param name its DNS name
 * @param id its id
 * @param port its port; null where it is not told
 * @param conformant whether all its addresses are as SQL Server made them
 * @param addresses its addresses
 */
public record AvailabilityListener(
        String name, String id, @Nullable Integer port, boolean conformant, List<ListenerAddress> addresses) {
    public AvailabilityListener {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        addresses = List.copyOf(addresses);
    }
}
