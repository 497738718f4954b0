package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlNode.Plain;
import io.quorate.lab.sql.SqlTypes.Written;
import io.quorate.lab.sql.Token.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries out what concerns the session itself: settings, variables, transactions, words to the client. */
final class SqlStatements {
    private static final Set<String> OPTIONS = Set.of(
            "ANSI_DEFAULTS",
            "ANSI_NULLS",
            "ANSI_NULL_DFLT_ON",
            "ANSI_NULL_DFLT_OFF",
            "ANSI_PADDING",
            "ANSI_WARNINGS",
            "ARITHABORT",
            "ARITHIGNORE",
            "CONCAT_NULL_YIELDS_NULL",
            "CONTEXT_INFO",
            "CURSOR_CLOSE_ON_COMMIT",
            "DATEFIRST",
            "DATEFORMAT",
            "DEADLOCK_PRIORITY",
            "FMTONLY",
            "FORCEPLAN",
            "LANGUAGE",
            "LOCK_TIMEOUT",
            "NOCOUNT",
            "NOEXEC",
            "NO_BROWSETABLE",
            "NUMERIC_ROUNDABORT",
            "PARSEONLY",
            "QUERY_GOVERNOR_COST_LIMIT",
            "QUOTED_IDENTIFIER",
            "REMOTE_PROC_TRANSACTIONS",
            "ROWCOUNT",
            "SHOWPLAN_ALL",
            "SHOWPLAN_TEXT",
            "SHOWPLAN_XML",
            "STATISTICS",
            "TEXTSIZE",
            "TRANSACTION",
            "XACT_ABORT",
            "IMPLICIT_TRANSACTIONS",
            "OFFSETS",
            "RESULT_SET_CACHING");
    private static final Set<String> UNKNOWN_ON =
            Set.of("NOEXEC", "PARSEONLY", "FMTONLY", "SHOWPLAN_ALL", "SHOWPLAN_TEXT", "SHOWPLAN_XML");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.:](\\d{1,3}))?)?");
    private static final int LONGEST_WORDS = 4_000;

    private final H2Session session;
    private final SqlState state;
    private final SqlScope scope;
    private final SqlQueries queries;
    private final SqlAnswer answer;

    SqlStatements(H2Session session, SqlScope scope, SqlQueries queries, SqlAnswer answer) {
        this.session = session;
        this.state = session.state();
        this.scope = scope;
        this.queries = queries;
        this.answer = answer;
    }

    void declare(Plain at) {
        int from = 1;
        for (int i = 1; i <= at.tokens().size(); i++) {
            if (at.at(i).symbol("(")) {
                i = close(at, i);
            } else if (i == at.tokens().size() || at.at(i).symbol(",")) {
                declare(at, from, i);
                from = i + 1;
            }
        }
    }

    private void declare(Plain at, int from, int to) {
        Token name = at.at(from);
        int next = from + 1 + (at.at(from + 1).is("AS") ? 1 : 0);
        if (name.kind() != Kind.VARIABLE) {
            throw at.at(next).is("CURSOR") || name.named()
                    ? SqlFailure.notSimulated(name.line(), "this DECLARE")
                    : SqlFailure.syntax(name);
        }
        if (at.at(next).is("TABLE")) {
            throw SqlFailure.notSimulated(name.line(), "table variables");
        }
        Written type = SqlTypes.written(at.tokens().subList(0, to), next);
        if (type == null) {
            throw SqlFailure.ending(
                    2715,
                    16,
                    name.line(),
                    "Cannot find data type " + SqlTexts.cut(at.at(next).value()) + ".");
        }
        Object value = null;
        if (type.next() < to) {
            if (!at.at(type.next()).symbol("=")) {
                throw SqlFailure.syntax(at.at(type.next()));
            }
            value = queries.value(at.tokens().subList(type.next() + 1, to), type.type(), type.behind(), at);
        }
        scope.variables().put(new SqlVariables.Variable(name.value(), type.type(), type.behind(), value));
    }

    void set(Plain at) {
        Token option = at.at(1);
        if (option.kind() == Kind.VARIABLE) {
            assign(at, option);
            return;
        }
        String name = SqlScript.upper(option);
        if (!OPTIONS.contains(name)) {
            throw SqlFailure.ending(
                    195, 15, option.line(), "'" + SqlTexts.cut(option.value()) + "' is not a recognized SET option.");
        }
        boolean on = at.at(at.tokens().size() - 1).is("ON");
        if (on && UNKNOWN_ON.contains(name)
                || name.equals("ROWCOUNT") && !at.at(2).value().equals("0")) {
            throw SqlFailure.notSimulated(option.line(), "SET " + name);
        }
        switch (name) {
            case "NOCOUNT" -> state.quiet = on;
            case "XACT_ABORT" -> state.abort = on;
            case "IMPLICIT_TRANSACTIONS" -> state.implicit = on;
            case "LOCK_TIMEOUT" -> {
                Object value = queries.value(at.tokens().subList(2, at.tokens().size()), SqlType.BIGINT, "BIGINT", at);
                state.lockMillis = value == null ? -1 : ((Number) value).longValue();
            }
            default -> {}
        }
        answer.done();
    }

    private void assign(Plain at, Token name) {
        Token operator = at.at(2);
        if (!operator.symbol("=") && !operator.symbol("+=") && !operator.symbol("-=")) {
            throw SqlFailure.syntax(operator);
        }
        List<Token> expression =
                new ArrayList<>(at.tokens().subList(3, at.tokens().size()));
        if (!operator.symbol("=")) {
            String sign = operator.value().substring(0, 1);
            expression.add(0, name);
            expression.add(1, new Token(Kind.SYMBOL, sign, name.line(), name.start(), name.end()));
        }
        SqlVariables.Variable variable = scope.variables().get(name);
        scope.variables().set(name, queries.value(expression, variable.type(), variable.behind(), at));
    }

    void print(Plain at) {
        List<Token> expression = at.tokens().subList(1, at.tokens().size());
        answer.message(
                new SqlMessage(0, 0, 1, words(text(expression, at)), at.first().line()));
        answer.done();
    }

    private String text(List<Token> expression, Plain at) {
        Object value = queries.value(expression, SqlType.NVARCHAR, "VARCHAR_IGNORECASE", at);
        return value == null ? "" : value.toString();
    }

    private static String words(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS);
    }

    void raise(Plain at) {
        if (!at.at(1).symbol("(")) {
            throw SqlFailure.syntax(at.at(1));
        }
        List<List<Token>> given = arguments(at, 2, close(at, 1));
        if (given.size() < 3) {
            throw SqlFailure.syntax(at.at(close(at, 1)));
        }
        boolean number = given.get(0).size() == 1 && given.get(0).get(0).kind() == Kind.NUMBER;
        String text = text(given.get(0), at);
        for (List<Token> value : given.subList(3, given.size())) {
            text = text.replaceFirst("%[-0-9.]*[sdiu]", Matcher.quoteReplacement(text(value, at)));
        }
        int severity = whole(given.get(1), at);
        SqlMessage message = new SqlMessage(
                number ? whole(given.get(0), at) : 50000,
                Math.max(0, Math.min(25, severity)),
                Math.max(0, Math.min(255, whole(given.get(2), at))),
                words(text),
                at.first().line());
        if (message.error()) {
            throw new SqlFailure(message, message.severity() >= 20);
        }
        answer.message(message);
        answer.done();
    }

    private int whole(List<Token> expression, Plain at) {
        Object value = queries.value(expression, SqlType.INT, "INTEGER", at);
        return value instanceof Number n ? n.intValue() : 0;
    }

    /** {@code THROW}. */
    void toss(Plain at) {
        if (at.tokens().size() == 1) {
            SqlMessage caught = state.caught;
            if (caught == null) {
                throw SqlFailure.ending(
                        10704,
                        15,
                        at.first().line(),
                        "To rethrow an error, a THROW statement must be used inside a CATCH block.");
            }
            throw new SqlFailure(caught, true);
        }
        List<List<Token>> given = arguments(at, 1, at.tokens().size());
        if (given.size() != 3) {
            throw SqlFailure.syntax(at.at(at.tokens().size()));
        }
        throw new SqlFailure(
                new SqlMessage(
                        whole(given.get(0), at),
                        16,
                        whole(given.get(2), at),
                        words(text(given.get(1), at)),
                        at.first().line()),
                true);
    }

    void waitFor(Plain at) {
        Object said =
                at.at(1).is("DELAY") ? text(at.tokens().subList(2, at.tokens().size()), at) : null;
        if (said == null) {
            throw SqlFailure.notSimulated(at.first().line(), "WAITFOR but DELAY");
        }
        Matcher time = TIME.matcher(said.toString().strip());
        if (!time.matches()) {
            throw SqlFailure.ending(
                    148, 15, at.first().line(), "Incorrect time syntax in time string used with WAITFOR.");
        }
        String fraction = time.group(4) == null ? "000" : (time.group(4) + "000").substring(0, 3);
        Duration duration = Duration.ofHours(Long.parseLong(time.group(1)))
                .plusMinutes(Long.parseLong(time.group(2)))
                .plusSeconds(time.group(3) == null ? 0 : Long.parseLong(time.group(3)))
                .plusMillis(Long.parseLong(fraction));
        session.instance().clock().pause(duration, session::given);
        session.check();
        answer.done();
    }

    void use(Plain at) {
        Token name = at.at(1);
        if (!name.named() || at.tokens().size() > 2) {
            throw SqlFailure.syntax(name.named() ? at.at(2) : name);
        }
        SqlMessage closed = session.instance().host().closed(name.value(), state.login.readIntent());
        if (closed != null) {
            throw new SqlFailure(closed.at(name.line()), false);
        }
        state.database = name.value();
        session.enter(name.value());
        if (state.transactions == 0) {
            session.only(name.value());
        }
        answer.database(name.value());
        answer.done();
    }

    void transaction(Plain at) {
        try {
            transact(at);
        } catch (SQLException e) {
            throw session.failure(e, at, null);
        }
        answer.done();
    }

    private void transact(Plain at) throws SQLException {
        String verb = SqlScript.upper(at.first());
        int next = at.at(1).is("DISTRIBUTED") ? 2 : 1;
        next += at.at(next).is("TRAN")
                        || at.at(next).is("TRANSACTION")
                        || at.at(next).is("WORK")
                ? 1
                : 0;
        Token named = at.at(next);
        String name = named.named() ? named.value() : named.kind() == Kind.VARIABLE ? variable(named) : null;
        switch (verb) {
            case "BEGIN" -> state.transactions++;
            case "COMMIT" -> commit(at);
            case "SAVE" -> {
                if (name == null) {
                    throw SqlFailure.syntax(named);
                }
                if (state.transactions == 0) {
                    throw SqlFailure.of(
                            628,
                            at.first().line(),
                            "Cannot issue SAVE TRANSACTION when there is no active transaction.");
                }
                session.changes().mark(name);
            }
            default -> {
                if (state.transactions == 0) {
                    throw SqlFailure.of(
                            3903,
                            at.first().line(),
                            "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.");
                }
                if (name == null || !session.changes().back(name)) {
                    session.rollback();
                }
            }
        }
    }

    private @Nullable String variable(Token named) {
        Object value = scope.variables().get(named).value();
        return value == null ? null : value.toString();
    }

    private void commit(Plain at) {
        if (state.transactions == 0) {
            throw SqlFailure.of(
                    3902, at.first().line(), "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        }
        if (--state.transactions > 0) {
            return;
        }
        SqlMessage why = session.changes().commit();
        if (why != null) {
            session.check();
            throw new SqlFailure(why.at(at.first().line()), true);
        }
    }

    private static List<List<Token>> arguments(Plain at, int from, int to) {
        List<List<Token>> found = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i < to && at.at(i).symbol("(")) {
                i = close(at, i);
            } else if (i == to || at.at(i).symbol(",")) {
                found.add(at.tokens().subList(start, i));
                start = i + 1;
            }
        }
        return found;
    }

    private static int close(Plain at, int open) {
        int depth = 0;
        for (int i = open; i < at.tokens().size(); i++) {
            depth += at.at(i).symbol("(") ? 1 : at.at(i).symbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw SqlFailure.syntax(at.at(at.tokens().size()));
    }
}
