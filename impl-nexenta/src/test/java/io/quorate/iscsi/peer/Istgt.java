package io.quorate.iscsi.peer;

import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** FreeBSD's old user-space target: a disk at LUN 0, CRC32C digests; takes a second for a login. */
final class Istgt implements AutoCloseable {
    static final Iqn TARGET = Iqn.of("iqn.2026-11.example:istgt");
    static final int MEBIBYTES = 16;
    private static final Path PROGRAM = Path.of("/usr/sbin/istgt");

    private final Process process;
    final Portal portal;
    final Path disk;

    private Istgt(Process process, Portal portal, Path disk) {
        this.process = process;
        this.portal = portal;
        this.disk = disk;
    }

    static void need() {
        Peers.need(PROGRAM, "istgt");
    }

    static Istgt start(Path directory) throws Exception {
        return Peers.onFreePorts(directory, Istgt::startIn);
    }

    private static Istgt startIn(Path directory) throws Exception {
        int port = Peers.freePort();
        int control = Peers.freePort();
        Path disk = directory.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength((long) MEBIBYTES << 20);
        }
        Path secrets = directory.resolve("auth.conf");
        Files.writeString(secrets, "[AuthGroup1]\n  Auth \"nobody\" \"nobodys-secret\"\n");
        Path configuration = directory.resolve("istgt.conf");
        Files.writeString(configuration, """
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
                """.formatted(directory, port, control, MEBIBYTES));
        Process process = Peers.start(directory, List.of(PROGRAM.toString(), "-D", "-c", configuration.toString()));
        Peers.awaitListening(process, directory, Set.of(port, control));
        return new Istgt(process, Portal.of("127.0.0.1", port), disk);
    }

    @Override
    public void close() throws InterruptedException {
        Peers.stop(process);
    }
}
