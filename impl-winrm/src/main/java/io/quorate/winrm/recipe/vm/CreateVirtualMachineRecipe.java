package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Observation;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Locale;

/** Creates a virtual machine with {@code New-VM}; recognises it by name and path together. */
final class CreateVirtualMachineRecipe extends Sending<CreateVirtualMachine, VirtualMachine> {
    @Override
    public Class<CreateVirtualMachine> handles() {
        return CreateVirtualMachine.class;
    }

    @Override
    protected PsPipeline message(CreateVirtualMachine command) {
        Line create = Cmdlet.NEW_VM
                .line()
                .with("Name", command.virtualMachine())
                .withInt64("MemoryStartupBytes", command.memory().bytes())
                .with("Generation", command.generation())
                .with("Path", command.path());
        if (command.newDisk() != null && command.newDiskSize() != null) {
            create = create.with("NewVHDPath", command.newDisk())
                    .withUint64("NewVHDSizeBytes", command.newDiskSize().bytes());
        } else {
            create = create.flag("NoVHD");
        }
        if (command.virtualSwitch() != null) {
            create = create.with("SwitchName", command.virtualSwitch());
        }
        return Line.message(VmReads.project(create.unasked()));
    }

    @Override
    protected VirtualMachine judge(CreateVirtualMachine command, List<PsValue> output, PowerShell shell) {
        return VmReads.last(output);
    }

    @Override
    public Observation<VirtualMachine> look(CreateVirtualMachine command, WindowsHost host) {
        return Answers.seen(VmReads.list(host.powerShell()).stream()
                .filter(vm -> vm.name().equalsIgnoreCase(command.virtualMachine()) && isUnder(vm.path(), command))
                .findFirst());
    }

    /** Windows makes a folder of the machine's name under the path it is given and reports that one. */
    private static boolean isUnder(String path, CreateVirtualMachine command) {
        String given = tidy(command.path());
        String found = tidy(path);
        return found.equals(given) || found.equals(given + "\\" + tidy(command.virtualMachine()));
    }

    private static String tidy(String path) {
        String text = path.replace('/', '\\').toLowerCase(Locale.ROOT);
        return text.endsWith("\\") ? text.substring(0, text.length() - 1) : text;
    }
}
