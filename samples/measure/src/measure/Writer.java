package measure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An application that writes all the time, and how long failovers keep it from that. */
abstract class Writer implements AutoCloseable {
    private static final long PACE = 8_000_000;
    private static final AtomicLong MARKS = new AtomicLong();

    private final Object lock = new Object();
    private double[] times = new double[16];
    private int count;
    private long written;
    private String wanted = "";
    private long heard;
    private long promoted;
    private boolean waits;
    private volatile boolean ends;

    /** Writes a mark over a connection, and returns who has acknowledged it. */
    static String write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO marks (id, who) VALUES (" + MARKS.incrementAndGet() + ", 1); SELECT @@SERVERNAME");
            while (statement.getUpdateCount() != -1) {
                statement.getMoreResults();
            }
            try (ResultSet server = statement.getResultSet()) {
                server.next();
                return server.getString(1);
            }
        }
    }

    void start(int threads) {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::run, "writer");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        while (!ends) {
            String server = once();
            if (!server.isEmpty()) {
                wrote(server, System.nanoTime());
            }
            LockSupport.parkNanos(PACE);
        }
    }

    /** Tries to write once, and returns who has acknowledged it; empty if nobody. */
    abstract String once();

    private void wrote(String server, long at) {
        synchronized (lock) {
            written++;
            if (waits && heard == 0 && server.equalsIgnoreCase(wanted)) {
                heard = at;
                settle();
            }
        }
    }

    private void settle() {
        if (promoted != 0 && heard != 0) {
            times = count == times.length ? Arrays.copyOf(times, 2 * count) : times;
            times[count++] = Math.max(0, heard - promoted) / 1e9;
            waits = false;
            lock.notifyAll();
        }
    }

    boolean writes() {
        synchronized (lock) {
            return written > 3;
        }
    }

    /** Says which instance is going to be the primary. */
    void watch(String instance) {
        synchronized (lock) {
            wanted = instance;
            heard = 0;
            promoted = 0;
            waits = true;
        }
    }

    /** Says when it has become that. */
    void promoted(long at) {
        synchronized (lock) {
            promoted = at;
            settle();
        }
    }

    /** Waits until it writes there, or that time is past. */
    void awaitBack(long until) {
        synchronized (lock) {
            try {
                for (long left = until - System.nanoTime(); waits && left > 0; left = until - System.nanoTime()) {
                    lock.wait(left / 1_000_000 + 1);
                }
                if (waits) {
                    heard = until;
                    settle();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void forget() {
        synchronized (lock) {
            count = 0;
        }
    }

    double seconds(double share) {
        synchronized (lock) {
            double[] sorted = Arrays.copyOf(times, count);
            Arrays.sort(sorted);
            return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
        }
    }

    String spread() {
        return "p50 " + Unit.TIME.print(seconds(0.5)) + ", p99 " + Unit.TIME.print(seconds(0.99)) + ", most " + Unit.TIME.print(seconds(1));
    }

    @Override
    public void close() {
        ends = true;
    }

    /** Opens a connection. */
    interface Source {
        Connection open() throws SQLException;
    }

    /** Keeps one connection as long as it serves, and opens another one then. */
    static final class Alone extends Writer {
        private final Source source;
        private Connection connection;

        Alone(Source source) {
            this.source = source;
            start(1);
        }

        @Override
        String once() {
            try {
                if (connection == null) {
                    connection = source.open();
                }
                return write(connection);
            } catch (SQLException e) {
                drop();
                return "";
            }
        }

        private void drop() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (SQLException e) {
                // gone is all that is wanted
            }
            connection = null;
        }
    }

    /** Takes connections from a pool; counts what each of them failed with. */
    static final class Pooled extends Writer {
        private final HikariDataSource pool;
        private final Map<Connection, Integer> failed = new IdentityHashMap<>();
        private final Map<Integer, Integer> numbers = new TreeMap<>();
        private int none;

        Pooled(HikariDataSource pool, int threads) {
            this.pool = pool;
            start(threads);
        }

        @Override
        String once() {
            Connection real = null;
            try (Connection connection = pool.getConnection()) {
                real = connection.unwrap(Connection.class);
                return write(connection);
            } catch (SQLException e) {
                note(real, e);
                return "";
            }
        }

        private synchronized void note(Connection real, SQLException e) {
            if (real == null) {
                none++;
            } else {
                failed.merge(real, 1, Integer::sum);
                numbers.merge(e.getErrorCode(), 1, Integer::sum);
            }
        }

        @Override
        synchronized void forget() {
            super.forget();
            failed.clear();
            numbers.clear();
            none = 0;
        }

        boolean back() {
            return seconds(1) < 15;
        }

        synchronized int mostErrors() {
            return failed.values().stream().mapToInt(i -> i).max().orElse(0);
        }

        synchronized int errorCount() {
            return failed.values().stream().mapToInt(i -> i).sum();
        }

        synchronized String errors() {
            return failed.size() + " connections failed, with " + numbers + (none == 0 ? "" : "; none to be had: " + none);
        }
    }
}
