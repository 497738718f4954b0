package io.quorate.lab.tds;

import io.quorate.lab.Face;
import io.quorate.lab.Traffic;
import io.quorate.lab.http.Ended;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import io.quorate.lab.sql.SqlDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQL Server's wire into an instance of the lab, at a loopback address of its own and at those of listeners that it owns for now. Requests
 * execute as activities of the world's time and pass the fault points {@code tds Login} (its user is the log-in's), {@code tds Batch},
 * {@code tds RPC} and {@code tds Transaction}, whose commands are the statement's text and its pieces; a request that is to hang is never
 * answered. What it cannot read, or does not know, is answered by an error and counted. Thread-safe.
 */
public final class TdsFace implements Face {
    private static final Logger log = LoggerFactory.getLogger(TdsFace.class);

    /** What {@link #name} says. */
    public static final String NAME = "tds";

    /** The actions of requests. */
    public static final List<String> ACTIONS = List.of("tds Login", "tds Batch", "tds RPC", "tds Transaction");

    /** Messages that are no TDS. */
    public static final String MALFORMED = "malformed messages";

    /** Log-ins that were sent to another instance. */
    public static final String ROUTED = "routed log-ins";

    private static final Duration JOIN = Duration.ofSeconds(5);

    /** Where sessions of users begin. */
    private static final int FIRST_SPID = 51;

    private static final int SPIDS = 32_000;

    private final World world;
    private final Faults faults;
    private final String machine;
    private final SqlDoor door;
    private final TdsOptions options;
    private final TdsPort main;
    private final Traffic traffic = new Traffic();
    private final Object lock = new Object();

    /** Held while ports change, so that of two who change them the last one's will is done. */
    private final ReentrantLock switching = new ReentrantLock();

    private final Map<InetSocketAddress, TdsPort> listeners = new LinkedHashMap<>();
    private final Map<Connection, TdsPort> connections = new LinkedHashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private volatile boolean silent;
    private boolean wanted;
    private boolean swallowed;
    private boolean closed;
    private int number;

    /** @param machine its name in declarations of faults and in threads' names */
    public TdsFace(World world, Faults faults, String machine, SqlDoor door, TdsOptions options) {
        this.world = Objects.requireNonNull(world, "world");
        this.faults = Objects.requireNonNull(faults, "faults");
        this.machine = Objects.requireNonNull(machine, "machine");
        this.door = Objects.requireNonNull(door, "door");
        this.options = Objects.requireNonNull(options, "options");
        this.main = new TdsPort(options.address(), true, this::started, this::accept);
        traffic.gauge(Traffic.OPEN_CONNECTIONS, this::openConnections);
    }

