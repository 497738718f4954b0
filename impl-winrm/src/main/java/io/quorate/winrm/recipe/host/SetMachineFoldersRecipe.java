package io.quorate.winrm.recipe.host;

import io.quorate.host.HyperVSettings;
import io.quorate.host.WindowsPath;
import io.quorate.host.command.SetMachineFolders;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Sets where new machines and disks go with {@code Set-VMHost}. */
final class SetMachineFoldersRecipe extends HyperVChange<SetMachineFolders> {
    @Override
    public Class<SetMachineFolders> handles() {
        return SetMachineFolders.class;
    }

    private static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other) || WindowsPath.compare(one, other) == WindowsPath.Likeness.SAME;
    }

    @Override
    boolean is(SetMachineFolders command, HyperVSettings seen) {
        return same(command.machineFolder(), seen.machinePath()) && same(command.diskFolder(), seen.diskPath());
    }

    @Override
    PsPipeline message(SetMachineFolders command, HyperVSettings seen) {
        Line line = Cmdlet.SET_VM_HOST.line();
        if (!same(command.machineFolder(), seen.machinePath())) {
            line = line.with("VirtualMachinePath", command.machineFolder());
        }
        if (!same(command.diskFolder(), seen.diskPath())) {
            line = line.with("VirtualHardDiskPath", command.diskFolder());
        }
        return Line.message(Line.statement(line.unasked()));
    }

    @Override
    String other(HyperVSettings seen) {
        return "machines go to " + seen.machinePath() + ", disks to " + seen.diskPath();
    }
}
