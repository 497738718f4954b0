package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlParameter;
import io.quorate.lab.sql.SqlSession;
import io.quorate.lab.tds.Prepared.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Understands a session's requests and has the session carry them out. Used by one thread. */
final class Requests {
    static final String BATCH = "Batch";
    static final String CALL = "RPC";
    static final String TRANSACTION = "Transaction";

    private static final Set<String> CURSORS = Set.of(
            "sp_cursor",
            "sp_cursoropen",
            "sp_cursorprepare",
            "sp_cursorexecute",
            "sp_cursorprepexec",
            "sp_cursorunprepare",
            "sp_cursorfetch",
            "sp_cursoroption",
            "sp_cursorclose",
            "sp_prepexecrpc");
    private static final int MOST_PIECES = 1_000;

    private final SqlSession session;
    private final String server;
    private final Prepared prepared = new Prepared();
    private long descriptor;
    private long lastDescriptor;

    Requests(SqlSession session, String server) {
        this.session = session;
        this.server = server;
    }

    /** What is asked for is known and not simulated, or not known. */
    static final class NotSimulated extends Exception {
        private static final long serialVersionUID = 1L;

        NotSimulated(String what) {
            super(what);
        }
    }

    /** Carries a request out and writes the answer to the end. */
    interface Run {
        /** Returns whether the connection ends with it. */
        boolean run(Tokens out, BooleanSupplier cancelled);
    }

    /**
     * A request that is understood.
     *
     * @param action {@link #BATCH}, {@link #CALL} or {@link #TRANSACTION}
     * @param statements its text, and the pieces that may be statements of their own
     */
    record Request(String action, List<String> statements, Run run) {
        Request {
            statements = List.copyOf(statements);
        }
    }

    Request understand(Message message) throws TdsProtocolException, NotSimulated {
        return switch (message.type()) {
            case Message.BATCH -> batch(Batch.read(message.data()));
            case Message.RPC -> calls(message.data());
            case Message.TRANSACTION -> transaction(message.data());
            default -> throw new NotSimulated(String.format("TDS message 0x%02X", message.type()));
        };
    }

    /** Forgets what the session's earlier user did, and says so. */
    void reset(boolean keepTransaction, Tokens out) {
        session.reset(keepTransaction);
        prepared.clear();
        if (!keepTransaction) {
            descriptor = 0;
        }
        out.change(Tokens.RESET, new byte[0], new byte[0]);
    }

    private Request batch(String text) {
        List<Integer> unprepared = Batch.unprepared(text);
        return new Request(BATCH, pieces(List.of(text)), (out, cancelled) -> {
            Answer answer = new Answer(out, server, false, session.database());
            if (unprepared.isEmpty()) {
                session.run(text, List.of(), answer);
            } else {
                unprepared.forEach(prepared::remove);
            }
            return ended(answer, cancelled, text.toUpperCase(Locale.ROOT).contains("ROLLBACK"));
        });
    }

    private boolean ended(Answer answer, BooleanSupplier cancelled, boolean rolledBack) {
        tellTransaction(answer, rolledBack || answer.failed());
        if (cancelled.getAsBoolean()) {
            answer.endCancelled(false);
        } else {
            answer.end();
        }
        return answer.fatal();
    }

    private Request transaction(byte[] data) throws TdsProtocolException, NotSimulated {
        TransactionRequest request;
        try {
            request = TransactionRequest.read(data);
        } catch (TransactionRequest.Refused e) {
            throw new NotSimulated(String.valueOf(e.getMessage()));
        }
        return new Request(TRANSACTION, List.of(request.statement()), (out, cancelled) -> {
            Answer answer = new Answer(out, server, false, session.database());
            session.run(request.statement(), List.of(), answer);
            if (!answer.failed() && request.ends() && request.begins()) {
                endTransaction(answer, request.rolledBack());
            }
            return ended(answer, cancelled, request.rolledBack());
        });
    }

    private void tellTransaction(Answer answer, boolean rolledBack) {
        boolean open = session.inTransaction();
        if (!open && descriptor != 0) {
            endTransaction(answer, rolledBack);
        } else if (open && descriptor == 0) {
            lastDescriptor++;
            descriptor = lastDescriptor;
            answer.change(Tokens.BEGIN, descriptor(), new byte[0]);
        }
    }

    private void endTransaction(Answer answer, boolean rolledBack) {
        if (descriptor != 0) {
            answer.change(rolledBack ? Tokens.ROLLBACK : Tokens.COMMIT, new byte[0], descriptor());
            descriptor = 0;
        }
    }

    private byte[] descriptor() {
        Tokens eight = new Tokens(Long.BYTES);
        eight.i64(descriptor);
        return Arrays.copyOf(eight.data(), Long.BYTES);
    }

    // calls

