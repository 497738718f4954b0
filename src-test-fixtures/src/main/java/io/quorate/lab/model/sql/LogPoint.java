package io.quorate.lab.model.sql;

import io.quorate.lab.sql.SqlTransaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a database's log, with all that was before it. Copies of a database share what they have in common, so a fork shows: one's
 * record is not among the other's. Whether somebody was told of the commit is what a monitor notes on it; no rule asks.
 */
public final class LogPoint {
    private static final BigDecimal FIRST = new BigDecimal("34000000016800001");
    private static final BigDecimal STEP = new BigDecimal(800_000);

    private final @Nullable LogPoint before;
    private final long number;
    private final @Nullable SqlTransaction transaction;
    private final Duration at;
    private volatile boolean acknowledged;
    private volatile boolean guarded;

    private LogPoint(@Nullable LogPoint before, long number, @Nullable SqlTransaction transaction, Duration at) {
        this.before = before;
        this.number = number;
        this.transaction = transaction;
        this.at = at;
    }

    /** Starts the log of a new database. */
    public static LogPoint first(Duration at) {
        return new LogPoint(null, 1, null, at);
    }

    /** Returns the record that follows, of a transaction or, for null, of the server's own. */
    public LogPoint next(@Nullable SqlTransaction what, Duration when) {
        return new LogPoint(this, number + 1, what, when);
    }

    /** Returns its place; it grows along a log, and two forks use the same ones. */
    public long number() {
        return number;
    }

    /** Returns when it was written. */
    public Duration at() {
        return at;
    }

    /** Returns the log sequence number as views show it. */
    public BigDecimal lsn() {
        return FIRST.add(STEP.multiply(BigDecimal.valueOf(number)));
    }

    /** Tells whether a record is this one or before it in this log. */
    public boolean contains(LogPoint other) {
        LogPoint point = this;
        while (point != null && point.number > other.number) {
            point = point.before;
        }
        return point == other;
    }

    /** Returns the last record that both logs have. */
    public LogPoint common(LogPoint other) {
        LogPoint a = this;
        LogPoint b = other;
        while (a != b) {
            if (a.number >= b.number) {
                a = a.parent();
            } else {
                b = b.parent();
            }
        }
        return a;
    }

    private LogPoint parent() {
        if (before == null) {
            throw new IllegalStateException("these logs are of different databases");
        }
        return before;
    }

    /** Tells whether two logs begin with the same record. */
    public boolean sameDatabase(LogPoint other) {
        return root() == other.root();
    }

    private LogPoint root() {
        LogPoint point = this;
        while (point.before != null) {
            point = point.before;
        }
        return point;
    }

    /** Returns the records after another one of this log, oldest first; all of them for null. */
    public List<LogPoint> since(@Nullable LogPoint other) {
        Deque<LogPoint> points = new ArrayDeque<>();
        for (LogPoint point = this; point != null && point != other; point = point.before) {
            points.addFirst(point);
        }
        return List.copyOf(points);
    }

    /** Returns the last record of a client's transaction, this one or before it; null if there is none. */
    public @Nullable LogPoint lastCommit() {
        LogPoint point = this;
        while (point != null && point.transaction == null) {
            point = point.before;
        }
        return point;
    }

    public @Nullable SqlTransaction transaction() {
        return transaction;
    }

    /** Notes that the client was told of the commit, and whether a synchronised secondary had hardened it then. */
    void acknowledge(boolean bySecondary) {
        acknowledged = true;
        guarded = bySecondary;
    }

    /** Tells whether the client was told that it is committed. */
    public boolean acknowledged() {
        return acknowledged;
    }

    /** Tells whether the client was told when a synchronised secondary had it, too. */
    public boolean guarded() {
        return guarded;
    }

    @Override
    public String toString() {
        return "#" + number;
    }
}
