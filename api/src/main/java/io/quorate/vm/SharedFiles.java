package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.vm.command.ListVirtualDisks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells whether other nodes reach a machine's files: those on a drive of its host and on no shared volume are that host's alone, unless the drive is
 * one of a cluster disk, whose letter the cluster does not tell.
 *
 * @param local the files on a drive of its host
 * @param disks the cluster disks that its host may have; not looked for where no file is local
 */
record SharedFiles(VirtualMachine machine, List<String> local, List<String> volumes, List<String> disks) {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");
    private static final Pattern CLUSTER_STORAGE = Pattern.compile("(?i)[a-z]:[\\\\/]ClusterStorage[\\\\/].*");

    /** Reads a machine's virtual disks and the cluster's shared volumes. */
    static SharedFiles of(Calls calls, VirtualMachine machine) {
        List<String> files = new ArrayList<>();
        for (VirtualDisk disk : calls.run(new ListVirtualDisks(machine.host()))) {
            if (disk.machine().equals(machine.id())) {
                files.add(disk.path());
            }
        }
        if (!machine.path().isEmpty()) {
            files.add(machine.path());
        }
        List<String> volumes = calls.run(new ListSharedVolumes()).stream()
                .map(SharedVolume::path)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
        List<String> local =
                files.stream().filter(file -> isLocal(file, volumes)).distinct().toList();
        List<String> disks = local.isEmpty()
                ? List.of()
                : calls.run(new ListClusterDisks()).stream()
                        .filter(disk -> mayHave(machine.host(), disk.owner(), calls.hosts()))
                        .map(ClusterDisk::name)
                        .toList();
        return new SharedFiles(machine, local, volumes, disks);
    }

    /** The cluster names its nodes in its own way, and an endpoint may know addresses alone: only who is surely another is ruled out. */
    private static boolean mayHave(String host, String owner, List<String> hosts) {
        return ClusterNode.sameHost(owner, host)
                || hosts.stream().noneMatch(other -> !other.equals(host) && ClusterNode.sameHost(owner, other));
    }

    /** Tells whether it surely stays where it is. */
    boolean isStuck() {
        return !local.isEmpty() && disks.isEmpty();
    }

    /** A share and a disk that is handed through have no drive of the host; a shared volume that is off line tells no path. */
    private static boolean isLocal(String file, List<String> volumes) {
        return DRIVE.matcher(file).matches()
                && !CLUSTER_STORAGE.matcher(file).matches()
                && volumes.stream().noneMatch(volume -> VirtualDisk.liesBelow(file, volume));
    }

    /** Says what comes of it. */
    String meaning() {
        return "machine " + machine.name() + (isStuck() ? " would not" : " may not") + " come up on another node: "
                + local.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " is on " + machine.host()
                + " and on no shared volume" + (volumes.isEmpty() ? "" : " (" + String.join(", ", volumes) + ")")
                + (isStuck()
                        ? ""
                        : "; it does if that is on a cluster disk of its group (" + String.join(", ", disks) + ")");
    }

    /** Says what to do about it. */
    static String cure() {
        return "keep its files below a shared volume's path; a cluster disk with a drive letter serves, too, if the machine's group owns it";
    }
}
