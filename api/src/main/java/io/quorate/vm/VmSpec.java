package io.quorate.vm;

import io.quorate.Shown;
import io.quorate.Size;
import io.quorate.host.WindowsPath;
import io.quorate.spi.Placeholder;
import io.quorate.vm.command.CreateVirtualMachine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a new virtual machine should be like. Mutable inside the lambda it is handed to, and of no use outside. */
public final class VmSpec {
    private @Nullable String host;
    private @Nullable String path;
    private int generation = 2;
    private int cores = 1;
    private Size memory = Size.gib(1);
    private @Nullable String newDisk;
    private @Nullable Size newDiskSize;
    private @Nullable String virtualSwitch;

    VmSpec() {}

    /** Sets the host it is created on, as the endpoint names it. Must be given. */
    public VmSpec on(String value) {
        host = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets the folder under which Windows makes a folder of its name, e.g. {@code C:\\ClusterStorage\\Volume1}. Must be given, by its full path
     * ({@link io.quorate.host.WindowsPath#of}). After a lost answer the machine is recognised by it, whichever way Windows spells it; where a
     * path cannot be compared as text (8.3 names, {@code \\?\}, shares) a machine of the same name leaves the outcome unknown.
     */
    public VmSpec path(String value) {
        path = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the generation, 1 or 2; 2 by default. */
    public VmSpec generation(int value) {
        generation = value;
        return this;
    }

    /** Sets the number of virtual processors, at least one; 1 by default. */
    public VmSpec cores(int value) {
        cores = value;
        return this;
    }

    /** Sets the memory, all of it from the start: a multiple of 2 MiB, at least 32 MiB; 1 GiB by default. */
    public VmSpec memory(Size value) {
        memory = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Makes a new, dynamically growing virtual hard disk ({@code .vhdx}) of the given size and boots from it; none by default.
     *
     * @param file its full path, or the file's name alone for one in the machine's own folder
     * @param size whole MiB: at least 3, at most 64 TiB ({@code .vhdx}) or 2 040 GiB ({@code .vhd})
     */
    public VmSpec newDisk(String file, Size size) {
        newDisk = Objects.requireNonNull(file, "file");
        newDiskSize = Objects.requireNonNull(size, "size");
        return this;
    }

    /** Connects its network adapter to a virtual switch of the host; unconnected by default. */
    public VmSpec connectedTo(String virtualSwitchName) {
        virtualSwitch = Objects.requireNonNull(virtualSwitchName, "virtualSwitchName");
        return this;
    }

    int cores() {
        return cores;
    }

    CreateVirtualMachine build(String name) {
        if (host == null) {
            throw new IllegalArgumentException("virtual machine " + name + ": say on which host");
        }
        if (path == null) {
            throw new IllegalArgumentException("virtual machine " + name
                    + ": say under which path; name and path together are what it is recognised by");
        }
        if (cores < 1) {
            throw new IllegalArgumentException(
                    "virtual machine " + name + ": at least one processor is needed, not " + cores);
        }
        if (newDisk != null
                && generation == 2
                && !newDisk.toLowerCase(java.util.Locale.ROOT).endsWith(".vhdx")) {
            throw new IllegalArgumentException(
                    "virtual machine " + name + ": generation 2 boots from .vhdx disks only: " + newDisk);
        }
        try {
            if (!Placeholder.isPlaceholder(path)) {
                WindowsPath.of(path);
            }
            return new CreateVirtualMachine(name, host, generation, memory, path, newDisk, newDiskSize, virtualSwitch);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("virtual machine " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("host", host)
                .with("path", path)
                .with("generation", generation)
                .with("cores", cores)
                .with("memory", memory)
                .with("newDisk", newDisk)
                .with("newDiskSize", newDiskSize)
                .with("virtualSwitch", virtualSwitch)
                .toString();
    }
}
