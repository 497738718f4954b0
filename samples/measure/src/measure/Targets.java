package measure;

import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An iSCSI target that nobody here wrote, with one disk in a file of a temporary folder: a process of our own on a free port of the loopback
 * address, ended with everything it left when it is closed.
 */
final class Targets implements AutoCloseable {
    private static final Path PEERS = Path.of(System.getProperty("measure.peers", "/usr/sbin"));
    static final Path TGTD = PEERS.resolve("tgtd");
    static final Path ISTGT = PEERS.resolve("istgt");
    static final int MEBIBYTES = 64;

    private static final Path TGTADM = PEERS.resolve("tgtadm");
    private static final long PATIENCE_MILLIS = 20_000;

    private final Path folder;
    private Process process;
    final Portal portal;
    final Iqn target;
    final int lun;

    private Targets(Path folder, int port, Iqn target, int lun) {
        this.folder = folder;
        this.portal = Portal.of("127.0.0.1", port);
        this.target = target;
        this.lun = lun;
    }

    /** Linux' target; a disk cannot be its LUN 0. */
    static Targets tgtd() throws Exception {
        int port = freePort();
        Targets made = new Targets(Files.createTempDirectory("measure"), port, Iqn.of("iqn.2026-11.example:tgtd"), 1);
        try {
            String control = Integer.toString(port % 30_000 + 1); // at most 32767
            made.process = made.start(List.of(TGTD.toString(), "-f", "-C", control, "--iscsi", "portal=" + made.portal));
            made.awaitPort();
            made.administer(control, "target", "new", "--targetname", made.target.value());
            made.administer(control, "target", "bind", "--initiator-address", "ALL");
            made.administer(
                    control, "logicalunit", "new", "--lun", "1", "--backing-store", made.disk().toString());
            return made;
        } catch (Exception e) {
            made.close();
            throw e;
        }
    }

    private void administer(String control, String mode, String operation, String... more) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(TGTADM.toString(), "-C", control, "--lld", "iscsi", "--mode", mode, "--op", operation, "--tid", "1"));
        command.addAll(List.of(more));
        Process run = start(command);
        if (!run.waitFor(20, TimeUnit.SECONDS) || run.exitValue() != 0) {
            run.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(folder.resolve("log")));
        }
    }

    /** FreeBSD's old one. */
    static Targets istgt() throws Exception {
        int port = freePort();
        int control = freePort();
        Targets made = new Targets(Files.createTempDirectory("measure"), port, Iqn.of("iqn.2026-11.example:istgt"), 0);
        try {
            made.disk();
            Files.writeString(
                    made.folder.resolve("auth.conf"), "[AuthGroup1]\n  Auth \"nobody\" \"nobodys-secret\"\n");
            String text = """
                    [Global]
                      NodeBase "iqn.2026-11.example"
                      PidFile %1$s/pid
                      AuthFile %1$s/auth.conf
                      MediaDirectory %1$s
                      Timeout 30
                      NopInInterval 20
                      DiscoveryAuthMethod Auto
                      MaxSessions 16
                      MaxConnections 4
                      MaxR2T 32
                      MaxOutstandingR2T 16
                      DefaultTime2Wait 2
                      DefaultTime2Retain 60
                      FirstBurstLength 65536
                      MaxBurstLength 262144
                      MaxRecvDataSegmentLength 65536
                      InitialR2T Yes
                      ImmediateData Yes
                      DataPDUInOrder Yes
                      DataSequenceInOrder Yes
                      ErrorRecoveryLevel 0
                    [UnitControl]
                      AuthMethod CHAP
                      AuthGroup AuthGroup1
                      Portal UC1 127.0.0.1:%3$d
                      Netmask 127.0.0.1
                    [PortalGroup1]
                      Portal DA1 127.0.0.1:%2$d
                    [InitiatorGroup1]
                      InitiatorName "ALL"
                      Netmask 127.0.0.0/8
                    [LogicalUnit1]
                      TargetName istgt
                      TargetAlias "disk"
                      Mapping PortalGroup1 InitiatorGroup1
                      AuthMethod None
                      AuthGroup AuthGroup1
                      UseDigest Auto
                      UnitType Disk
                      LUN0 Storage %1$s/disk %4$dMB
                    """;
            Path configuration = made.folder.resolve("istgt.conf");
            Files.writeString(configuration, String.format(text, made.folder, port, control, MEBIBYTES));
            made.process = made.start(List.of(ISTGT.toString(), "-D", "-c", configuration.toString()));
            made.awaitPort();
            return made;
        } catch (Exception e) {
            made.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private Path disk() throws IOException {
        Path file = folder.resolve("disk");
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] mebibyte = new byte[1 << 20]; // written, so that no read meets a hole
            for (int i = 0; i < MEBIBYTES; i++) {
                disk.write(mebibyte);
            }
        }
        return file;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("TGT_IPC_SOCKET", folder.resolve("ipc").toString());
        return builder.start();
    }

    private void awaitPort() throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), portal.port()), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.currentTimeMillis() > end) {
                    throw new IOException(
                            process.info().command().orElse("the target") + " does not listen: "
                                    + Files.readString(folder.resolve("log"), StandardCharsets.UTF_8),
                            e);
                }
                Thread.sleep(20);
            }
        }
    }

    /** tgtd does not hear SIGTERM. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
