package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlNode.Plain;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session whose rows are in H2. */
final class H2Session implements SqlSession, SqlCopy.SqlWriter {
    private static final Logger log = LoggerFactory.getLogger(H2Session.class);
    private static final int LONGEST_BATCH = 1_000_000;

    private final SqlInstance instance;
    private final SqlState state;
    private final Consumer<SqlSession> gone;
    private final Connection connection;
    private final SqlViews views;
    private final SqlChanges changes;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Statement running;

    H2Session(SqlInstance instance, SqlState state, Consumer<SqlSession> gone) {
        this.instance = instance;
        this.state = state;
        this.gone = gone;
        try {
            this.connection = instance.store().open();
        } catch (SQLException e) {
            throw new IllegalStateException("the rows' store is closed", e);
        }
        this.views = new SqlViews(connection);
        this.changes = new SqlChanges(this);
        enter(state.database);
    }

    @Override
    public String database() {
        return state.database;
    }

    @Override
    public void run(String batch, List<SqlParameter> parameters, SqlAnswer answer) {
        turn.lock();
        try {
            cancelled = false;
            if (ended()) {
                return;
            }
            run(batch, new SqlVariables(parameters), answer);
        } catch (SqlStop e) {
            log.trace("a batch stopped [session={}]", state.number);
        } finally {
            running = null;
            if (ended || closed) {
                leave();
            }
            turn.unlock();
        }
    }

    private void run(String batch, SqlVariables variables, SqlAnswer answer) {
        try {
            if (batch.length() > LONGEST_BATCH) {
                throw SqlFailure.ending(701, 17, 1, "There is insufficient system memory to run this query.");
            }
            List<SqlNode> nodes = SqlScript.parse(batch);
            new SqlBatch(this, variables, answer).run(nodes);
        } catch (SqlFailure e) {
            state.error = e.told().number();
            if (e.told().number() == 50000 && e.told().text().startsWith("not simulated")) {
                instance.countNotSimulated();
            }
            answer.message(e.told());
            answer.done();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        interruptEngine();
    }

    private void interruptEngine() {
        Statement now = running;
        if (now != null) {
            try {
                now.cancel();
            } catch (SQLException e) {
                log.debug("a statement did not hear a cancel [cause={}]", e.toString());
            }
        }
    }

    @Override
    public boolean ended() {
        if (!ended && changed()) {
            ended = true;
            interruptEngine();
        }
        if (ended && turn.tryLock()) {
            try {
                if (turn.getHoldCount() == 1) {
                    leave();
                }
            } finally {
                turn.unlock();
            }
        }
        return ended;
    }

    private boolean changed() {
        for (Map.Entry<String, Long> e : epochs.entrySet()) {
            if (instance.host().epoch(e.getKey()) != e.getValue()) {
                return true;
            }
        }
        return false;
    }

    /** The session's life hangs on that of a database from now on. */
    void enter(String database) {
        epochs.putIfAbsent(database, instance.host().epoch(database));
    }

    /** Forgets the databases but the current one. */
    void only(String database) {
        epochs.keySet().removeIf(d -> !d.equals(database));
    }

    /** Tells whether what runs now is to end. */
    boolean given() {
        return cancelled || closed || ended || changed();
    }

    /** Throws if what runs now is to end. */
    void check() {
        if (cancelled || closed || ended) {
            throw new SqlStop();
        }
        if (changed()) {
            ended = true;
            throw new SqlStop();
        }
    }

    @Override
    public void close() {
        closed = true;
        interruptEngine();
        if (turn.tryLock()) {
            try {
                leave();
            } finally {
                turn.unlock();
            }
        }
    }

    /** Undoes what is open. */
    private void leave() {
        rollback();
        if (closed) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("a session did not close [cause={}]", e.toString());
            }
            gone.accept(this);
        }
    }

    /** Ends what a query outside a transaction has begun in the engine. */
    void settleRead() {
        try {
            connection.commit();
        } catch (SQLException e) {
            log.debug("a query did not end [cause={}]", e.toString());
        }
    }

    void rollback() {
        state.transactions = 0;
        views.forget();
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            log.debug("a session did not roll back [cause={}]", e.toString());
        }
        changes.forget();
    }

    SqlInstance instance() {
        return instance;
    }

    SqlState state() {
        return state;
    }

    Connection connection() {
        return connection;
    }

    SqlViews views() {
        return views;
    }

    SqlChanges changes() {
        return changes;
    }

    /** Notes what the engine runs now, so that a cancel finds it. */
    void running(@Nullable Statement statement) {
        running = statement;
    }

    /** Returns what the engine's failure means: an end, or an error. */
    RuntimeException failure(SQLException e, Plain at, @Nullable SqlTable table) {
        views.forget();
        if (given()) {
            return new SqlStop();
        }
        return SqlErrors.of(e, at.first().line(), SqlScript.upper(at.first()), table);
    }
}
