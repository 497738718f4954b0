package io.quorate.flow;

import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.SharedVolume;
import io.quorate.host.HostDisk;
import io.quorate.san.DatasetPath;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMapping;
import io.quorate.storage.Volume;
import io.quorate.vm.VirtualDisk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A volume followed through every layer, each with its own identity of the same thing. Immutable.
 *
 * @param path the volume's path, where the chain begins
 * @param volume the volume on the appliance, with its guid
 * @param unit the logical unit, with its NAA
 * @param mappings the volume's LUN mappings; missing if there is none
 * @param disks the disk on each node, by the node's name: its number there, its unique id, its GPT's GUID
 * @param clusterDisk the disk as a resource of the cluster, as long as it is no shared volume
 * @param sharedVolume the Cluster Shared Volume
 * @param machines the virtual disks that lie on it, by the node their machine is on
 */
public record IdentityChain(
        DatasetPath path,
        Link<Volume> volume,
        Link<LogicalUnit> unit,
        Link<List<LunMapping>> mappings,
        Map<String, Link<HostDisk>> disks,
        Link<ClusterDisk> clusterDisk,
        Link<SharedVolume> sharedVolume,
        Map<String, Link<List<VirtualDisk>>> machines) {
    public IdentityChain {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(mappings, "mappings");
        disks = Collections.unmodifiableMap(new LinkedHashMap<>(disks));
        Objects.requireNonNull(clusterDisk, "clusterDisk");
        Objects.requireNonNull(sharedVolume, "sharedVolume");
        machines = Collections.unmodifiableMap(new LinkedHashMap<>(machines));
    }

    /** Tells whether the volume was found on every layer down to the shared volume, and every node sees the same disk. */
    public boolean complete() {
        long ids = disks.values().stream()
                .flatMap(link -> link.found().stream())
                .map(HostDisk::uniqueId)
                .distinct()
                .count();
        return volume.found().isPresent()
                && unit.found().isPresent()
                && mappings.found().isPresent()
                && !disks.isEmpty()
                && disks.values().stream().allMatch(link -> link.found().isPresent())
                && ids == 1
                && sharedVolume.found().isPresent();
    }

    /** Renders it for a person, a line a link. */
    public String print() {
        List<String> lines = new ArrayList<>();
        lines.add(line("volume", volume, v -> v.path() + ", guid " + v.guid() + ", " + v.size()));
        lines.add(line("logical unit", unit, u -> "NAA " + u.naa()));
        if (mappings instanceof Link.Found<List<LunMapping>> found) {
            for (LunMapping mapping : found.value()) {
                lines.add(line(
                        "LUN",
                        "number " + mapping.lun() + " through target group " + mapping.targetGroup()
                                + " for host group " + mapping.hostGroup()));
            }
        } else {
            lines.add(line("LUN", mappings, String::valueOf));
        }
        disks.forEach((node, link) -> lines.add(line("disk on " + node, link, IdentityChain::words)));
        if (sharedVolume.found().isEmpty()) {
            lines.add(line(
                    "cluster disk",
                    clusterDisk,
                    d -> d.name() + ", disk " + d.diskId() + ", " + d.state() + " on " + d.owner()));
        }
        lines.add(line(
                "shared volume",
                sharedVolume,
                v -> v.name() + ", disk " + v.diskId() + ", " + v.state() + " on " + v.owner()
                        + (v.path() == null ? "" : " at " + v.path())));
        machines.forEach((node, link) -> {
            if (link instanceof Link.Found<List<VirtualDisk>> found) {
                for (VirtualDisk disk : found.value()) {
                    lines.add(line("VM on " + node, disk.machineName() + " (" + disk.machine() + "): " + disk.path()));
                }
            } else {
                lines.add(line("VM on " + node, link, String::valueOf));
            }
        });
        return String.join("\n", lines) + "\n";
    }

    @Override
    public String toString() {
        return print();
    }

    private static String words(HostDisk disk) {
        return "number " + disk.number() + ", unique id " + disk.uniqueId()
                + (disk.guid() == null ? ", " + disk.style() : ", GPT " + disk.guid())
                + (disk.clustered() ? ", clustered" : disk.offline() ? ", offline" : ", online");
    }

    private static <T> String line(String name, Link<T> link, Function<T, String> words) {
        if (link instanceof Link.Found<T> found) {
            return line(name, words.apply(found.value()));
        }
        return line(
                name,
                link instanceof Link.Untold<T> untold
                        ? "cannot tell: " + untold.why()
                        : "missing: " + ((Link.Missing<T>) link).what());
    }

    private static String line(String name, String text) {
        return String.format("%-15s %s", name, text);
    }
}
