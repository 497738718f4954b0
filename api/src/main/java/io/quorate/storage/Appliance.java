package io.quorate.storage;

import java.util.Objects;

/**
 * The appliance itself.
 *
 * @param id its id ({@code system.guid})
 * @param version its software version
 */
public record Appliance(String id, String version) {
    public Appliance {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }
}
