package io.quorate.iscsi.peer;

import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Linux' user-space target. Its LUN 0 is a controller, disks begin at 1; it knows no digests. */
final class Tgtd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/tgtd");

    private final Path directory;
    private final String control;
    private final Process process;
    final Portal portal;
    private int targets;

    private Tgtd(Path directory, String control, Process process, Portal portal) {
        this.directory = directory;
        this.control = control;
        this.process = process;
        this.portal = portal;
    }

    static void need() {
        Peers.need(PROGRAM, "tgt");
    }

    static Tgtd start(Path directory) throws Exception {
        return Peers.onFreePorts(directory, Tgtd::startIn);
    }

    private static Tgtd startIn(Path directory) throws Exception {
        int port = Peers.freePort();
        String control = Integer.toString(port % 30_000 + 1); // at most 32767
        Process process = Peers.start(
                directory, List.of(PROGRAM.toString(), "-f", "-C", control, "--iscsi", "portal=127.0.0.1:" + port));
        // If it cannot have its port it takes 3260 on all addresses and says nothing.
        Peers.awaitListening(process, directory, Set.of(port));
        return new Tgtd(directory, control, process, Portal.of("127.0.0.1", port));
    }

    /** Makes a target that lets everybody in. */
    int target(Iqn name) throws Exception {
        int id = ++targets;
        admin("target", "new", id, "--targetname", name.value());
        admin("target", "bind", id, "--initiator-address", "ALL");
        return id;
    }

    /** Makes a logical unit of a file; returns the file. */
    Path disk(int target, int lun, int mebibytes, int blockSize) throws Exception {
        Path file = directory.resolve("disk-" + target + "-" + lun);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength((long) mebibytes << 20);
        }
        admin(
                "logicalunit",
                "new",
                target,
                "--lun",
                Integer.toString(lun),
                "--backing-store",
                file.toString(),
                "--blocksize",
                Integer.toString(blockSize));
        return file;
    }

    void protect(int target, int lun) throws Exception {
        admin("logicalunit", "update", target, "--lun", Integer.toString(lun), "--params", "readonly=1");
    }

    void account(String user, String secret) throws Exception {
        run(List.of("--mode", "account", "--op", "new", "--user", user, "--password", secret));
    }

    /** Demands CHAP of whoever logs in, or has the target prove itself by it. */
    void bindAccount(int target, String user, boolean outgoing) throws Exception {
        List<String> more = new ArrayList<>(List.of("--user", user));
        if (outgoing) {
            more.add("--outgoing");
        }
        admin("account", "bind", target, more.toArray(String[]::new));
    }

    private void admin(String mode, String operation, int target, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("--mode", mode, "--op", operation, "--tid", Integer.toString(target)));
        arguments.addAll(List.of(more));
        run(arguments);
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/tgtadm", "-C", control, "--lld", "iscsi"));
        command.addAll(arguments);
        Peers.run(directory, command);
    }

    @Override
    public void close() throws InterruptedException {
        Peers.stop(process);
    }
}
