package io.quorate.vm.command;

import io.quorate.spi.ReadCommand;
import io.quorate.vm.GuestNetwork;
import io.quorate.vm.VirtualMachineClient;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads what a guest tells its host of its network adapters, on the host it is on.
 *
 * @param id the machine's id
 * @see VirtualMachineClient#guestNetworks
 */
public record GetGuestNetworks(UUID id)
        implements VirtualMachineCommand<List<GuestNetwork>>, ReadCommand<List<GuestNetwork>> {
    public GetGuestNetworks {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.guest.networks";
    }
}