    // ports

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return main.address().getPort();
    }

    /** Returns where the instance itself listens. */
    public InetSocketAddress address() {
        return main.address();
    }

    @Override
    public void up() throws IOException {
        switching.lock();
        try {
            List<TdsPort> all;
            synchronized (lock) {
                if (closed) {
                    throw new IOException("the SQL Server of " + machine + " is closed");
                }
                wanted = true;
                all = ports();
            }
            for (TdsPort port : all) {
                open(port);
            }
        } finally {
            switching.unlock();
        }
    }

    private void open(TdsPort port) throws IOException {
        boolean hole;
        synchronized (lock) {
            hole = swallowed;
        }
        try {
            if (hole) {
                // Who begins to connect while it is being made waits in vain, too.
                world.time().askings().swallows(port.address(), true);
                port.swallow();
            } else {
                port.open();
            }
        } finally {
            tell(port);
        }
    }

    /** Closes a port. */
    private void close(TdsPort port, boolean mayOpen) {
        port.close(mayOpen);
        tell(port);
    }

    /** Has the world's time know whether who connects there waits in vain. */
    private void tell(TdsPort port) {
        world.time().askings().swallows(port.address(), port.swallows());
    }

    @Override
    public void down() {
        switching.lock();
        try {
            List<TdsPort> all;
            boolean mayOpen;
            synchronized (lock) {
                wanted = false;
                mayOpen = !closed;
                all = ports();
            }
            all.forEach(p -> close(p, mayOpen));
        } finally {
            switching.unlock();
        }
        resetConnections();
    }

    /** Tells whether it listens. */
    public boolean isUp() {
        return main.isOpen();
    }

    /**
     * Listens at a listener's address, too, whenever it is up.
     *
     * @throws IOException if somebody else does
     */
    public void listen(InetSocketAddress address) throws IOException {
        switching.lock();
        try {
            TdsPort port;
            boolean opens;
            synchronized (lock) {
                port = listeners.computeIfAbsent(address, a -> new TdsPort(a, false, this::started, this::accept));
                opens = wanted && !closed;
            }
            if (opens) {
                open(port);
            }
        } catch (IOException e) {
            unlisten(address);
            throw e;
        } finally {
            switching.unlock();
        }
    }

    /** Leaves a listener's address: it refuses, and the connections that came in there are reset. */
    public void unlisten(InetSocketAddress address) {
        TdsPort port = leave(address);
        if (port != null) {
            reset(c -> c == port);
        }
    }

    /** Leaves a listener's address, which refuses from now on, and keeps the connections that came in there. */
    public void unlistenQuietly(InetSocketAddress address) {
        leave(address);
    }

    private @Nullable TdsPort leave(InetSocketAddress address) {
        switching.lock();
        try {
            TdsPort port;
            synchronized (lock) {
                port = listeners.remove(address);
            }
            if (port != null) {
                close(port, false);
            }
            return port;
        } finally {
            switching.unlock();
        }
    }

    /**
     * Has all its addresses swallow what comes, as a dead network does: connections are neither made nor refused, those there are hear
     * nothing more. Ending that resets them.
     */
    public void blackHole(boolean on) throws IOException {
        switching.lock();
        try {
            List<TdsPort> all;
            boolean opens;
            synchronized (lock) {
                if (swallowed == on) {
                    return;
                }
                swallowed = on;
                opens = wanted && !closed;
                all = ports();
            }
            silent = on;
            if (!on) {
                resetConnections();
            }
            if (opens) {
                for (TdsPort port : all) {
                    open(port);
                }
            }
        } finally {
            switching.unlock();
        }
    }

    /** Has it take connections and requests and answer no request, or answer again. */
    public void silence(boolean on) {
        silent = on;
    }

    /** Resets every connection and keeps listening. */
    public void resetConnections() {
        reset(port -> true);
    }

    /** Resets the connections whose sessions the server has ended: a role change, a database off line. */
    public void cutEnded() {
        List<Connection> open;
        synchronized (lock) {
            open = new ArrayList<>(connections.keySet());
        }
        open.stream().filter(Connection::isSessionEnded).forEach(Connection::reset);
    }

    private void reset(Predicate<TdsPort> which) {
        List<Connection> open = new ArrayList<>();
        synchronized (lock) {
            connections.forEach((connection, port) -> {
                if (which.test(port)) {
                    open.add(connection);
                }
            });
        }
        open.forEach(Connection::reset);
    }

    @Override
    public Traffic traffic() {
        return traffic;
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

    private List<TdsPort> ports() {
        List<TdsPort> all = new ArrayList<>(List.of(main));
        all.addAll(listeners.values());
        return all;
    }

    private long openConnections() {
        synchronized (lock) {
            return connections.size();
        }
    }

    private void accept(TdsPort port, Socket client) {
        boolean refused = faults.forConnection(machine).isPresent();
        synchronized (lock) {
            int spid = FIRST_SPID + number % SPIDS;
            Connection connection = new Connection(client, this, spid);
            boolean known = port == main || listeners.containsValue(port);
            if (refused
                    || !wanted
                    || swallowed
                    || !known
                    || connections.size() >= options.limits().connections()) {
                connection.reset();
                return;
            }
            number++;
            traffic.count(Traffic.CONNECTIONS);
            connections.put(connection, port);
            begin("tds-connection-" + number, connection);
        }
    }

    // what ports, connections and sessions use

    private Thread started(String purpose, Runnable body) {
        synchronized (lock) {
            return begin(purpose, body);
        }
    }

    void start(String purpose, Runnable body) {
        started(purpose, body);
    }

    private Thread begin(String purpose, Runnable body) {
        Thread thread = new Thread(body, "quorate-lab-" + machine + "-" + purpose);
        thread.setDaemon(true);
        thread.start();
        threads.removeIf(old -> !old.isAlive());
        threads.add(thread);
        return thread;
    }

    void ended(Connection connection) {
        synchronized (lock) {
            connections.remove(connection);
        }
    }

    String machine() {
        return machine;
    }

    SqlDoor door() {
        return door;
    }

    @Nullable
    SSLContext tls() {
        return options.tls();
    }

    @Nullable
    TdsWindows windows() {
        return options.windows();
    }

    TdsEncryption encryption() {
        return options.encryption();
    }

    TdsLimits limits() {
        return options.limits();
    }

    boolean silent() {
        return silent;
    }

    Activity enter(String what, int clientPort) {
        return world.time().enter(what + " at " + machine, clientPort);
    }

    /** Says that whoever asks from that port waits in vain. */
    void keepsWaiting(int clientPort) {
        world.time().askings().keepsWaiting(clientPort);
    }

    /** Waits in the world's time, or until something is so. */
    void sleep(Duration duration, BooleanSupplier over) throws InterruptedException {
        world.clock().sleep(duration, over);
    }

    Optional<Faults.Hit> fault(String action, List<String> statements, @Nullable String user) {
        Optional<Faults.Hit> hit = faults.forRequest(new Faults.Request(machine, "tds " + action, statements, user));
        hit.ifPresent(h -> log.debug("fault [machine={} action={} kind={}]", machine, action, h.kind()));
        return hit;
    }
}
