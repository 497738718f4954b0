package io.quorate.vm;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has a MAC address.
 *
 * @param host the host
 * @param machine the virtual machine's id; null for the host's own adapter
 * @param machineName the virtual machine's name; empty for the host's own adapter
 * @param adapterId the adapter's id; empty for the host's own adapter
 * @param adapter the adapter's name
 * @param virtualSwitch the switch it is connected to; empty for none, and for the host's own adapter
 */
public record MacHolder(
        String host,
        @Nullable UUID machine,
        String machineName,
        String adapterId,
        String adapter,
        String virtualSwitch) {
    public MacHolder {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(machineName, "machineName");
        Objects.requireNonNull(adapterId, "adapterId");
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(virtualSwitch, "virtualSwitch");
    }

    /** Names it. */
    @Override
    public String toString() {
        return machine == null
                ? "the adapter " + adapter + " of host " + host
                : "the adapter " + adapter + " of virtual machine " + machineName + " (" + machine + ") on " + host
                        + (virtualSwitch.isEmpty() ? ", connected to no switch" : ", on switch " + virtualSwitch);
    }
}
