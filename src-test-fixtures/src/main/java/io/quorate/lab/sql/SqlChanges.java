package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlTransaction.Change;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session's transaction has changed so far, in which databases. */
final class SqlChanges {
    private static final int MOST_CHANGES = 200_000;
    private static final long LOOK_MILLIS = 20;

    private final H2Session session;
    private final Map<SqlCopy, List<Change>> open = new LinkedHashMap<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private boolean definitions;
    private int count;

    SqlChanges(H2Session session) {
        this.session = session;
    }

    private record Mark(Savepoint point, Map<SqlCopy, Integer> sizes) {}

    boolean none() {
        return open.isEmpty();
    }

    /** Begins to write to a copy; nobody else writes to it until the transaction ends. */
    void begin(SqlCopy copy, int line) {
        SqlMessage readOnly = session.instance().host().readOnly(copy.database());
        if (readOnly != null) {
            throw new SqlFailure(readOnly.at(line), false);
        }
        if (open.containsKey(copy)) {
            return;
        }
        long millis = session.state().lockMillis;
        long looks = millis < 0 ? -1 : (millis + LOOK_MILLIS - 1) / LOOK_MILLIS;
        if (!copy.write(session, looks, session::given)) {
            session.check();
            throw SqlFailure.of(1222, line, "Lock request time out period exceeded.");
        }
        session.enter(copy.database());
        open.put(copy, new ArrayList<>());
        if (copy.full()) {
            throw SqlFailure.ending(9002, 17, line, "The transaction log for the database is full.");
        }
    }

    void add(SqlCopy copy, Change change) {
        List<Change> changes = open.get(copy);
        if (changes == null) {
            throw new IllegalStateException("nothing was begun in " + copy.database());
        }
        if (++count > MOST_CHANGES) {
            throw SqlFailure.ending(9002, 17, 1, "The transaction log for the database is full.");
        }
        changes.add(change);
    }

    /** Notes that tables were changed, which the engine does not undo. */
    void defined() {
        definitions = true;
    }

    /** Hardens everything; returns null if it is committed, else why not. Nothing is open afterwards. */
    @Nullable
    SqlMessage commit() {
        SqlMessage why = null;
        try {
            for (Map.Entry<SqlCopy, List<Change>> e : open.entrySet()) {
                if (why == null && !e.getValue().isEmpty()) {
                    why = session.instance()
                            .commit(e.getKey().database(), new SqlTransaction(e.getValue()), session::given);
                }
            }
        } finally {
            session.rollback();
        }
        return why;
    }

    /** Lets go of everything; what was written is undone in the engine already. */
    void forget() {
        List<SqlCopy> held = List.copyOf(open.keySet());
        boolean defined = definitions;
        open.clear();
        marks.clear();
        definitions = false;
        count = 0;
        for (SqlCopy copy : held) {
            copy.release(session, defined);
        }
        session.only(session.state().database);
    }

    void mark(String name) throws SQLException {
        Map<SqlCopy, Integer> sizes = new HashMap<>();
        open.forEach((copy, changes) -> sizes.put(copy, changes.size()));
        marks.put(name.toLowerCase(Locale.ROOT), new Mark(session.connection().setSavepoint(), sizes));
    }

    /** Goes back to a mark; false if there is none of that name. */
    boolean back(String name) throws SQLException {
        Mark mark = marks.get(name.toLowerCase(Locale.ROOT));
        if (mark == null) {
            return false;
        }
        session.views().forget();
        session.connection().rollback(mark.point());
        open.forEach((copy, changes) -> changes.subList(mark.sizes().getOrDefault(copy, 0), changes.size())
                .clear());
        return true;
    }
}
