package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlTransaction.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance's copy of a database. What it holds comes from the database's log alone: a transaction that is told to be committed is undone
 * here and redone from the log, so that a copy never holds what its log does not. One session writes at a time. Thread-safe.
 */
final class SqlCopy {
    private static final Logger log = LoggerFactory.getLogger(SqlCopy.class);
    private static final long LOOK_MILLIS = 20;
    private static final int MOST_TABLES = 1_000;
    private static final long MOST_CHANGES = 2_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final String database;
    private final int number;
    private final SqlLogs host;
    private final Connection connection;
    private final Map<String, String> redone = new HashMap<>();
    private final Map<String, SqlTable> tables = new TreeMap<>();
    private @Nullable SqlWriter writer;
    private String name = "";
    private int built;
    private int made;
    private boolean stale = true;
    private long generation;
    private int applied;
    private long changes;

    SqlCopy(String database, int number, SqlLogs host, Connection connection) {
        this.database = database;
        this.number = number;
        this.host = host;
        this.connection = connection;
    }

    /** Where the logs of an instance's databases are. */
    interface SqlLogs {

        SqlLog log(String database);
    }

    /** Who may write to a copy. */
    interface SqlWriter {

        /** Tells whether it is gone; gives back what it holds then, if it does nothing now. */
        boolean ended();
    }

    String database() {
        return database;
    }

    /** Returns the engine's name for it as it is now. */
    String name() {
        lock.lock();
        try {
            return name;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    SqlTable table(String schema, String table) {
        lock.lock();
        try {
            return tables.get(SqlTable.key(schema, table));
        } finally {
            lock.unlock();
        }
    }

    List<SqlTable> tables() {
        lock.lock();
        try {
            return List.copyOf(tables.values());
        } finally {
            lock.unlock();
        }
    }

    /** Makes the copy hold what its log says, unless somebody is writing: what a transaction wrote is redone at its end. */
    void refresh() {
        SqlWriter other;
        lock.lock();
        try {
            other = writer;
        } finally {
            lock.unlock();
        }
        if (other != null) {
            boolean ignored = other.ended();
        }
        lock.lock();
        try {
            if (writer == null) {
                redo();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nobody else writes, and brings the copy up.
     *
     * @param looks how often it looks before it gives up; negative: for ever
     * @return false if it gave up or the patience did
     */
    boolean write(SqlWriter who, long looks, SqlPatience patience) {
        long left = looks;
        while (true) {
            SqlWriter other;
            lock.lock();
            try {
                if (writer == who) {
                    return true;
                }
                if (writer == null) {
                    redo();
                    writer = who;
                    return true;
                }
                other = writer;
            } finally {
                lock.unlock();
            }
            if (patience.given() || left == 0) {
                return false;
            }
            left -= left > 0 ? 1 : 0;
            if (other.ended()) {
                continue;
            }
            lock.lock();
            try {
                if (writer == other && !released.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    continue;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Tells whether it holds as much as a lab may. */
    boolean full() {
        lock.lock();
        try {
            return changes > MOST_CHANGES;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets others write. What was written is undone in the engine already.
     *
     * @param definitions whether tables were made or changed, which the engine does not undo
     */
    void release(SqlWriter who, boolean definitions) {
        lock.lock();
        try {
            stale |= definitions;
            if (writer == who) {
                redo();
                writer = null;
                released.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes a table as it is from now on. */
    void put(SqlTable table) {
        lock.lock();
        try {
            if (tables.size() >= MOST_TABLES) {
                throw SqlFailure.ending(1105, 17, 1, "Could not allocate space for an object in the database.");
            }
            tables.put(table.key(), table);
        } finally {
            lock.unlock();
        }
    }

    void drop(SqlTable table) {
        lock.lock();
        try {
            tables.remove(table.key());
        } finally {
            lock.unlock();
        }
    }

    int next() {
        lock.lock();
        try {
            return 1_000_000_000 + ++made * 16_777_213 % 1_000_000_000;
        } finally {
            lock.unlock();
        }
    }

    private void redo() {
        SqlLog said = host.log(database);
        try {
            if (stale || said.generation() != generation || said.transactions().size() < applied) {
                begin(said.generation());
            }
            redo(said);
        } catch (SQLException | SqlFailure e) {
            log.debug("a copy is built anew [database={} cause={}]", database, e.toString());
            again(said);
        }
    }

    private void again(SqlLog said) {
        try {
            connection.rollback();
            begin(said.generation());
            redo(said);
        } catch (SQLException | SqlFailure e) {
            stale = true;
            log.warn("a copy cannot be brought up from its log [database={} cause={}]", database, e.toString());
            throw SqlFailure.ending(3414, 21, 1, "An error occurred during recovery of database '" + database + "'.");
        }
    }

    /** Begins with an empty copy; the one before goes when nobody holds on to it. */
    private void begin(long newGeneration) throws SQLException {
        String before = name;
        name = number + "~" + ++built;
        tables.clear();
        redone.clear();
        applied = 0;
        changes = 0;
        made = 0;
        generation = newGeneration;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + SqlTexts.name(name));
            if (!before.isEmpty()) {
                forget(statement, before);
            }
        }
        connection.commit();
        stale = false;
    }

    private static void forget(Statement statement, String before) {
        try {
            statement.execute("DROP SCHEMA IF EXISTS " + SqlTexts.name(before) + " CASCADE");
        } catch (SQLException e) {
            log.debug("an old copy stays [name={} cause={}]", before, e.toString());
        }
    }

    private void redo(SqlLog said) throws SQLException {
        List<SqlTransaction> all = said.transactions();
        if (applied == all.size()) {
            return;
        }
        Set<String> counted = new LinkedHashSet<>();
        while (applied < all.size()) {
            for (Change change : all.get(applied).changes()) {
                redo(change, counted);
            }
            connection.commit();
            applied++;
        }
        for (String key : counted) {
            SqlTable table = tables.get(key);
            if (table != null) {
                count(table);
            }
        }
        connection.commit();
    }

    private void redo(Change change, Set<String> counted) throws SQLException {
        changes++;
        String statement = change.statement();
        if (SqlRedo.definition(statement)) {
            new SqlDefinitions(this, connection).run(SqlLexer.tokens(statement));
            return;
        }
        String behind = redone.computeIfAbsent(statement, s -> SqlRedo.behind(s, name));
        try (PreparedStatement prepared = connection.prepareStatement(behind)) {
            int i = 1;
            for (SqlParameter p : change.parameters()) {
                prepared.setObject(i++, p.value());
            }
            prepared.executeUpdate();
        }
        counted.add(SqlRedo.table(statement).toLowerCase(Locale.ROOT));
    }

    /** Goes on counting behind the greatest that is there. */
    private void count(SqlTable table) throws SQLException {
        SqlTable.Column identity = table.identity();
        if (identity == null) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT MAX(" + SqlTexts.name(identity.name()) + ") FROM " + table.behind(name))) {
            if (rows.next() && rows.getObject(1) != null) {
                long next = rows.getLong(1) + 1;
                try (Statement restart = connection.createStatement()) {
                    restart.execute("ALTER SEQUENCE " + table.counter(name) + " RESTART WITH " + next);
                }
            }
        }
    }
}
