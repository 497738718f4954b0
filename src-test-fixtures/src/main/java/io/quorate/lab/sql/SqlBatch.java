package io.quorate.lab.sql;

import io.quorate.lab.ddl.Statement;
import io.quorate.lab.sql.SqlNode.Plain;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one batch in order, and says what SQL Server would say of each. */
final class SqlBatch {
    private static final int DEEPEST = 32;
    private static final int MOST_TURNS = 1_000_000;
    private static final Set<Integer> FOUND_BEFORE = Set.of(102, 195, 207, 209, 8120);

    private final H2Session session;
    private final SqlState state;
    private final SqlAnswer answer;
    private final int depth;
    private final SqlQueries queries;
    private final SqlWrites writes;
    private final SqlStatements statements;
    private final SqlProcedures procedures;
    private final Map<Plain, Statement> read = new IdentityHashMap<>();
    private int tries;
    private @Nullable SqlNode first;

    SqlBatch(H2Session session, SqlVariables variables, SqlAnswer answer) {
        this(session, variables, answer, 0);
    }

    SqlBatch(H2Session session, SqlVariables variables, SqlAnswer answer, int depth) {
        this.session = session;
        this.state = session.state();
        this.answer = answer;
        this.depth = depth;
        SqlScope scope = new SqlScope(session.instance(), state, session.views(), variables);
        this.queries = new SqlQueries(session, scope);
        this.writes = new SqlWrites(session, scope, queries);
        this.statements = new SqlStatements(session, scope, queries, answer);
        this.procedures = new SqlProcedures(session, queries, answer);
    }

    void run(List<SqlNode> nodes) {
        first = nodes.isEmpty() ? null : nodes.get(0);
        nodes.forEach(this::readBefore);
        if (nodes.size() > 1) {
            checkBefore(nodes);
        }
        for (SqlNode node : nodes) {
            node(node);
        }
    }

    /** A statement that is none fails the whole batch; one that the server refuses fails when its turn comes. */
    private void readBefore(SqlNode node) {
        if (node instanceof SqlNode.Block block) {
            block.nodes().forEach(this::readBefore);
        } else if (node instanceof SqlNode.If choice) {
            readBefore(choice.then());
            if (choice.otherwise() != null) {
                readBefore(choice.otherwise());
            }
        } else if (node instanceof SqlNode.While loop) {
            readBefore(loop.body());
        } else if (node instanceof SqlNode.Try trial) {
            readBefore(trial.body());
            readBefore(trial.handler());
        } else if (node instanceof Plain plain && catalogued(plain)) {
            try {
                read.put(
                        plain,
                        session.instance()
                                .grammar()
                                .read(plain.text(), plain.first().line()));
            } catch (SqlFailure e) {
                if (e.told().number() < 1000) {
                    throw e;
                }
            }
        }
    }

    private static boolean catalogued(Plain at) {
        return at.known() && !at.first().is("EXEC") && !at.first().is("EXECUTE");
    }

