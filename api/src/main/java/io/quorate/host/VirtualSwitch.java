package io.quorate.host;

import java.util.Objects;
import java.util.UUID;

/**
 * A virtual switch of a host.
 *
 * @param host the host
 * @param id its id, another one on every host
 * @param name its name; a machine finds its switch by it after a move
 * @param type whom it connects
 * @param adapter the description of the adapter it stands on; empty where it has none
 * @param managementOs whether the host has an adapter on it, too
 * @param teamed whether several adapters are teamed in it
 */
public record VirtualSwitch(
        String host, UUID id, String name, SwitchType type, String adapter, boolean managementOs, boolean teamed) {
    public VirtualSwitch {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(adapter, "adapter");
    }
}
