package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.model.Estate;
import io.quorate.lab.tds.BlackHole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The world outside of a lab's server room: what a provider binds to a router's address, what the router publishes, and who is there to be
 * reached. Given to a lab with {@code LabBuilder.face(outside::join)}; one for each lab. What is published is reached from here while the
 * machine that has the bound MAC address runs, its guest answers and its adapter is on an external switch; otherwise nobody answers. Thread-safe.
 *
 * {@snippet :
 * LabOutside outside = new LabOutside();
 * Lab lab = Lab.storyBuilder().face(outside::join).start();
 * outside.bind("203.0.113.10", "00-50-56-00-AB-01");
 * outside.publish("203.0.113.10", 443);
 * }
 */
public final class LabOutside {
    private final Object lock = new Object();
    private @Nullable Estate estate;

    /** Makes one that is in no lab yet. */
    public LabOutside() {}

    /** Joins a lab that is being built. */
    public void join(Site site) {
        synchronized (lock) {
            if (estate != null) {
                throw new IllegalStateException("it is in a lab already");
            }
            estate = site.estate();
        }
        Door door = new Door(site.estate());
        site.place("OUTSIDE", door);
        site.addressBook().ask(door::find);
    }

    private Estate estate() {
        synchronized (lock) {
            return Objects.requireNonNull(estate, "it is in no lab");
        }
    }

    /** Has the provider bind an address to a MAC address, as it does for an additional one. */
    public void bind(String address, String mac) {
        estate().outside().bind(address, mac);
    }

    /** Has whoever is bound to an address forward a port. */
    public void publish(String address, int port) {
        estate().outside().publish(address, port);
    }

    /** Adds somebody who is reached by a name and an address. */
    public void server(String name, String address, int port) {
        estate().outside().serve(name, address, port);
    }

    /** Has the hosts go out by a machine of that name instead of by themselves. */
    public void gateway(String machine) {
        estate().outside().gateway(machine);
    }

    /** Two ports: one that takes every connection and ends it, and one from which nothing comes back. */
    private static final class Door implements Face {
        private final Estate estate;
        private final Traffic traffic = new Traffic();

        // guarded by the monitor
        private @Nullable ServerSocket server;
        private @Nullable BlackHole silence;
        private int port;

        Door(Estate estate) {
            this.estate = estate;
        }

        Optional<InetSocketAddress> find(String address, int wanted) {
            if (!estate.outside().published(address, wanted)) {
                return Optional.empty();
            }
            try {
                return Optional.of(LabRuntime.loopback(estate.outside().reached(address, wanted) ? port() : silent()));
            } catch (UnknownHostException e) {
                throw new UncheckedIOException(e);
            }
        }

        private synchronized int silent() {
            if (silence == null) {
                try {
                    silence = new BlackHole(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return silence.port();
        }

        @Override
        public String name() {
            return "outside";
        }

        @Override
        public synchronized int port() {
            return port;
        }

        @Override
        public synchronized void up() throws IOException {
            if (server == null) {
                ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                server = socket;
                port = socket.getLocalPort();
                Thread acceptor = new Thread(() -> accept(socket), "quorate-lab-outside");
                acceptor.setDaemon(true);
                acceptor.start();
            }
        }

        private void accept(ServerSocket socket) {
            try {
                while (true) {
                    try (Socket client = socket.accept()) {
                        traffic.count(Traffic.CONNECTIONS);
                        client.setSoLinger(false, 0);
                    }
                }
            } catch (IOException e) {
                // it is down
                return;
            }
        }

        @Override
        public synchronized void down() {
            close(server);
            close(silence);
            server = null;
            silence = null;
        }

        private static void close(@Nullable AutoCloseable open) {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (Exception e) {
                // it is closed either way
                return;
            }
        }

        @Override
        public Traffic traffic() {
            return traffic;
        }

        @Override
        public void close() {
            down();
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
