package io.quorate.mssql;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Trust;
import io.quorate.mssql.driver.Attempt;
import io.quorate.mssql.driver.QuorateSockets;
import io.quorate.mssql.driver.QuorateTrust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.NetworkFailures;
import io.quorate.spi.net.NoDelaySockets;
import io.quorate.spi.net.Reach;
import io.quorate.spi.net.Resolver;
import io.quorate.spi.net.TlsTrust;
import io.quorate.sql.EndpointAnswer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance: keeps a few idle connections, looks at them before they are used again, and opens others. An administrator's connection, never
 * through a listener, with master as its database. Thread-safe; no lock is held across I/O.
 */
final class Instance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    private static final Duration LONGEST_LOGIN = Duration.ofSeconds(15);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(50);
    private static final Duration LOOK_AFTER = Duration.ofMillis(20);
    private static final int MOST_IDLE = 4;
    private static final NetworkFailures.Hints HINTS = new NetworkFailures.Hints(
            "is the instance up, does it listen on that port (TCP is off by default in some editions), and does the firewall"
                    + " let it through?",
            "the instance may hang, or wait for its cluster; look at its error log",
            "does the port speak TDS? For TLS before TDS (2022 and later) set the option encrypt=strict");

    private final HostPort at;
    private final SqlOptions options;
    private final DriverLogin login;
    private final Supplier<Driver> driver;
    private final QuorateRuntime runtime;
    private final TlsTrust trust;
    private final NetworkFailures failures;
    private final Resolver resolver;
    private final Guard guard;
    private final Object lock = new Object();
    private final Deque<Lane> idle = new ArrayDeque<>();
    private volatile boolean closed;

    Instance(
            HostPort at,
            SqlOptions options,
            DriverLogin login,
            Trust trust,
            Supplier<Driver> driver,
            QuorateRuntime runtime) {
        this.at = at;
        this.options = options;
        this.login = login;
        this.driver = driver;
        this.runtime = runtime;
        this.trust = new TlsTrust(trust);
        this.failures = new NetworkFailures(at.bare(), at.port(), this.trust, HINTS);
        this.resolver = new Resolver(runtime);
        this.guard = new Guard(runtime, failures.address());
    }

    String address() {
        return failures.address();
    }

    NetworkFailures failures() {
        return failures;
    }

    Guard guard() {
        return guard;
    }

    QuorateRuntime runtime() {
        return runtime;
    }

    boolean closed() {
        return closed;
    }

    /** Takes the password out of what the driver says. */
    String clean(String text) {
        return login.clean(text);
    }

    /** Returns a connection that was alive a moment ago, or a new one. */
    Lane take(Deadline deadline) {
        hear();
        for (Lane lane = next(); lane != null; lane = next()) {
            long rested = lane.idle(runtime.nanos());
            boolean dead = rested > LONGEST_IDLE.toNanos() || (rested > LOOK_AFTER.toNanos() && lane.dead());
            if (!dead) {
                return lane;
            }
            lane.close();
        }
        return connect(deadline);
    }

    /** Looks whether somebody takes a connection at another address, as this instance's partners look for it. */
    EndpointAnswer.Reach reach(String address, int port, Deadline deadline) {
        hear();
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw failures.noTimeLeft();
        }
        try {
            return Probe.reach(address, port, left, runtime, resolver, guard);
        } catch (IOException e) {
            throw failures.of(e, Reach.NOT_CONNECTED, deadline, closed);
        }
    }

    private @Nullable Lane next() {
        synchronized (lock) {
            return idle.pollFirst();
        }
    }

    /** Gives a connection back; one that is spent is closed. */
    void give(Lane lane) {
        boolean kept = false;
        if (!lane.spent() && !lane.closed()) {
            lane.used(runtime.nanos());
            synchronized (lock) {
                if (!closed && idle.size() < MOST_IDLE) {
                    idle.addFirst(lane);
                    kept = true;
                }
            }
        }
        if (!kept) {
            lane.close();
        }
    }

    private void hear() {
        if (closed) {
            throw failures.closed();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("interrupted before asking " + address());
        }
    }

    private Lane connect(Deadline deadline) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw failures.noTimeLeft();
        }
        InetSocketAddress to = resolve(left);
        Duration most = left.compareTo(LONGEST_LOGIN) < 0 ? left : LONGEST_LOGIN;
        Duration patience = runtime.patience(most);
        long started = runtime.nanos();
        DriverKerberos.Ready ready = ready(patience);
        Properties properties = new Properties();
        try (Attempt attempt =
                new Attempt(new NoDelaySockets(runtime.sockets()), trust, trust.checksNames() ? name(to) : null)) {
            fill(properties, to, attempt.token(), patience);
            login.into(properties, ready);
            Lane lane = open(properties, ready, attempt, patience, started + most.toNanos(), deadline);
            log.debug(
                    "connected [host={} version={} ms={}]",
                    address(),
                    lane.version(),
                    (runtime.nanos() - started) / 1_000_000);
            return lane;
        } finally {
            properties.clear();
        }
    }

    private DriverKerberos.@Nullable Ready ready(Duration patience) {
        try {
            return login.ready(at, patience, guard);
        } catch (Fault fault) {
            throw closed && !fault.refusesLogin() ? failures.closed() : fault;
        }
    }

    private InetSocketAddress resolve(Duration left) {
        try {
            InetSocketAddress to = resolver.resolve(at.host(), at.port(), left);
            if (to.isUnresolved()) {
                throw new UnknownHostException(to.getHostString());
            }
            return to;
        } catch (UnknownHostException e) {
            throw failures.unresolved(e);
        } catch (IOException e) {
            throw failures.unresolvedInTime(e, closed);
        }
    }

    /** What the certificate must hold: the name, or the address in the one form that the JDK writes. */
    private String name(InetSocketAddress to) {
        boolean address = at.host().indexOf(':') >= 0 || at.host().matches("[0-9.]+");
        String written = to.getAddress().getHostAddress();
        int zone = written.indexOf('%');
        return address ? zone < 0 ? written : written.substring(0, zone) : at.bare();
    }

    private void fill(Properties properties, InetSocketAddress to, String token, Duration patience) {
        properties.put("serverName", to.getAddress().getHostAddress());
        properties.put("portNumber", String.valueOf(to.getPort()));
        properties.put("databaseName", "master");
        properties.put("applicationName", "Quorate");
        properties.put("applicationIntent", "ReadWrite");
        // Otherwise the driver asks DNS for this machine's name.
        properties.put("workstationID", "quorate");
        properties.put("encrypt", options.encrypt());
        properties.put("trustServerCertificate", "false");
        properties.put("trustManagerClass", QuorateTrust.class.getName());
        properties.put("trustManagerConstructorArg", token);
        properties.put("hostNameInCertificate", at.bare());
        properties.put("socketFactoryClass", QuorateSockets.class.getName());
        properties.put("socketFactoryConstructorArg", token);
        // Repeating is the engine's business, and so is another host.
        properties.put("connectRetryCount", "0");
        properties.put("multiSubnetFailover", "false");
        properties.put("transparentNetworkIPResolution", "false");
        properties.put("loginTimeout", String.valueOf(seconds(patience)));
        // For the driver's own statements; each of ours says how long it may take. Without it there is no time-out of a
        // cancel.
        properties.put("queryTimeout", String.valueOf(seconds(LONGEST_LOGIN)));
        properties.put("cancelQueryTimeout", "2");
    }

    /** Rounds up to whole seconds, which is what JDBC counts in; the guard is exact. */
    static int seconds(Duration time) {
        return (int) Math.max(1, Math.min(65_535, time.plusNanos(999_999_999).toSeconds()));
    }

    /** @param end when nobody waits any more, on the runtime's clock: the driver, which counts in seconds, may say so before the guard does */
    private Lane open(
            Properties properties,
            DriverKerberos.@Nullable Ready ready,
            Attempt attempt,
            Duration patience,
            long end,
            Deadline deadline) {
        Guard.Ending ending = new Guard.Ending() {
            @Override
            public void ask() {
                attempt.cut();
            }

            @Override
            public void cut() {
                attempt.cut();
            }

            @Override
            public void free() {}
        };
        boolean late = false;
        try (Guard.Watch watch = guard.watch(ending, patience)) {
            try {
                Connection connection = open(properties, ready);
                if (connection == null) {
                    throw new SQLException("the driver does not take " + MssqlBackend.URL);
                }
                return lane(connection, attempt);
            } finally {
                late = watch.late() || runtime.nanos() - end >= 0;
            }
        } catch (SQLException e) {
            throw refused(e, late, deadline);
        }
    }

    private @Nullable Connection open(Properties properties, DriverKerberos.@Nullable Ready ready) throws SQLException {
        Driver opener = driver.get();
        if (ready == null) {
            return opener.connect(MssqlBackend.URL, properties);
        }
        JaasSettings.keep(opener);
        return ready.connect(() -> opener.connect(MssqlBackend.URL, properties));
    }

    private Lane lane(Connection connection, Attempt attempt) throws SQLException {
        try {
            DatabaseMetaData data = connection.getMetaData();
            return new Lane(
                    connection,
                    attempt,
                    data.getDatabaseMajorVersion(),
                    String.valueOf(data.getDatabaseProductVersion()),
                    runtime.nanos());
        } catch (SQLException e) {
            attempt.cut();
            connection.abort(Runnable::run);
            throw e;
        }
    }

    private Fault refused(SQLException e, boolean late, Deadline deadline) {
        SqlError error = SqlError.of(e, login::clean);
        if (error.said() && !Thread.currentThread().isInterrupted() && !closed) {
            return SqlErrors.ofLogin(error, address());
        }
        return failures.of(io(e, late, error.text()), Reach.NOT_CONNECTED, deadline, closed);
    }

    /** Returns what happened on the network; of the driver's own words only those without secrets. */
    static IOException io(SQLException e, boolean late, String said) {
        if (late) {
            return new SocketTimeoutException("the time given ran out");
        }
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return io;
            }
        }
        return new IOException(said);
    }

    /** Ends what is under way, refuses more and closes the connections. */
    @Override
    public void close() {
        closed = true;
        resolver.close();
        guard.close();
        for (Lane lane = next(); lane != null; lane = next()) {
            lane.close();
        }
    }
}
