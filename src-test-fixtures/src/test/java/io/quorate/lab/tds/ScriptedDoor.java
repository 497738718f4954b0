package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlAnswer;
import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlDoor;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlLogin;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlParameter;
import io.quorate.lab.sql.SqlSession;
import io.quorate.lab.sql.SqlType;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An instance that answers by what a test says; knows by itself {@code SELECT 1}, transactions, {@code USE}, {@code HANG} and parameters. */
final class ScriptedDoor implements SqlDoor {
    static final String USER = "quorate";
    static final String PASSWORD = "T0p-secret äöü";

    /** For vertx-mssql-client 5.0.8, which is not let in with other letters. */
    static final String PLAIN_PASSWORD = "T0p-secret";

    final List<SqlLogin> logins = new CopyOnWriteArrayList<>();
    final List<String> batches = new CopyOnWriteArrayList<>();
    final List<List<SqlParameter>> parameters = new CopyOnWriteArrayList<>();
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    volatile CountDownLatch hanging = new CountDownLatch(1);
    volatile Function<SqlLogin, SqlEntry> instead = login -> null;
    /** Runs what nobody has scripted, also what this knows by itself; null for nothing. */
    volatile Script otherwise;

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();

    interface Script {
        void run(Session session, List<SqlParameter> parameters, SqlAnswer answer);
    }

    void on(String batch, Script script) {
        scripts.put(batch, script);
    }

    @Override
    public String server() {
        return "SQL1";
    }

    @Override
    public String version() {
        return "16.0.4135.4";
    }

    @Override
    public SqlEntry login(SqlLogin login) {
        logins.add(login);
        SqlEntry other = instead.apply(login);
        if (other != null) {
            return other;
        }
        if (!login.user().equals(USER) || !List.of(PASSWORD, PLAIN_PASSWORD).contains(new String(login.password()))) {
            return new SqlEntry.Refused(
                    new SqlMessage(18456, 14, 1, "Login failed for user '" + login.user() + "'.", 1));
        }
        Session session = new Session(login.database().isEmpty() ? "master" : login.database());
        sessions.add(session);
        return new SqlEntry.Accepted(session);
    }

    static List<SqlColumn> column(SqlType type) {
        return List.of(new SqlColumn("it", type));
    }

    final class Session implements SqlSession {
        volatile String database;
        volatile int transactions;
        volatile boolean ended;
        volatile boolean closed;
        volatile boolean cancelled;
        volatile CountDownLatch over = new CountDownLatch(1);

        Session(String database) {
            this.database = database;
        }

        @Override
        public String database() {
            return database;
        }

        @Override
        public boolean inTransaction() {
            return transactions > 0;
        }

        @Override
        public void run(String batch, List<SqlParameter> values, SqlAnswer answer) {
            batches.add(batch);
            parameters.add(values);
            over = new CountDownLatch(1);
            Script script = scripts.get(batch.strip());
            String upper = batch.strip().toUpperCase(Locale.ROOT);
            if (script != null) {
                script.run(this, values, answer);
            } else if (otherwise != null) {
                otherwise.run(this, values, answer);
            } else if (upper.equals("SELECT 1")) {
                answer.columns(column(SqlType.INT));
                answer.row(List.of(1));
                answer.counted(1);
            } else if (upper.startsWith("SELECT @")) {
                SqlParameter value = values.get(0);
                answer.columns(column(value.type()));
                answer.row(Collections.singletonList(value.value()));
                answer.counted(1);
            } else if (upper.equals("HANG")) {
                hanging.countDown();
                await();
            } else if (upper.startsWith("USE ")) {
                database = batch.strip().substring(4);
                answer.database(database);
                answer.done();
            } else if (upper.contains("BEGIN TRAN") || upper.contains("IMPLICIT_TRANSACTIONS ON")) {
                transactions++;
                answer.done();
            } else if (upper.contains("SAVE TRAN")) {
                answer.done();
            } else if (upper.contains("COMMIT") || upper.contains("ROLLBACK")) {
                transactions = 0;
                answer.done();
            } else if (upper.startsWith("SET ") || upper.startsWith("EXEC ") || upper.isEmpty()) {
                answer.done();
            } else {
                answer.message(new SqlMessage(102, 15, 1, "Incorrect syntax near '" + batch + "'.", 1));
            }
        }

        private void await() {
            try {
                if (!over.await(100, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody cancelled");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            over.countDown();
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public void close() {
            closed = true;
            over.countDown();
        }
    }
}
