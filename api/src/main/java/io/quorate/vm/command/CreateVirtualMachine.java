package io.quorate.vm.command;

import io.quorate.Size;
import io.quorate.host.WindowsPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates a virtual machine with one processor. Names are not unique, so its effect is recognised by name and path together: no other
 * virtual machine of the host may have both.
 *
 * @param virtualMachine its name: 1 to 100 characters, whatever they are
 * @param host where
 * @param generation 1 or 2
 * @param memory the memory it starts with
 * @param path the folder under which Windows makes a folder of its name, by its full path
 * @param newDisk the full path of a new virtual hard disk, or a file's name alone; null for none
 * @param newDiskSize its size; null exactly when there is none
 * @param virtualSwitch the switch its network adapter is connected to; null leaves it unconnected
 */
public record CreateVirtualMachine(
        String virtualMachine,
        String host,
        int generation,
        Size memory,
        String path,
        @Nullable String newDisk,
        @Nullable Size newDiskSize,
        @Nullable String virtualSwitch)
        implements GuardedCommand<VirtualMachine>, HostCommand<VirtualMachine> {
    public CreateVirtualMachine {
        Objects.requireNonNull(virtualMachine, "virtualMachine");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(path, "path");
        Inputs.checkName(virtualMachine);
        Inputs.checkGeneration(generation);
        Inputs.checkMemory(memory);
        if ((newDisk == null) != (newDiskSize == null)) {
            throw new IllegalArgumentException("a new disk has a path and a size, or neither");
        }
        if (newDisk != null && newDiskSize != null) {
            Inputs.checkDisk(newDisk, newDiskSize);
        }
        if (virtualSwitch != null && virtualSwitch.isBlank()) {
            throw new IllegalArgumentException("a virtual switch has a name");
        }
    }

    /** Returns the folder as Windows reads it. */
    public WindowsPath folder() {
        return WindowsPath.read(path);
    }

    @Override
    public String name() {
        return "vm.create";
    }

    @Override
    public Target target() {
        return new Target("virtual machine", virtualMachine);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VirtualMachine rehearsed() {
        return new VirtualMachine(
                Placeholder.uuid(virtualMachine + " on " + host + " below " + path),
                virtualMachine,
                host,
                VmState.OFF,
                null,
                Duration.ZERO,
                1,
                memory,
                Size.bytes(0),
                generation,
                false,
                path);
    }

    @Override
    public List<Foretold<?>> foretold() {
        UUID made = rehearsed().id();
        VirtualAdapter adapter = AdapterInputs.made(
                made, Placeholder.text("first adapter of " + made), Placeholder.TEXT, virtualSwitch, null);
        return List.of(
                Foretold.found(new GetVirtualMachine(made), rehearsed()),
                Foretold.found(new GetVirtualAdapters(made), List.of(adapter)),
                Foretold.each(ListVirtualAdapters.class, read -> read.host().equalsIgnoreCase(host))
                        .changed(before -> Stream.concat(before.stream(), Stream.of(adapter))
                                .toList()),
                Foretold.each(ListVirtualAdapters.class, read -> !read.host().equalsIgnoreCase(host))
                        .unchanged());
    }
}
