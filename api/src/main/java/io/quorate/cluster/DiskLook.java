package io.quorate.cluster;

import io.quorate.call.Calls;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.error.ConflictException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.spi.Candidates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells which disk of a cluster a name means, whatever kind of name it is: its own, its volume's, its folder's, its identity. */
final class DiskLook {
    private final Calls calls;
    private final List<AvailableDisk> available = new ArrayList<>();
    private final List<ClusterDisk> disks = new ArrayList<>();
    private final List<SharedVolume> volumes = new ArrayList<>();

    private DiskLook(Calls calls) {
        this.calls = calls;
    }

    /**
     * Returns the identity of the disk that a name means. An identity is taken as it is, and nothing is read.
     *
     * @throws NotFoundException if nothing has that name
     * @throws ConflictException if several disks have it
     */
    static String identity(Calls calls, String operation, String name) {
        if (DiskIds.isIdentity(name)) {
            return name;
        }
        long started = calls.runtime().nanos();
        DiskLook look = new DiskLook(calls);
        look.available.addAll(calls.run(new ListAvailableDisks()));
        look.disks.addAll(calls.run(new ListClusterDisks()));
        look.volumes.addAll(calls.run(new ListSharedVolumes()));
        Map<String, String> found = look.found(name);
        if (found.size() == 1) {
            return found.keySet().iterator().next();
        }
        if (found.isEmpty()) {
            throw new NotFoundException(
                    look.report(operation, name, started, "the cluster has no disk " + name, look.known(name)), null);
        }
        throw new ConflictException(
                look.report(
                        operation,
                        name,
                        started,
                        name + " may be several disks: " + String.join(", ", found.values()),
                        "address it by its identity"),
                null);
    }

    /** Returns the disks that a name means, each by its identity, with what it is. */
    private Map<String, String> found(String name) {
        Map<String, String> found = new LinkedHashMap<>();
        AvailableDisk.named(name, available).ifPresent(disk -> found.put(disk.id(), "the available disk " + disk.id()));
        ClusterDisk.named(name, disks)
                .filter(disk -> !disk.diskId().isEmpty())
                .ifPresent(disk -> found.put(disk.diskId(), "the cluster's disk " + disk.diskId()));
        SharedVolume.named(name, volumes)
                .filter(volume -> !volume.diskId().isEmpty())
                .ifPresent(volume -> found.put(volume.diskId(), "the shared volume's disk " + volume.diskId()));
        return found;
    }

    /** Refuses what means a shared volume, where a disk that is none is meant. */
    static void refuseVolume(Calls calls, String operation, String name) {
        long started = calls.runtime().nanos();
        DiskLook look = new DiskLook(calls);
        look.volumes.addAll(calls.run(new ListSharedVolumes()));
        Optional<String> meant = look.volume(name);
        if (meant.isPresent()) {
            throw new RejectedException(
                    look.report(
                            operation,
                            name,
                            started,
                            meant.get() + "; nothing was changed",
                            "sharedVolumes().remove makes it an unused disk of the cluster again"),
                    null);
        }
    }

    /** Runs what takes a name; where that is not found, looks what else may have been meant, and says so. */
    static <T> T explaining(Calls calls, String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (NotFoundException e) {
            if (calls.rehearses()) {
                throw e;
            }
            Optional<String> meant = new DiskLook(calls).meant(name);
            if (meant.isEmpty()) {
                throw e;
            }
            throw e.hinting(meant.get());
        }
    }

    /** Looks what else has that name; a list that cannot be read tells nothing. */
    private Optional<String> meant(String name) {
        read(() -> volumes.addAll(calls.run(new ListSharedVolumes())));
        read(() -> disks.addAll(calls.run(new ListClusterDisks())));
        read(() -> available.addAll(calls.run(new ListAvailableDisks())));
        return volume(name).or(() -> disk(name)).or(() -> free(name)).or(() -> foreign(name));
    }

    private static void read(Runnable list) {
        try {
            list.run();
        } catch (QuorateException untold) {
            // The failure that is being explained counts; this look was an extra.
            return;
        }
    }

    private Optional<String> volume(String name) {
        return SharedVolume.named(name, volumes).map(volume -> {
            String what = volume.name().equalsIgnoreCase(name)
                    ? "a shared volume"
                    : (volume.folder().filter(name::equalsIgnoreCase).isPresent()
                                    ? "the folder"
                                    : name.equalsIgnoreCase(volume.path()) ? "the path" : "the identity")
                            + " of the shared volume " + volume.name();
            return name + " is " + what;
        });
    }

    private Optional<String> disk(String name) {
        return ClusterDisk.named(name, disks)
                .map(disk -> name + " is "
                        + (disk.name().equalsIgnoreCase(name) ? "a disk" : "the identity of the disk " + disk.name())
                        + " of the cluster, and no shared volume");
    }

    private Optional<String> free(String name) {
        return AvailableDisk.named(name, available)
                .map(disk -> name + " is a disk that every node sees and the cluster does not use yet (" + disk.id()
                        + "); availableDisks().addToCluster adds it");
    }

    private static Optional<String> foreign(String name) {
        return DiskIds.isNaa(name)
                ? Optional.of(
                        name + " is how storage names a disk; a cluster knows it by the GUID of its partition table,"
                                + " which host(..).disks().find(Naa) tells")
                : Optional.empty();
    }

    private String known(String name) {
        List<String> all = new ArrayList<>();
        available.forEach(disk -> all.add(disk.name() + " (available, " + disk.id() + ")"));
        disks.forEach(disk -> all.add(disk.name()));
        volumes.forEach(volume ->
                all.add(volume.name() + volume.folder().map(f -> " (" + f + ")").orElse("")));
        String among = Candidates.among("its disks", name, all);
        return foreign(name).map(meant -> meant + "; " + among).orElse(among);
    }

    private ErrorReport report(String operation, String name, long started, String said, @Nullable String hint) {
        return calls.report(operation, "disk " + name, started, said, hint);
    }
}
