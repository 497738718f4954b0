package io.quorate.host.command;

import io.quorate.host.HyperVSettings;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has new machines and new virtual disks go to folders. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param machineFolder where machines go
 * @param diskFolder where virtual disks go
 * @see io.quorate.host.HostHyperV#ensureFolders
 */
public record SetMachineFolders(String host, String machineFolder, String diskFolder)
        implements GuardedCommand<HyperVSettings>, HostCommand<HyperVSettings> {
    public SetMachineFolders {
        Inputs.checkHost(host);
        HyperVInputs.checkFolder(machineFolder);
        HyperVInputs.checkFolder(diskFolder);
    }

    @Override
    public String name() {
        return "host.hyper-v.folders";
    }

    @Override
    public Target target() {
        return new Target("Hyper-V", host);
    }

    @Override
    public HyperVSettings rehearsed() {
        return HyperVInputs.rehearsed().in(machineFolder, diskFolder);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return HyperVInputs.foretold(host, before -> before.in(machineFolder, diskFolder));
    }
}