    /** A column that is not there fails the whole batch, before anything of it runs; what a batch makes itself is seen later. */
    private void checkBefore(List<SqlNode> nodes) {
        for (SqlNode node : nodes) {
            if (!(node instanceof Plain plain)) {
                return;
            }
            switch (SqlScript.upper(plain.first())) {
                case "SELECT", "WITH" -> {
                    try {
                        queries.check(plain);
                    } catch (SqlFailure e) {
                        if (FOUND_BEFORE.contains(e.told().number())) {
                            throw e;
                        }
                    }
                }
                case "SET" -> {
                    if (plain.at(1).kind() == Token.Kind.VARIABLE) {
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void node(SqlNode node) {
        session.check();
        if (node instanceof Plain plain) {
            guarded(() -> plain(plain));
        } else if (node instanceof SqlNode.Block block) {
            block.nodes().forEach(this::node);
        } else if (node instanceof SqlNode.If choice) {
            boolean[] holds = new boolean[1];
            if (guarded(() -> holds[0] = queries.holds(choice.condition()))) {
                settleRead();
                if (holds[0]) {
                    node(choice.then());
                } else if (choice.otherwise() != null) {
                    node(choice.otherwise());
                }
            }
        } else if (node instanceof SqlNode.While loop) {
            repeat(loop);
        } else if (node instanceof SqlNode.Try trial) {
            attempt(trial);
        }
    }

    private void repeat(SqlNode.While loop) {
        boolean[] holds = new boolean[1];
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            session.check();
            if (!guarded(() -> holds[0] = queries.holds(loop.condition())) || !holds[0]) {
                return;
            }
            node(loop.body());
        }
        guarded(() -> {
            throw SqlFailure.ending(701, 17, 1, "There is insufficient system memory to run this query.");
        });
    }

    private void attempt(SqlNode.Try trial) {
        SqlMessage before = state.caught;
        tries++;
        try {
            node(trial.body());
            tries--;
        } catch (SqlFailure e) {
            tries--;
            state.caught = e.told();
            node(trial.handler());
        } finally {
            state.caught = before;
        }
    }

    /** Runs something; tells its failure, or hands it to the handler around it. Returns whether it went well. */
    private boolean guarded(Runnable action) {
        try {
            action.run();
            return true;
        } catch (StackOverflowError e) {
            return failed(SqlFailure.ending(8631, 17, 1, "Internal error: Server stack limit has been reached."));
        } catch (SqlFailure e) {
            return failed(e);
        }
    }

    private boolean failed(SqlFailure e) {
        if (state.transactions == 0 && !session.changes().none()) {
            session.rollback();
        }
        state.error = e.told().number();
        if (e.told().number() == 50000 && e.told().text().startsWith("not simulated")) {
            session.instance().countNotSimulated();
        }
        if (tries > 0 && e.told().error() && e.told().severity() < 20) {
            throw e;
        }
        answer.message(e.told());
        answer.done();
        end(e.endsBatch());
        return false;
    }

    private void end(boolean endsBatch) {
        if (state.abort && state.transactions > 0) {
            session.rollback();
            throw new SqlStop();
        }
        if (endsBatch) {
            throw new SqlStop();
        }
    }

    private void plain(Plain at) {
        String verb = SqlScript.upper(at.first());
        switch (verb) {
            case "SELECT", "WITH" -> query(at);
            case "INSERT", "UPDATE", "DELETE" -> {
                begin();
                writes.rows(at, answer);
            }
            case "CREATE", "ALTER", "DROP", "TRUNCATE" -> {
                if (SqlDefinitions.knows(at.first(), at.at(1))) {
                    begin();
                    writes.define(at, at.text(), answer);
                } else if (catalogued(at)) {
                    catalogue(at);
                } else {
                    throw SqlFailure.notSimulated(
                            at.first().line(),
                            verb + " " + SqlTexts.cut(at.at(1).value()));
                }
            }
            case "GRANT",
                    "DENY",
                    "REVOKE",
                    "BACKUP",
                    "RESTORE",
                    "SHUTDOWN",
                    "RECONFIGURE",
                    "CHECKPOINT",
                    "OPEN",
                    "CLOSE" -> known(at);
            case "EXEC", "EXECUTE" -> execute(at, 1);
            case "SET" -> {
                if (at.at(1).is("IDENTITY_INSERT")) {
                    writes.identityInsert(at);
                    answer.done();
                } else {
                    statements.set(at);
                }
            }
            case "DECLARE" -> statements.declare(at);
            case "PRINT" -> statements.print(at);
            case "RAISERROR" -> statements.raise(at);
            case "THROW" -> statements.toss(at);
            case "WAITFOR" -> statements.waitFor(at);
            case "USE" -> statements.use(at);
            case "BEGIN", "COMMIT", "ROLLBACK", "SAVE" -> statements.transaction(at);
            case "RETURN" -> throw new SqlStop();
            case "MERGE", "DBCC", "KILL", "BREAK", "CONTINUE" ->
                throw SqlFailure.notSimulated(at.first().line(), verb);
            default -> {
                if (!at.first().named() || at != first) {
                    throw SqlFailure.syntax(at.first());
                }
                execute(at, 0);
            }
        }
        if (!Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "EXEC", "EXECUTE").contains(verb)) {
            state.rows = 0;
        }
        state.error = 0;
        settleRead();
    }

    private void query(Plain at) {
        int depthNow = 0;
        for (Token t : at.tokens()) {
            depthNow += t.symbol("(") ? 1 : t.symbol(")") ? -1 : 0;
            if (depthNow == 0 && (t.is("INTO") || t.is("INSERT") || t.is("UPDATE") || t.is("DELETE"))) {
                throw SqlFailure.notSimulated(t.line(), SqlScript.upper(at.first()) + " ... " + SqlScript.upper(t));
            }
        }
        if (state.implicit && at.tokens().stream().anyMatch(t -> t.is("FROM"))) {
            begin();
        }
        queries.query(at, answer);
    }

    /** A transaction begins by itself where the session says so. */
    private void begin() {
        if (state.implicit && state.transactions == 0) {
            state.transactions = 1;
        }
    }

    private void settleRead() {
        if (state.transactions == 0) {
            session.settleRead();
        }
    }

    private static SqlFailure notSimulated(Plain at) {
        return SqlFailure.notSimulated(
                at.first().line(),
                SqlScript.upper(at.first()) + " " + SqlTexts.cut(at.at(1).value()));
    }

    private void known(Plain at) {
        if (!at.known()) {
            throw notSimulated(at);
        }
        catalogue(at);
    }

    private void catalogue(Plain at) {
        int line = at.first().line();
        Statement statement = read.get(at);
        tell(line, statement != null ? statement : session.instance().grammar().read(at.text(), line));
    }

    private void tell(int line, Statement statement) {
        Telling telling = new Telling(line);
        session.instance().host().execute(statement, state.caller(), session::given, telling);
        session.check();
        if (telling.failure != null) {
            throw new SqlFailure(telling.failure, false);
        }
        if (!telling.over) {
            answer.done();
        }
    }

    private void execute(Plain at, int from) {
        if (at.at(from).symbol("(")) {
            throw SqlFailure.notSimulated(at.first().line(), "EXEC of a text");
        }
        SqlProcedures.Inner inner = procedures.execute(at, from);
        if (inner != null) {
            if (depth + 1 >= DEEPEST) {
                throw SqlFailure.ending(
                        217, 16, at.first().line(), "Maximum stored procedure nesting level exceeded (limit 32).");
            }
            SqlBatch deeper = new SqlBatch(session, inner.variables(), answer, depth + 1);
            deeper.tries = tries;
            deeper.run(SqlScript.parse(inner.batch()));
        } else if (!procedures.known()) {
            known(at);
        }
    }

    /** What a host says, with the batch's line; an error is held back until the statement is over. */
    private final class Telling implements SqlAnswer {
        private final int line;
        private boolean over;
        private @Nullable SqlMessage failure;

        Telling(int line) {
            this.line = line;
        }

        @Override
        public void columns(List<SqlColumn> columns) {
            answer.columns(columns);
        }

        @Override
        public void row(List<? extends @Nullable Object> values) {
            answer.row(values);
        }

        @Override
        public void message(SqlMessage message) {
            if (message.error()) {
                if (failure != null) {
                    answer.message(failure);
                }
                failure = message.at(line);
            } else {
                answer.message(message.at(line));
            }
        }

        @Override
        public void counted(long rows) {
            if (failure == null) {
                over = true;
                queries.counted(answer, rows);
            }
        }

        @Override
        public void done() {
            if (failure == null) {
                over = true;
                answer.done();
            }
        }

        @Override
        public void database(String name) {
            answer.database(name);
        }
    }
}
