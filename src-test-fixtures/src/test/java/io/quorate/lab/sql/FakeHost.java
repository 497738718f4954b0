package io.quorate.lab.sql;

import io.quorate.lab.ddl.ServerStatement;
import io.quorate.lab.ddl.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An instance with one group AG1 of two replicas and two databases, whose logs a test moves by hand. */
final class FakeHost implements SqlHost, SqlClock {
    static final UUID GROUP = UUID.fromString("11111111-1111-1111-1111-111111111111");
    static final UUID FIRST = UUID.fromString("22222222-2222-2222-2222-222222222221");
    static final UUID SECOND = UUID.fromString("22222222-2222-2222-2222-222222222222");
    static final UUID DATABASE = UUID.fromString("33333333-3333-3333-3333-333333333333");

    final Map<String, List<SqlTransaction>> logs = new ConcurrentHashMap<>();
    final Map<String, Long> generations = new ConcurrentHashMap<>();
    final Map<String, Long> epochs = new ConcurrentHashMap<>();
    final Map<String, SqlMessage> closed = new ConcurrentHashMap<>();
    final Map<String, SqlMessage> readOnly = new ConcurrentHashMap<>();
    final List<Statement> executed = new CopyOnWriteArrayList<>();
    final List<String> ddl = new CopyOnWriteArrayList<>();
    volatile @Nullable SqlMessage executeSays;
    volatile @Nullable SqlMessage commitSays;
    volatile boolean hardensNevertheless;
    volatile boolean hangs;
    volatile LocalDateTime now = LocalDateTime.parse("2026-01-05T08:00:00.1234567");
    private final String server;

    FakeHost(String server) {
        this.server = server;
    }

    SqlInstance instance() {
        return new SqlInstance(this, this, (statement, line) -> {
            ddl.add(statement);
            if (statement.contains("BROKEN")) {
                throw SqlFailure.ending(102, 15, line, "Incorrect syntax near 'BROKEN'.");
            }
            return new ServerStatement.Reconfigure(false);
        });
    }

    @Override
    public LocalDateTime now() {
        return now;
    }

    @Override
    public void pause(Duration duration, SqlPatience patience) {
        while (duration.compareTo(Duration.ofHours(1)) >= 0 && !patience.given()) {
            Thread.onSpinWait();
        }
        now = now.plus(duration);
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public String version() {
        return "16.0.4135.4";
    }

    @Override
    public @Nullable Object property(String name) {
        return switch (name) {
            case "ProductVersion" -> version();
            case "Edition" -> "Enterprise Edition: Core-based Licensing (64-bit)";
            case "EngineEdition" -> 3;
            case "IsHadrEnabled" -> 1;
            case "ServerName" -> server;
            default -> null;
        };
    }

    @Override
    public @Nullable Object function(String name, List<? extends @Nullable Object> arguments, String login) {
        return switch (name) {
            case "certencoded" -> new byte[] {1, 2, 3};
            case "is_srvrolemember" -> "sysadmin".equals(arguments.get(0)) ? 1 : 0;
            case "fn_hadr_backup_is_preferred_replica" -> "db1".equals(arguments.get(0));
            default -> null;
        };
    }

    @Override
    public List<SqlView> views() {
        return FakeViews.of(server);
    }

    @Override
    public @Nullable SqlMessage refuses(SqlLogin login) {
        return new String(login.password()).equals("right")
                ? null
                : new SqlMessage(18456, 14, 1, "Login failed for user '" + login.user() + "'.", 1);
    }

    @Override
    public SqlEntry.@Nullable Routed routed(SqlLogin login) {
        return login.readIntent() && login.database().equals("db2") ? new SqlEntry.Routed("127.0.0.2", 1433) : null;
    }

    @Override
    public @Nullable SqlMessage closed(String database, boolean readIntent) {
        if (closed.containsKey(database)) {
            return closed.get(database);
        }
        return List.of("master", "tempdb", "msdb", "db1", "db2").contains(database.toLowerCase(Locale.ROOT))
                ? null
                : new SqlMessage(
                        911,
                        16,
                        1,
                        "Database '" + database + "' does not exist. Make sure that the name is entered correctly.",
                        1);
    }

    @Override
    public @Nullable SqlMessage readOnly(String database) {
        return readOnly.get(database);
    }

    @Override
    public long epoch(String database) {
        return epochs.getOrDefault(database, 0L);
    }

    @Override
    public void execute(Statement statement, SqlCaller caller, SqlPatience patience, SqlAnswer answer) {
        executed.add(statement);
        SqlMessage says = executeSays;
        if (says != null) {
            answer.message(says);
        }
    }

    @Override
    public @Nullable SqlMessage commit(String database, SqlTransaction transaction, SqlPatience patience) {
        while (hangs && !patience.given()) {
            Thread.onSpinWait();
        }
        SqlMessage says = commitSays;
        if (says == null || hardensNevertheless) {
            logs.computeIfAbsent(database, d -> new CopyOnWriteArrayList<>()).add(copy(transaction));
        }
        return says;
    }

    /** What goes over to another instance is no longer the same object. */
    private static SqlTransaction copy(SqlTransaction transaction) {
        return new SqlTransaction(new ArrayList<>(transaction.changes()));
    }

    @Override
    public SqlLog log(String database) {
        return new SqlLog(generations.getOrDefault(database, 0L), logs.getOrDefault(database, List.of()));
    }
}