    private Request calls(byte[] data) throws TdsProtocolException, NotSimulated {
        List<RemoteCall> calls;
        try {
            calls = RemoteCall.read(data);
        } catch (Parameters.Refused e) {
            throw new NotSimulated("parameters of type " + e.getMessage());
        }
        List<String> statements = new ArrayList<>();
        for (RemoteCall call : calls) {
            if (CURSORS.contains(call.simpleName())) {
                throw new NotSimulated(call.simpleName());
            }
            statements.add(statement(call));
        }
        return new Request(CALL, pieces(statements), (out, cancelled) -> {
            boolean fatal = false;
            for (int i = 0; i < calls.size() && !fatal; i++) {
                fatal = call(calls.get(i), out, cancelled, i + 1 < calls.size());
                if (cancelled.getAsBoolean()) {
                    break;
                }
            }
            return fatal;
        });
    }

    private String statement(RemoteCall call) {
        return switch (call.simpleName()) {
            case "sp_executesql" -> textAt(call, 0);
            case "sp_prepare", "sp_prepexec" -> textAt(call, 2);
            case "sp_execute" -> {
                Statement known = prepared.find(handleOf(call));
                yield known == null ? "" : known.text();
            }
            case "sp_unprepare" -> "";
            default -> call.asStatement();
        };
    }

    private boolean call(RemoteCall call, Tokens out, BooleanSupplier cancelled, boolean more) {
        Answer answer = new Answer(out, server, true, session.database());
        int handle = 0;
        switch (call.simpleName()) {
            case "sp_executesql" -> {
                Statement statement = statement(call, 0, 1, answer);
                if (statement != null) {
                    run(statement, call, 2, answer);
                }
            }
            case "sp_prepare" -> {
                Statement statement = statement(call, 2, 1, answer);
                if (statement != null) {
                    handle = prepare(statement, answer);
                }
            }
            case "sp_prepexec" -> {
                Statement statement = statement(call, 2, 1, answer);
                if (statement != null) {
                    prepared.remove(handleOf(call));
                    run(statement, call, 3, answer);
                    handle = answer.failed() ? 0 : prepare(statement, answer);
                }
            }
            case "sp_execute" -> {
                int wanted = handleOf(call);
                Statement statement = prepared.find(wanted);
                if (statement == null) {
                    answer.message(unknown(wanted));
                } else {
                    run(statement, call, 1, answer);
                }
            }
            case "sp_unprepare" -> {
                int wanted = handleOf(call);
                if (!prepared.remove(wanted)) {
                    answer.message(unknown(wanted));
                }
            }
            default -> session.run(call.asStatement(), call.numbered(), answer);
        }
        tellTransaction(answer, answer.failed());
        if (cancelled.getAsBoolean()) {
            answer.endCancelled(true);
        } else {
            answer.endCall(handle, more);
        }
        return answer.fatal();
    }

    private static SqlMessage unknown(int handle) {
        return new SqlMessage(8179, 16, 2, "Could not find prepared statement with handle " + handle + ".", 1);
    }

    private int prepare(Statement statement, Answer answer) {
        int handle = prepared.add(statement);
        if (handle == 0) {
            answer.message(new SqlMessage(50000, 16, 1, "The lab keeps no more prepared statements.", 1));
        }
        return handle;
    }

    private void run(Statement statement, RemoteCall call, int first, Answer answer) {
        List<SqlParameter> values = new ArrayList<>();
        for (int i = first; i < call.parameters().size(); i++) {
            SqlParameter value = call.parameters().get(i);
            int number = i - first;
            String name = !value.name().isEmpty()
                    ? value.name()
                    : number < statement.names().size() ? statement.names().get(number) : "@P" + number;
            values.add(new SqlParameter(name, value.type(), value.value()));
        }
        session.run(statement.text(), values, answer);
    }

    private static @Nullable Statement statement(RemoteCall call, int text, int definitions, Answer answer) {
        List<SqlParameter> all = call.parameters();
        if (all.size() <= text || !(all.get(text).value() instanceof String statement)) {
            answer.message(new SqlMessage(
                    214, 16, 3, "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.", 1));
            return null;
        }
        return Statement.of(statement, textAt(call, definitions));
    }

    private static String textAt(RemoteCall call, int number) {
        return call.parameters().size() > number
                        && call.parameters().get(number).value() instanceof String text
                ? text
                : "";
    }

    private static int handleOf(RemoteCall call) {
        return !call.parameters().isEmpty() && call.parameters().get(0).value() instanceof Integer handle ? handle : 0;
    }

    /** Returns texts, and what of them begins a line or follows a semicolon. */
    private static List<String> pieces(List<String> texts) {
        List<String> pieces = new ArrayList<>(texts);
        for (String text : texts) {
            for (String piece : text.split("[;\\n]", MOST_PIECES)) {
                if (pieces.size() < MOST_PIECES && !piece.isBlank() && !piece.equals(text)) {
                    pieces.add(piece);
                }
            }
        }
        return pieces;
    }
}
