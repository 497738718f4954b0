package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlAnswer;
import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a session says as tokens. The last DONE is held back, because whether it has successors is only known when they come; rows
 * are, too, because their widths decide how the columns are described. Used by one thread.
 */
final class Answer implements SqlAnswer {
    private static final int SELECT = 0xC1;
    private static final int CHANGE = 0xC5;
    private static final int FATAL = 20;

    private final Tokens out;
    private final String server;
    private final int doneToken;
    private String database;
    private @Nullable List<SqlColumn> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private @Nullable Layout layout;
    private boolean held;
    private int heldStatus;
    private int heldCommand;
    private long heldRows;
    private boolean errorSince;
    private boolean failed;
    private boolean fatal;

    /**
     * @param call whether it answers a procedure call
     * @param database the current one
     */
    Answer(Tokens out, String server, boolean call, String database) {
        this.out = out;
        this.server = server;
        this.doneToken = call ? Tokens.DONE_IN_PROC : Tokens.DONE;
        this.database = database;
    }

    /** Tells whether an error was told. */
    boolean failed() {
        return failed;
    }

    /** Tells whether the connection ends with it. */
    boolean fatal() {
        return fatal;
    }

    @Override
    public void columns(List<SqlColumn> described) {
        endRows();
        release();
        columns = List.copyOf(described);
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        List<SqlColumn> current = columns;
        if (current == null || values.size() != current.size()) {
            throw new IllegalStateException("a row that has no columns of its own");
        }
        rows.add(Collections.unmodifiableList(new ArrayList<>(values)));
    }

    @Override
    public void message(SqlMessage message) {
        writeRows(false);
        release();
        out.message(message, server);
        errorSince |= message.error();
        failed |= message.error();
        fatal |= message.severity() >= FATAL;
    }

    @Override
    public void counted(long count) {
        boolean select = columns != null;
        endRows();
        release();
        hold(Tokens.COUNT, select ? SELECT : CHANGE, count);
    }

    @Override
    public void done() {
        endRows();
        release();
        hold(0, 0, 0);
    }

    @Override
    public void database(String name) {
        endRows();
        release();
        out.change(Tokens.DATABASE, name, database);
        message(new SqlMessage(5701, 0, 1, "Changed database context to '" + name + "'.", 1));
        database = name;
    }

    /** Writes a change of the session's state, before the DONE that is held back: it belongs to the same statement. */
    void change(int type, byte[] now, byte[] before) {
        endRows();
        out.change(type, now, before);
    }

    /** Ends the answer to a batch. */
    void end() {
        endRows();
        if (held && !errorSince) {
            writeHeld(false);
            return;
        }
        release();
        out.done(Tokens.DONE, errorSince ? Tokens.ERROR : 0, 0, 0);
    }

    /** Ends the answer to a batch that was cancelled; that it was is told in a message of its own. */
    void endCancelled(boolean call) {
        endRows();
        release();
        out.done(call ? Tokens.DONE_PROC : Tokens.DONE, Tokens.ERROR, 0, 0);
    }

    /**
     * Ends the answer to a call.
     *
     * @param handle of the statement that it prepared; 0 for none
     * @param more whether the answer to another call follows
     */
    void endCall(int handle, boolean more) {
        endRows();
        release();
        out.returnStatus(failed ? 1 : 0);
        if (handle != 0) {
            out.handle(handle);
        }
        out.done(Tokens.DONE_PROC, (errorSince ? Tokens.ERROR : 0) | (more ? Tokens.MORE : 0), 0, 0);
    }

    private void hold(int status, int command, long count) {
        held = true;
        heldStatus = status | (errorSince ? Tokens.ERROR : 0);
        heldCommand = command;
        heldRows = count;
        errorSince = false;
    }

    private void release() {
        if (held) {
            writeHeld(true);
        }
    }

    private void writeHeld(boolean more) {
        held = false;
        out.done(doneToken, heldStatus | (more ? Tokens.MORE : 0), heldCommand, heldRows);
    }

    private void endRows() {
        writeRows(true);
        columns = null;
        layout = null;
    }

    private void writeRows(boolean complete) {
        List<SqlColumn> current = columns;
        if (current == null) {
            return;
        }
        Layout mine = layout;
        if (mine == null) {
            mine = Layout.of(current, rows, complete);
            mine.writeColumns(out);
            layout = mine;
        }
        for (List<@Nullable Object> row : rows) {
            mine.writeRow(out, row);
        }
        rows.clear();
    }
}
