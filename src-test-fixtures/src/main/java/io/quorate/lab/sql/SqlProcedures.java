package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlNode.Plain;
import io.quorate.lab.sql.SqlTypes.Written;
import io.quorate.lab.sql.Token.Kind;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Carries out the few procedures that clients of a group call. */
final class SqlProcedures {
    private final H2Session session;
    private final SqlQueries queries;
    private final SqlAnswer answer;
    private boolean known;

    SqlProcedures(H2Session session, SqlQueries queries, SqlAnswer answer) {
        this.session = session;
        this.queries = queries;
        this.answer = answer;
    }

    /** A batch that runs inside the one that calls it. */
    record Inner(String batch, SqlVariables variables) {}

    private record Argument(@Nullable String name, List<Token> value) {}

    /** Tells whether the last was carried out here. */
    boolean known() {
        return known;
    }

    /** Carries a call out; returns a batch that is to be run for it, or null. */
    @Nullable
    Inner execute(Plain at, int from) {
        int i = from;
        if (at.at(i).kind() == Kind.VARIABLE && at.at(i + 1).symbol("=")) {
            i += 2;
        }
        if (!at.at(i).named()) {
            throw SqlFailure.syntax(at.at(i));
        }
        SqlDefinitions.Named named = SqlDefinitions.name(at.tokens(), i);
        List<Argument> arguments = arguments(at, named.next());
        String name = named.name().toLowerCase(Locale.ROOT);
        known = true;
        switch (name) {
            case "sp_executesql" -> {
                return inner(arguments, at);
            }
            case "sp_set_session_context" -> {
                String key = String.valueOf(value(arguments, "@key", 0, at));
                session.state().context(key, value(arguments, "@value", 1, at));
                answer.done();
            }
            case "sp_server_diagnostics" -> diagnostics();
            case "sp_reset_connection" -> answer.done();
            default -> known = false;
        }
        boolean procedure = name.startsWith("sp_") || name.startsWith("xp_");
        if (!known && !procedure) {
            throw SqlFailure.of(
                    2812, at.first().line(), "Could not find stored procedure '" + SqlTexts.cut(named.name()) + "'.");
        }
        return null;
    }

    private Inner inner(List<Argument> arguments, Plain at) {
        Object batch = value(arguments, "@stmt", 0, at);
        Object declared = arguments.size() > 1 ? value(arguments, "@params", 1, at) : null;
        SqlVariables variables = new SqlVariables(List.of());
        if (declared != null) {
            List<Token> tokens = SqlLexer.tokens(declared.toString());
            int number = 2;
            int i = 0;
            while (i < tokens.size()) {
                Token name = tokens.get(i);
                int next = i + 1 < tokens.size() && tokens.get(i + 1).is("AS") ? i + 2 : i + 1;
                Written type = SqlTypes.written(tokens, next);
                if (name.kind() != Kind.VARIABLE || type == null) {
                    throw SqlFailure.syntax(name);
                }
                variables.put(new SqlVariables.Variable(
                        name.value(), type.type(), type.behind(), typed(arguments, name.value(), number++, type, at)));
                i = type.next();
                while (i < tokens.size() && tokens.get(i).kind() != Kind.VARIABLE) {
                    i++;
                }
            }
        }
        return new Inner(batch == null ? "" : batch.toString(), variables);
    }

    private @Nullable Object typed(List<Argument> arguments, String name, int position, Written type, Plain at) {
        Argument found = find(arguments, name, position);
        return found == null ? null : queries.value(found.value(), type.type(), type.behind(), at);
    }

    private @Nullable Object value(List<Argument> arguments, String name, int position, Plain at) {
        Argument found = find(arguments, name, position);
        return found == null ? null : queries.value(found.value(), SqlType.NVARCHAR, "VARCHAR_IGNORECASE", at);
    }

    private static @Nullable Argument find(List<Argument> arguments, String name, int position) {
        for (Argument a : arguments) {
            if (a.name() != null && a.name().equalsIgnoreCase(name)) {
                return a;
            }
        }
        return position < arguments.size() && arguments.get(position).name() == null ? arguments.get(position) : null;
    }

    private static List<Argument> arguments(Plain at, int from) {
        List<Argument> found = new ArrayList<>();
        int start = from;
        int depth = 0;
        for (int i = from; i <= at.tokens().size(); i++) {
            Token t = at.at(i);
            depth += t.symbol("(") ? 1 : t.symbol(")") ? -1 : 0;
            if (i == at.tokens().size() || depth == 0 && t.symbol(",")) {
                if (i > start) {
                    found.add(argument(at, start, i));
                }
                start = i + 1;
            }
        }
        return found;
    }

    private static Argument argument(Plain at, int from, int to) {
        boolean named = at.at(from).kind() == Kind.VARIABLE && at.at(from + 1).symbol("=");
        int end = at.at(to - 1).is("OUTPUT") || at.at(to - 1).is("OUT") ? to - 1 : to;
        return new Argument(named ? at.at(from).value() : null, at.tokens().subList(named ? from + 2 : from, end));
    }

    private void diagnostics() {
        LocalDateTime now = SqlTypes.datetime(session.instance().clock().now());
        answer.columns(List.of(
                new SqlColumn("create_time", SqlType.DATETIME),
                new SqlColumn("component_type", SqlType.NVARCHAR),
                new SqlColumn("component_name", SqlType.NVARCHAR),
                new SqlColumn("state", SqlType.INT),
                new SqlColumn("state_desc", SqlType.NVARCHAR),
                new SqlColumn("data", SqlType.NVARCHAR)));
        for (String component : List.of("system", "resource", "query_processing", "io_subsystem", "events")) {
            boolean events = component.equals("events");
            answer.row(List.of(
                    now, "instance", component, events ? 0 : 1, events ? "unknown" : "clean", "<" + component + " />"));
        }
        queries.counted(answer, 5);
    }
}
