package io.quorate.vm.command;

import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.UUID;

/**
 * A command on one virtual machine, addressed by its id and run on the host it is on.
 *
 * @param <R> what a successful run returns
 */
public sealed interface VirtualMachineCommand<R> extends Command<R>
        permits AddVirtualAdapter,
                ConfigureVirtualMachine,
                ConnectVirtualAdapter,
                DisconnectVirtualAdapter,
                EnableIntegration,
                GetGuestNetworks,
                GetIntegration,
                GetVirtualAdapters,
                GetVirtualMachine,
                MakeHighlyAvailable,
                RemoveVirtualAdapter,
                RenameVirtualMachine,
                SaveVirtualMachine,
                SetAdapterMac,
                SetAdapterVlan,
                ShutDownVirtualMachine,
                StartVirtualMachine,
                TurnOffVirtualMachine {

    /** Returns the virtual machine's id. */
    UUID id();

    @Override
    default Target target() {
        return new Target("virtual machine", id().toString());
    }

    @Override
    default Placement placement() {
        return Placement.owner();
    }
}
