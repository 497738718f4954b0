package io.quorate.lab.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine to be made.
 *
 * @param name its name; need not be unique
 * @param generation 1 or 2
 * @param memory startup memory in bytes
 * @param processors virtual processors
 * @param path folder for its configuration, or null for the host's default
 * @param newDisk path of a disk to create with it, or null
 * @param newDiskSize its size in bytes
 * @param existingDisks paths of disks that exist
 * @param network name of the switch, or null
 */
public record VmSpec(
        String name,
        int generation,
        long memory,
        int processors,
        @Nullable String path,
        @Nullable String newDisk,
        long newDiskSize,
        List<String> existingDisks,
        @Nullable String network) {
    public VmSpec {
        existingDisks = List.copyOf(existingDisks);
    }

    /** A machine of 1 GiB with a disk of 10 GiB, where its host keeps such by default; it is connected to nothing. */
    public static VmSpec plain(String name) {
        return new VmSpec(name, 2, 1L << 30, 1, null, name + ".vhdx", 10L << 30, List.of(), null);
    }
}
