package io.quorate.lab.iscsi;

import io.quorate.lab.Face;
import io.quorate.lab.Traffic;
import io.quorate.lab.http.Ended;
import io.quorate.lab.http.KeptPort;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.scsi.Nexus;
import io.quorate.lab.scsi.ScsiDevice;
import io.quorate.lab.storage.StorageAppliance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The iSCSI target of an appliance on a port of 127.0.0.1. It listens while it is {@linkplain #up up}, the appliance has power and its
 * target service runs; a power cut resets every connection. Requests execute as activities of the world's time and pass the fault points
 * {@code iscsi Login}, {@code iscsi SCSI 0x2A} (any operation code), {@code iscsi Text}, {@code iscsi Task}, {@code iscsi NOP} and
 * {@code iscsi Logout}, with the appliance's name as the host and the SCSI command's name ({@code WRITE_10}) as the command. A command that
 * is to hang is never answered, while its connection goes on answering others. Thread-safe.
 */
public final class IscsiFace implements Face {
    private static final Logger log = LoggerFactory.getLogger(IscsiFace.class);

    /** What {@link #name} says. */
    public static final String NAME = "iscsi";

    /** SCSI commands that arrived, those that a fault kept from executing included. */
    public static final String COMMANDS = "SCSI commands";

    /** The actions of requests that are no SCSI commands. */
    public static final List<String> ACTIONS =
            List.of("iscsi Login", "iscsi Text", "iscsi Task", "iscsi NOP", "iscsi Logout");

    /** Answers to pings. */
    public static final String PONGS = "pongs";

    /** Initiators that are logged in now. */
    public static final String SESSIONS = "sessions";

    private static final int MAX_CONNECTIONS = 64;
    private static final Duration JOIN = Duration.ofSeconds(5);

    private final StorageAppliance appliance;
    private final Faults faults;
    private final ScsiDevice device;
    private final Traffic traffic = new Traffic();
    private final Object lock = new Object();
    private final Map<Connection, Thread> connections = new LinkedHashMap<>();
    private final Map<Connection, Session> sessions = new LinkedHashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private final KeptPort kept = new KeptPort();
    private volatile boolean silent;
    private volatile boolean cut;
    private boolean wanted;
    private boolean powered;
    private boolean closed;
    private int port;
    private int number;
    private int lastTsih;
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    /** @param port the port to listen on; 0 takes a free one and keeps it */
    public IscsiFace(StorageAppliance appliance, int port, Faults faults) {
        this.appliance = Objects.requireNonNull(appliance, "appliance");
        this.faults = Objects.requireNonNull(faults, "faults");
        this.port = port;
        this.device = new ScsiDevice(appliance);
        this.powered = appliance.on();
        traffic.gauge(SESSIONS, () -> sessions().size());
        traffic.gauge(Traffic.OPEN_CONNECTIONS, this::openConnections);
        device.onPreempted(this::abort);
        appliance.onChange(this::follow);
    }

    // the port

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Has it listen whenever the appliance serves and the data path is whole.
     *
     * @throws IOException if the port is taken
     */
    @Override
    public void up() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the iSCSI target of " + machine() + " is closed");
            }
            wanted = true;
        }
        if (serves()) {
            listen();
        }
    }

    /** Takes it down: the port refuses, every connection is reset. */
    @Override
    public void down() {
        synchronized (lock) {
            wanted = false;
        }
        stop();
    }

    /** Cuts the data path, as a dead switch does: the port refuses, every connection is reset, whatever the power does. */
    public void cut() {
        cut = true;
        stop();
    }

    /** Mends the data path. */
    public void mend() throws IOException {
        cut = false;
        boolean listens;
        synchronized (lock) {
            listens = wanted;
        }
        if (listens && serves()) {
            listen();
        }
    }

    /** Has it take connections and requests and answer nothing, or answer again. */
    public void silence(boolean on) {
        silent = on;
    }

    /** Pings every initiator; {@link #PONGS} counts the answers. */
    public void ping() {
        eachSession(s -> true).forEach(s -> {
            try {
                s.ping();
            } catch (IOException e) {
                log.debug("ping failed [session={} cause={}]", s.brief(), e.toString());
            }
        });
    }

    /** Returns the port; before the first {@link #up} the one that was asked for. */
    @Override
    public int port() {
        synchronized (lock) {
            return port;
        }
    }

    /** Tells whether it listens. */
    public boolean isUp() {
        synchronized (lock) {
            return server != null;
        }
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    /** Returns the initiators that are logged in, with their targets, in the order of their logins. */
    public List<Nexus> sessions() {
        return eachSession(s -> !s.discovery()).stream().map(Session::nexus).toList();
    }

    /** Takes it down for good and waits, at most five seconds, until its threads are gone. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        down();
        List<Thread> remaining;
        synchronized (lock) {
            remaining = new ArrayList<>(threads);
        }
        remaining.forEach(Thread::interrupt);
        Ended.await(remaining, JOIN);
    }

    private long openConnections() {
        synchronized (lock) {
            return connections.size();
        }
    }

    private boolean serves() {
        return appliance.on() && appliance.targetService() && !cut;
    }

    /** Follows the appliance: power, the service, targets that are gone. */
    private void follow() {
        boolean on = appliance.on();
        boolean cut;
        boolean listens;
        synchronized (lock) {
            cut = powered && !on;
            powered = on;
            listens = wanted && !closed;
        }
        if (cut) {
            stop();
            device.powerCut();
        } else if (!serves()) {
            eachSession(s -> true).forEach(this::dismiss);
            stop();
        } else if (listens) {
            try {
                listen();
            } catch (IOException e) {
                log.warn("the iSCSI target of {} cannot listen again", machine(), e);
            }
        }
        Set<String> served = new HashSet<>();
        appliance.targets().stream().filter(t -> t.online()).forEach(t -> served.add(t.name()));
        eachSession(s -> !s.discovery() && !served.contains(s.nexus().target())).forEach(this::dismiss);
    }

    private void dismiss(Session session) {
        try {
            session.announce();
        } catch (IOException e) {
            log.debug("could not say good-bye [session={} cause={}]", session.brief(), e.toString());
        }
        session.connection().finish();
    }

    private void listen() throws IOException {
        synchronized (lock) {
            if (server != null || closed) {
                return;
            }
            kept.release();
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 128);
            } catch (IOException e) {
                socket.close();
                throw new IOException("cannot listen on 127.0.0.1:" + port + " for " + machine(), e);
            }
            port = socket.getLocalPort();
            server = socket;
            acceptor = start("quorate-lab-" + machine() + "-iscsi", () -> accept(socket));
        }
    }

    private void stop() {
        List<Connection> open;
        Thread accepting;
        synchronized (lock) {
            accepting = acceptor;
            acceptor = null;
            if (server != null) {
                try {
                    server.close();
                } catch (IOException e) {
                    log.trace("close failed", e);
                }
                server = null;
            }
            open = new ArrayList<>(connections.keySet());
        }
        open.forEach(Connection::reset);
        if (accepting != null) {
            Ended.await(List.of(accepting), JOIN); // the kernel frees the port when the last thread has left accept()
        }
        synchronized (lock) {
            if (closed) {
                kept.release();
            } else if (server == null && port != 0) {
                kept.keep(port);
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (true) {
            Socket accepted;
            try {
                accepted = socket.accept();
            } catch (IOException e) {
                return;
            }
            boolean refused = faults.forConnection(machine()).isPresent();
            Connection idle = null;
            synchronized (lock) {
                Connection connection = new Connection(accepted, this);
                if (refused || server != socket) {
                    connection.reset();
                    continue;
                }
                List<Connection> open =
                        connections.keySet().stream().filter(c -> !c.isCut()).toList();
                if (open.size() >= MAX_CONNECTIONS) {
                    idle = open.stream()
                            .filter(c -> !sessions.containsKey(c))
                            .findFirst()
                            .orElse(connection);
                }
                if (idle != connection) {
                    traffic.count(Traffic.CONNECTIONS);
                    number++;
                    connections.put(
                            connection, start("quorate-lab-" + machine() + "-iscsi-connection-" + number, connection));
                }
            }
            if (idle != null) {
                idle.reset();
            }
        }
    }

    private Thread start(String threadName, Runnable body) {
        Thread thread = new Thread(body, threadName);
        thread.setDaemon(true);
        thread.start();
        threads.removeIf(old -> !old.isAlive());
        threads.add(thread);
        return thread;
    }

    // what connections and sessions use

    StorageAppliance appliance() {
        return appliance;
    }

    ScsiDevice device() {
        return device;
    }

    String machine() {
        return appliance.name();
    }

    boolean silent() {
        return silent;
    }

    Activity enter() {
        return appliance.world().time().enter("iSCSI request at " + machine());
    }

    /** Says that whoever asks from that port waits in vain. */
    void keepsWaiting(int clientPort) {
        appliance.world().time().askings().keepsWaiting(clientPort);
    }

    Optional<Faults.Hit> fault(String action, List<String> commands, @Nullable String initiator) {
        Optional<Faults.Hit> hit =
                faults.forRequest(new Faults.Request(machine(), "iscsi " + action, commands, initiator));
        hit.ifPresent(h -> log.debug("fault [appliance={} action={} kind={}]", machine(), action, h.kind()));
        return hit;
    }

    void later(Duration delay, Runnable action) {
        appliance.world().schedule(delay, "appliance/" + machine(), "late iSCSI command", action);
    }

    int nextTsih() {
        synchronized (lock) {
            lastTsih = lastTsih % 0xFFFF + 1;
            return lastTsih;
        }
    }

    boolean knows(int tsih) {
        return !eachSession(s -> s.tsih() == tsih).isEmpty();
    }

    /** A session begins; one of the same initiator port with the same target ends (session reinstatement). */
    void begin(Session session) {
        List<Session> replaced;
        synchronized (lock) {
            replaced = sessions.values().stream()
                    .filter(s ->
                            !s.discovery() && !session.discovery() && s.nexus().equals(session.nexus()))
                    .toList();
            replaced.forEach(s -> sessions.remove(s.connection()));
            sessions.put(session.connection(), session);
        }
        replaced.forEach(s -> s.connection().reset());
        if (!session.discovery()) {
            if (!replaced.isEmpty()) {
                device.end(session.nexus());
            }
            device.begin(session.nexus());
        }
        traffic.count(Traffic.LOGINS);
    }

    void ended(Connection connection) {
        Session session;
        synchronized (lock) {
            connections.remove(connection);
            session = sessions.remove(connection);
        }
        if (session != null && !session.discovery()) {
            device.end(session.nexus());
        }
    }

    /** Aborts the tasks of a logical unit in every session that sees it by the same number, as the resets do; all with NO_LUN. */
    void abort(Nexus nexus, int lun) {
        eachSession(s -> s.nexus().target().equals(nexus.target())).forEach(s -> s.abort(lun));
    }

    private void abort(String nexusId, String naa) {
        eachSession(s -> s.nexus().id().equals(nexusId))
                .forEach(s -> appliance.luns(s.nexus().initiator(), s.nexus().target()).stream()
                        .filter(l -> l.naa().equals(naa))
                        .forEach(l -> s.abort(l.number())));
    }

    void dropTarget(String target) {
        eachSession(s -> s.nexus().target().equals(target))
                .forEach(s -> s.connection().finish());
    }

    private List<Session> eachSession(Predicate<Session> which) {
        synchronized (lock) {
            return sessions.values().stream().filter(which).toList();
        }
    }
}
