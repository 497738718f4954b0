package io.quorate.mssql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A driver and a server without a wire between them. */
final class StubSql implements Supplier<Driver> {
    /** What a batch does, one after another. */
    sealed interface Event {
        record Rows(List<String> columns, List<Map<String, Object>> rows) implements Event {}

        record Count(int rows) implements Event {}

        record Says(SQLWarning warning) implements Event {}

        record Fails(SQLException failure) implements Event {}

        /** Waits until it is cancelled, or the connection is aborted. */
        record Hangs(boolean hearsCancel) implements Event {}

        /** The connection ends. */
        record Ends() implements Event {}
    }

    final List<Properties> logins = new CopyOnWriteArrayList<>();
    final List<String> batches = new CopyOnWriteArrayList<>();
    final List<Integer> timeouts = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();
    final AtomicInteger aborts = new AtomicInteger();
    final CountDownLatch hanging = new CountDownLatch(1);
    volatile int major = 16;
    volatile Function<String, List<Event>> server = sql -> List.of(new Event.Count(-1));
    volatile SQLException refusal;

    @Override
    public Driver get() {
        return proxy(Driver.class, (self, method, args) -> switch (method.getName()) {
            case "acceptsURL" -> true;
            case "connect" -> connect((Properties) args[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private Connection connect(Properties properties) throws SQLException {
        Properties copy = new Properties();
        copy.putAll(properties);
        logins.add(copy);
        SQLException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        open.incrementAndGet();
        Session session = new Session();
        return proxy(Connection.class, (self, method, args) -> switch (method.getName()) {
            case "createStatement" -> statement(session);
            case "getMetaData" -> metaData();
            case "isClosed" -> session.closed;
            case "isValid" -> !session.closed;
            case "close" -> session.close();
            case "abort" -> {
                aborts.incrementAndGet();
                yield session.close();
            }
            case "toString" -> "StubConnection";
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == args[0];
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    /** One connection. */
    private final class Session {
        private volatile boolean closed;

        Object close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
            return null;
        }
    }

    private DatabaseMetaData metaData() {
        return proxy(DatabaseMetaData.class, (self, method, args) -> switch (method.getName()) {
            case "getDatabaseMajorVersion" -> major;
            case "getDatabaseProductVersion" -> major + ".0.1000.1";
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private Statement statement(Session session) throws SQLException {
        if (session.closed) {
            throw new SQLException("The connection is closed.", "08003");
        }
        return proxy(Statement.class, new Running(session));
    }

    private final class Running implements InvocationHandler {
        private final Session session;
        private final List<Event> left = new ArrayList<>();
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private SQLWarning warnings;
        private Event current;
        private boolean closed;

        Running(Session session) {
            this.session = session;
        }

        @Override
        public Object invoke(Object self, java.lang.reflect.Method method, Object[] args) throws Throwable {
            switch (method.getName()) {
                case "setEscapeProcessing":
                    return null;
                case "setQueryTimeout":
                    timeouts.add((Integer) args[0]);
                    return null;
                case "execute":
                    batches.add((String) args[0]);
                    left.addAll(server.apply((String) args[0]));
                    return next();
                case "getMoreResults":
                    return next();
                case "getUpdateCount":
                    return current instanceof Event.Count count ? count.rows() : -1;
                case "getResultSet":
                    return result((Event.Rows) current);
                case "getWarnings":
                    return warnings;
                case "cancel":
                    cancels.incrementAndGet();
                    cancelled.countDown();
                    return null;
                case "isClosed":
                    return closed;
                case "getConnection":
                    return proxy(Connection.class, (c, m, a) -> session.closed);
                case "close":
                    closed = true;
                    return null;
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        }

        private boolean next() throws Exception {
            while (!left.isEmpty()) {
                current = left.remove(0);
                if (current instanceof Event.Says says) {
                    warnings = says.warning();
                } else if (current instanceof Event.Fails fails) {
                    throw fails.failure();
                } else if (current instanceof Event.Ends) {
                    session.close();
                    throw new SQLException(
                            "Connection reset", "08S01", new java.net.SocketException("Connection reset"));
                } else if (current instanceof Event.Hangs hangs) {
                    hang(hangs);
                } else {
                    return current instanceof Event.Rows;
                }
            }
            current = null;
            return false;
        }

        /** As a read of the driver's, which hears no interrupt. */
        private void hang(Event.Hangs hangs) throws SQLException {
            hanging.countDown();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
            while (System.nanoTime() < end) {
                if (hangs.hearsCancel() && cancelled.getCount() == 0) {
                    throw new SQLException("The query was canceled.", "HY008");
                }
                if (session.closed) {
                    throw new SQLException("Connection closed", "08S01", new java.net.SocketException("Socket closed"));
                }
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                Thread.yield();
            }
            throw new AssertionError("nobody ended it");
        }
    }

    private static ResultSet result(Event.Rows rows) {
        int[] at = {-1};
        return proxy(ResultSet.class, (self, method, args) -> switch (method.getName()) {
            case "getMetaData" ->
                proxy(ResultSetMetaData.class, (data, asked, index) -> switch (asked.getName()) {
                    case "getColumnCount" -> rows.columns().size();
                    case "getColumnLabel" -> rows.columns().get((Integer) index[0] - 1);
                    default -> throw new UnsupportedOperationException(asked.getName());
                });
            case "next" -> ++at[0] < rows.rows().size();
            case "getObject" -> rows.rows().get(at[0]).get(rows.columns().get((Integer) args[0] - 1));
            case "close" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return (T) Proxy.newProxyInstance(StubSql.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** An error as the driver tells one: what JDBC does not know is asked for by name. */
    public static final class ServerError extends SQLException {
        private static final long serialVersionUID = 1L;
        private final transient Detail detail;

        ServerError(int number, int severity, int state, String text) {
            super(text, "S000" + state, number);
            this.detail = new Detail(number, severity, state, text);
        }

        public Detail getSQLServerError() {
            return detail;
        }
    }

    /** A warning as the driver tells one. */
    public static final class ServerWarning extends SQLWarning {
        private static final long serialVersionUID = 1L;
        private final transient Detail detail;

        ServerWarning(int number, int severity, int state, String text) {
            super(text, "01000", number);
            this.detail = new Detail(number, severity, state, text);
        }

        public Detail getSQLServerError() {
            return detail;
        }
    }

    /** What the driver knows besides. */
    public record Detail(int number, int severity, int state, String text) {
        public int getErrorNumber() {
            return number;
        }

        public int getErrorSeverity() {
            return severity;
        }

        public int getErrorState() {
            return state;
        }

        public String getErrorMessage() {
            return text;
        }
    }

    static Event fails(int number) {
        return fails(number, 16);
    }

    static Event fails(int number, int severity) {
        return new Event.Fails(new ServerError(number, severity, 3, "what the server says in its language"));
    }
}
