package io.quorate.winrm.recipe.vm;

import io.quorate.host.WindowsPath;
import io.quorate.host.WindowsPath.Likeness;
import io.quorate.spi.Observation;
import io.quorate.spi.Placeholder;
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

/** Creates a virtual machine with {@code New-VM}; recognises it by name and path together. */
final class CreateVirtualMachineRecipe extends Sending<CreateVirtualMachine, VirtualMachine> {
    @Override
    public Class<CreateVirtualMachine> handles() {
        return CreateVirtualMachine.class;
    }

    @Override
    protected PsPipeline message(CreateVirtualMachine command) {
        checkPath(command.path());
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

    /** Orders come from paper, too: a path that means another folder on another day is not sent. */
    private static void checkPath(String path) {
        try {
            if (!Placeholder.isPlaceholder(path)) {
                WindowsPath.of(path);
            }
        } catch (IllegalArgumentException e) {
            throw Answers.refused("nothing was created: " + e.getMessage(), "give the folder by its full path");
        }
    }

    @Override
    protected VirtualMachine judge(CreateVirtualMachine command, List<PsValue> output, PowerShell shell) {
        return VmReads.last(output);
    }

    /** A machine of the name whose path cannot be compared with the wanted one may be the one, and may be another. */
    @Override
    public Observation<VirtualMachine> look(CreateVirtualMachine command, WindowsHost host) {
        String name = command.virtualMachine().strip();
        PowerShell shell = host.powerShell();
        VirtualMachine odd = null;
        for (VirtualMachine vm :
                name.equals(command.virtualMachine()) ? VmReads.named(name, shell) : VmReads.list(shell)) {
            if (vm.name().strip().equalsIgnoreCase(name)) {
                switch (isUnder(vm.path(), command)) {
                    case SAME -> {
                        return Observation.present(vm);
                    }
                    case UNKNOWN -> odd = vm;
                    case DIFFERENT -> {}
                }
            }
        }
        return odd == null
                ? Observation.absent()
                : Observation.unknown(
                        "the host has a virtual machine of that name (" + odd.id() + "), and its path, "
                                + (odd.path().isEmpty() ? "which Windows does not tell" : odd.path())
                                + ", cannot be compared with " + command.path(),
                        null);
    }

    /**
     * Windows makes a folder of the machine's name under the path it is given and reports that one. What it calls the folder of a machine whose
     * name is no file's is not known.
     */
    private static Likeness isUnder(String path, CreateVirtualMachine command) {
        String name = command.virtualMachine();
        WindowsPath given = command.folder();
        WindowsPath found = WindowsPath.read(path);
        if (found.compare(given) == Likeness.SAME) {
            return Likeness.SAME;
        }
        if (WindowsPath.isName(name)) {
            return found.compare(given.child(name));
        }
        int parent = path.length() - name.length() - 1;
        boolean literal = parent > 0 && path.regionMatches(true, parent, "\\" + name, 0, name.length() + 1);
        return literal ? WindowsPath.compare(path.substring(0, parent), command.path()) : found.below(given);
    }
}
