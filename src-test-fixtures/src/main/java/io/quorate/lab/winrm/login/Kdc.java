package io.quorate.lab.winrm.login;

import io.quorate.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key distribution centre in this JVM: Apache Kerby, over TCP on a loopback port. Kerby is optional, and its jars share packages, so that no
 * module can name its classes: they are found by name when a lab asks for them.
 */
public final class Kdc implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Kdc.class);
    private static final String SERVER = "org.apache.kerby.kerberos.kerb.server.SimpleKdcServer";
    private static final int TRIES = 5;

    private final Object server;
    private final int port;
    private final Path directory;

    private Kdc(Object server, int port, Path directory) {
        this.server = server;
        this.port = port;
        this.directory = directory;
    }

    /**
     * Starts one.
     *
     * @param users who gets tickets, with their passwords
     * @throws IllegalStateException if Kerby is not there, or does not start
     */
    public static Kdc start(String realm, Map<String, Secret> users) {
        if (!realm.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the lab's realms are ASCII: " + realm);
        }
        Path directory;
        try {
            directory = Files.createTempDirectory("quorate-lab-kdc");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RuntimeException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                int port = freePort();
                Object server = type().getConstructor().newInstance();
                call(server, "setKdcRealm", realm);
                call(server, "setKdcHost", "127.0.0.1");
                call(server, "setKdcTcpPort", port);
                call(server, "setAllowUdp", false);
                call(server, "setAllowTcp", true);
                call(server, "setWorkDir", directory.toFile());
                JvmKerberos.keeping(() -> call(server, "init"));
                call(server, "start");
                Kdc kdc = new Kdc(server, port, directory);
                users.forEach(kdc::user);
                return kdc;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Apache Kerby is another one than the lab knows", e);
            } catch (Failure e) {
                last = e;
                log.debug("the key distribution centre did not start [cause={}]", e.toString());
            }
        }
        delete(directory);
        throw new IllegalStateException("no key distribution centre for " + realm, last);
    }

    private static Class<?> type() {
        try {
            return Class.forName(SERVER);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "the lab's domain needs Apache Kerby to hand out Kerberos tickets: add the dependency"
                            + " org.apache.kerby:kerb-simplekdc:2.1.1, or do without Kerberos",
                    e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void user(String name, Secret secret) {
        char[] password = secret.reveal();
        try {
            call(server, "createPrincipal", name, new String(password));
        } finally {
            java.util.Arrays.fill(password, '\0');
        }
    }

    /** Makes the keys of services and writes them to a keytab, which goes when this is closed. */
    public Path keytab(String name, List<String> services) {
        Path keytab = directory.resolve(name + ".keytab");
        for (String service : services) {
            call(server, "createPrincipal", service);
        }
        return export(keytab, services);
    }

    /** Writes a user's keys to a keytab, which goes when this is closed. */
    public Path userKeytab(String user) {
        return export(directory.resolve("user-" + user + ".keytab"), List.of(user));
    }

    private Path export(Path keytab, List<String> principals) {
        principals.forEach(principal -> call(server, "exportPrincipal", principal, keytab.toFile()));
        return keytab;
    }

    /** Returns the TCP port of 127.0.0.1 where it listens. */
    public int port() {
        return port;
    }

    /** What a method of Kerby threw. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String method, Throwable cause) {
            super(method + " failed: " + cause, cause);
        }
    }

    private static void call(Object server, String method, Object... arguments) {
        Class<?>[] types = Stream.of(arguments)
                .map(a -> a instanceof Integer ? int.class : a instanceof Boolean ? boolean.class : a.getClass())
                .toArray(Class<?>[]::new);
        try {
            server.getClass().getMethod(method, types).invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw new Failure(method, e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Apache Kerby is another one than the lab knows", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(Kdc::delete);
        } catch (IOException e) {
            log.debug("files are left [directory={} cause={}]", directory, e.toString());
        }
    }

    private static void delete(File file) {
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }

    @Override
    public void close() {
        try {
            call(server, "stop");
        } catch (Failure e) {
            log.debug("did not stop [cause={}]", e.toString());
        }
        delete(directory);
    }
}
