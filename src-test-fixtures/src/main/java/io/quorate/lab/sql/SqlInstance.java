package io.quorate.lab.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An instance's door: its sessions run over what its host says, and over rows in H2, which must be there. Thread-safe. */
public final class SqlInstance implements SqlDoor, AutoCloseable {
    private static final Set<String> SYSTEM = Set.of("master", "tempdb", "model", "msdb");
    private static final int FIRST_SESSION = 51;
    private static final int MOST_SESSIONS = 32_767;
    private static final int MOST_KNOWN = 1_000;

    private final SqlHost host;
    private final SqlClock clock;
    private final SqlGrammar grammar;
    private final SqlStore store;
    private final Set<SqlSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger(FIRST_SESSION);
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicLong notSimulated = new AtomicLong();
    private final Map<String, List<SqlTransaction>> own = new HashMap<>();

    /**
     * Opens one.
     *
     * @throws IllegalStateException if H2 is not there
     */
    public SqlInstance(SqlHost host, SqlClock clock) {
        this(host, clock, SqlGrammar.of(host));
    }

    SqlInstance(SqlHost host, SqlClock clock, SqlGrammar grammar) {
        this.host = host;
        this.clock = clock;
        this.grammar = grammar;
        this.store = new SqlStore(this::log);
    }

    @Override
    public String server() {
        return host.server();
    }

    @Override
    public String version() {
        return host.version();
    }

    @Override
    public SqlEntry login(SqlLogin login) {
        SqlMessage why = host.refuses(login);
        if (why != null) {
            return new SqlEntry.Refused(why);
        }
        SqlEntry.Routed elsewhere = host.routed(login);
        if (elsewhere != null) {
            return elsewhere;
        }
        String database = login.database().isEmpty() ? "master" : login.database();
        SqlMessage closed = host.closed(database, login.readIntent());
        if (closed != null) {
            return new SqlEntry.Refused(
                    closed.number() != 911
                            ? closed
                            : new SqlMessage(
                                    4060,
                                    11,
                                    1,
                                    "Cannot open database \"" + SqlTexts.cut(database)
                                            + "\" requested by the login. The login failed.",
                                    1));
        }
        if (sessions.size() >= MOST_SESSIONS) {
            return new SqlEntry.Refused(new SqlMessage(
                    17809, 20, 1, "Could not connect because the maximum number of user connections was reached.", 1));
        }
        int number = FIRST_SESSION + Math.floorMod(numbers.getAndIncrement() - FIRST_SESSION, MOST_SESSIONS);
        H2Session session = new H2Session(this, new SqlState(number, login, database), sessions::remove);
        sessions.add(session);
        return new SqlEntry.Accepted(session);
    }

    /** Returns how many statements were not known here. */
    public long notSimulated() {
        return notSimulated.get();
    }

    void countNotSimulated() {
        notSimulated.incrementAndGet();
    }

    /** Tells whether a query over views was looked at before: their columns do not change as long as an instance lives. */
    boolean isKnownToRun(String query) {
        return known.contains(query);
    }

    void knowsToRun(String query) {
        if (known.size() < MOST_KNOWN) {
            known.add(query);
        }
    }

    SqlHost host() {
        return host;
    }

    SqlClock clock() {
        return clock;
    }

    SqlGrammar grammar() {
        return grammar;
    }

    SqlStore store() {
        return store;
    }

    SqlCopy copy(String database) {
        return store.copy(database);
    }

    /** The instance's own databases are in no group: what is written to them stays here. */
    private SqlLog log(String database) {
        if (!system(database)) {
            return host.log(database);
        }
        synchronized (own) {
            return new SqlLog(0, own.getOrDefault(database.toLowerCase(Locale.ROOT), List.of()));
        }
    }

    @Nullable
    SqlMessage commit(String database, SqlTransaction transaction, SqlPatience patience) {
        if (!system(database)) {
            return host.commit(database, transaction, patience);
        }
        synchronized (own) {
            own.computeIfAbsent(database.toLowerCase(Locale.ROOT), d -> new ArrayList<>())
                    .add(transaction);
        }
        return null;
    }

    private static boolean system(String database) {
        return SYSTEM.contains(database.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        sessions.forEach(SqlSession::close);
        store.close();
    }
}
