package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.command.RescanDisks;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Has Windows look anew ({@code Update-HostStorageCache}) and lists what it sees. */
final class RescanDisksRecipe extends Sending<RescanDisks, List<HostDisk>> {
    @Override
    public Class<RescanDisks> handles() {
        return RescanDisks.class;
    }

    @Override
    protected PsPipeline message(RescanDisks command) {
        return Line.message(Line.statement(Cmdlet.UPDATE_HOST_STORAGE_CACHE.line()), DiskReads.disks());
    }

    @Override
    protected List<HostDisk> judge(RescanDisks command, List<PsValue> output, PowerShell shell) {
        return DiskReads.disks(command.host(), output).stream()
                .map(DiskReads.DiskRow::disk)
                .toList();
    }

    @Override
    public Observation<List<HostDisk>> look(RescanDisks command, WindowsHost host) {
        return Observation.unknown("Windows does not tell whether its list of disks is up to date", null);
    }
}
