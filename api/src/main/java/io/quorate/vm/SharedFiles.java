package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.vm.command.ListVirtualDisks;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tells whether other nodes reach a machine's files: those on a drive of its host and on no shared volume are that host's alone. */
record SharedFiles(VirtualMachine machine, List<String> local, List<String> volumes) {
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
        List<String> volumes = new ArrayList<>();
        for (SharedVolume volume : calls.run(new ListSharedVolumes())) {
            String path = volume.path();
            if (path != null) {
                volumes.add(path);
            }
        }
        return new SharedFiles(
                machine,
                files.stream().filter(file -> isLocal(file, volumes)).distinct().toList(),
                volumes);
    }

    /** A share and a disk that is handed through have no drive of the host; a shared volume that is off line tells no path. */
    private static boolean isLocal(String file, List<String> volumes) {
        return DRIVE.matcher(file).matches()
                && !CLUSTER_STORAGE.matcher(file).matches()
                && volumes.stream().noneMatch(volume -> VirtualDisk.liesBelow(file, volume));
    }

    /** Says what comes of it. */
    String meaning() {
        return "machine " + machine.name() + " would not come up on another node: "
                + String.join(", ", local) + " is on " + machine.host()
                + " and on no shared volume" + (volumes.isEmpty() ? "" : " (" + String.join(", ", volumes) + ")");
    }

    /** Says what to do about it. */
    static String cure() {
        return "keep its files below a shared volume's path; a cluster disk with a drive letter serves, too, if the machine's group owns it";
    }
}
