package io.quorate.lab.peer;

import io.quorate.lab.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Foreign software that knows people by their passwords: MIT's KDC or a whole Samba domain controller, both of the realm LAB.EXAMPLE, or
 * freerdp's shadow server. All its files lie in one folder.
 */
final class Authority implements AutoCloseable {
    static final String REALM = "LAB.EXAMPLE";
    private static final long PATIENCE_SECONDS = 150;
    private static final int STARTS = 3;

    private final Path folder;
    private final int port;
    private final Process process;
    private final Path log;
    /** A port at a domain controller's address that none of its services has. */
    private static final int RESERVED = 20_088;

    private @Nullable ServerSocket reserved;
    private final Thread end = new Thread(this::stop, "end of a peer");

    private Authority(Path folder, List<String> command, InetSocketAddress listens) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.port = listens.getPort();
        this.log = folder.resolve("started.log");
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(end);
        await(listens);
    }

    /** Starts MIT's KDC on a free port. */
    static Authority kdc(Path folder) throws Exception {
        return kdc(folder, List.of());
    }

    /** Starts one whose clock is ten minutes fast. */
    static Authority fastKdc(Path folder) throws Exception {
        return kdc(folder, List.of("/usr/bin/faketime", "-f", "+600"));
    }

    private static Authority kdc(Path folder, List<String> before) throws Exception {
        return onAFreePort(folder, before, "kdc.sh");
    }

    /** Another test may take the port before the peer does: then it ends at once, and is started on another one. */
    private static Authority onAFreePort(Path folder, List<String> before, String script) throws Exception {
        for (int i = 1; ; i++) {
            Path own = folder.resolve("start" + i);
            int port = FreePort.find();
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(Peers.script(script), own.toString(), Integer.toString(port)));
            try {
                return new Authority(own, command, new InetSocketAddress("127.0.0.1", port));
            } catch (IllegalStateException e) {
                if (i == STARTS) {
                    throw e;
                }
            }
        }
    }

    /** Starts a domain controller on a loopback address that nobody else has. */
    static Authority domainController(Path folder) throws Exception {
        String address = "127.0.0.88";
        ServerSocket reserved = reserve(address);
        for (int i = 0; reserved == null; i++) {
            address = "127.0.1." + (i % 250 + 1);
            reserved = reserve(address);
        }
        try {
            Authority controller = new Authority(
                    folder,
                    List.of(Peers.script("domain_controller.sh"), folder.toString(), "dc1", address),
                    new InetSocketAddress(address, 88));
            controller.reserved = reserved;
            return controller;
        } catch (Exception | Error e) {
            reserved.close();
            throw e;
        }
    }

    /** Starts freerdp's shadow server, which logs in by CredSSP, on a free port. */
    static Authority shadow(Path folder) throws Exception {
        return onAFreePort(folder, List.of(), "shadow.sh");
    }

    /** Another JVM may be about to start one, too: it listens only after a while. Returns what keeps the address ours; null if it is not free. */
    private static @Nullable ServerSocket reserve(String address) throws IOException {
        ServerSocket mine;
        try {
            mine = new ServerSocket(RESERVED, 1, InetAddress.getByName(address));
        } catch (BindException another) {
            return null;
        }
        if (taken(address)) {
            mine.close();
            return null;
        }
        return mine;
    }

    private static boolean taken(String address) throws IOException {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(address, 88), 1000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private void await(InetSocketAddress address) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Socket probe = new Socket()) {
                probe.connect(address, 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IllegalStateException("nothing listens at " + address + ": " + said(), e);
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Returns what it and those that it starts have written. */
    private String said() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path one :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                all.append(one.getFileName())
                        .append(": ")
                        .append(Files.readString(one))
                        .append('\n');
            }
            return all.toString();
        }
    }

    int port() {
        return port;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path krb5Conf() {
        return file("krb5.conf");
    }

    /** The domain as Samba's own programs find it. */
    Path smbConf() {
        return folder.resolve("dc").resolve("etc").resolve("smb.conf");
    }

    /** How often the directory has counted a wrong password of an account. */
    int badPasswords(String account) throws Exception {
        return Integer.parseInt(Peers.run(List.of(
                        "/usr/bin/python3",
                        Peers.script("directory.py"),
                        smbConf().toString(),
                        "bad",
                        account))
                .strip());
    }

    @Override
    public void close() {
        stop();
        try {
            if (reserved != null) {
                reserved.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // the JVM ends, and the hook has done it
        }
    }

    /** With what it has started: faketime, for one, does not become what it runs. */
    private void stop() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
