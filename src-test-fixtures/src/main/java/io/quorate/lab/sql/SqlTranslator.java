package io.quorate.lab.sql;

import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts T-SQL into the words of the engine behind. Used once. */
final class SqlTranslator {

    /** What a text may speak of. */
    interface Names {

        /**
         * Returns the engine's words for a table.
         *
         * @param parts one to four, outermost first
         */
        String table(List<String> parts, Token at);

        /** Returns the engine's words for a global variable, in capitals. */
        String global(String name, Token at);

        SqlVariables variables();
    }

    /** The one function that may be applied to rows. */
    private static final String VOLUMES = "dm_os_volume_stats";

    private static final Set<String> KEYWORDS = Set.of(
            "SELECT",
            "DISTINCT",
            "ALL",
            "TOP",
            "PERCENT",
            "WITH",
            "FROM",
            "WHERE",
            "GROUP",
            "BY",
            "HAVING",
            "ORDER",
            "ASC",
            "DESC",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "OUTER",
            "CROSS",
            "ON",
            "AS",
            "AND",
            "OR",
            "NOT",
            "IN",
            "IS",
            "NULL",
            "LIKE",
            "ESCAPE",
            "BETWEEN",
            "EXISTS",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "ANY",
            "SOME",
            "OVER",
            "VALUES",
            "INSERT",
            "INTO",
            "UPDATE",
            "SET",
            "DELETE",
            "DEFAULT",
            "FETCH",
            "UNIQUE",
            "PRIMARY",
            "KEY",
            "CHECK",
            "REFERENCES",
            "FOREIGN",
            "CONSTRAINT");
    private static final Set<String> CLAUSES = Set.of(
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "SELECT",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "SET",
            "VALUES",
            "OPTION",
            "FOR");

    private static final int DEEPEST = 200;

    private final List<Token> in;
    private final Names names;
    private final SqlFunctions functions;
    private final StringBuilder out = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();
    private final List<Token> assigned = new ArrayList<>();
    private final Set<String> local = new HashSet<>();
    private int depth;

    /**
     * What came of it.
     *
     * @param values for the question marks, in order
     * @param assigned the variables that take the columns, in order; empty: it is a result
     */
    record Done(String sql, List<@Nullable Object> values, List<Token> assigned) {}

    SqlTranslator(List<Token> in, Names names, SqlFunctions.Facts facts) {
        this.in = in;
        this.names = names;
        this.functions = new SqlFunctions(this, facts);
    }

    /** Translates all of it. */
    Done done() {
        return done(0, in.size());
    }

    Done done(int from, int to) {
        tables(from, to);
        part(from, to, false, false);
        return new Done(out.toString(), values, assigned);
    }

    /** Notes the names of what {@code WITH} defines. */
    private void tables(int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            Token before = i == from ? null : in.get(i - 1);
            if (in.get(i).named() && (before != null && (before.is("WITH") || before.symbol(",")))) {
                int next = i + 1;
                if (in.get(next).symbol("(")) {
                    next = close(next) + 1;
                }
                if (next + 1 < to
                        && in.get(next).is("AS")
                        && in.get(next + 1).symbol("(")
                        && next + 2 < to
                        && in.get(next + 2).is("SELECT")) {
                    local.add(in.get(i).value().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /** Translates a part; a parenthesis in it is a part of its own. */
    void part(int from, int to, boolean ofFrom, boolean ofTable) {
        if (++depth > DEEPEST) {
            throw SqlFailure.ending(
                    191,
                    15,
                    in.get(Math.min(from, in.size() - 1)).line(),
                    "Some part of your SQL statement is nested too deeply.");
        }
        parts(from, to, ofFrom, ofTable);
        depth--;
    }

    private void parts(int from, int to, boolean ofFrom, boolean ofTable) {
        boolean inFrom = ofFrom;
        boolean table = ofTable;
        boolean inList = false;
        boolean itemBegins = false;
        int pendingAlias = -1;
        int pendingEnd = -1;
        for (int i = from; i < to; i++) {
            if (i == pendingEnd) {
                alias(pendingAlias);
                pendingEnd = -1;
            }
            Token t = in.get(i);
            String word = SqlScript.upper(t);
            Token before = i == from ? null : in.get(i - 1);
            boolean afterDot = before != null && before.symbol(".");
            if (t.symbol("(")) {
                int close = close(i);
                if (close >= to) {
                    throw SqlFailure.syntax(t);
                }
                boolean inner =
                        table && !in.get(i + 1).is("SELECT") && !in.get(i + 1).is("VALUES");
                out.append('(');
                part(i + 1, close, inner, inner);
                out.append(") ");
                table = false;
                i = close;
                continue;
            }
            if (itemBegins && !word.equals("DISTINCT") && !word.equals("ALL") && !word.equals("TOP")) {
                itemBegins = false;
                if (i + 1 < to && in.get(i + 1).symbol("=") && (t.named() || t.kind() == Kind.VARIABLE)) {
                    if (t.kind() == Kind.VARIABLE) {
                        assigned.add(t);
                    } else {
                        pendingAlias = i;
                        pendingEnd = itemEnd(i, to);
                    }
                    i++;
                    continue;
                }
            }
            if (word.equals("TOP") && inList && !afterDot) {
                i = top(i, to);
                itemBegins = true;
                continue;
            }
            if (t.symbol(",")) {
                table = inFrom;
                itemBegins = inList;
                out.append(", ");
                continue;
            }
            if (table && word.equals("TOP")) {
                i = top(i, to);
                continue;
            }
            if (table && KEYWORDS.contains(word) && !word.equals("SELECT")) {
                throw SqlFailure.syntax(t);
            }
            if (table && t.named() && !word.equals("SELECT")) {
                i = table(i, to);
                table = false;
                continue;
            }
            if (!afterDot && KEYWORDS.contains(word)) {
                switch (word) {
                    case "FROM", "JOIN", "INTO" -> {
                        inFrom = word.equals("FROM") || inFrom;
                        inList = false;
                        table = true;
                    }
                    case "UPDATE" -> table = true;
                    default -> {
                        if (CLAUSES.contains(word)) {
                            inFrom = false;
                        }
                        inList = word.equals("SELECT") || inList && !CLAUSES.contains(word);
                        itemBegins = word.equals("SELECT");
                    }
                }
                if (word.equals("WITH") && i + 1 < to && in.get(i + 1).symbol("(")) {
                    i = close(i + 1);
                    continue;
                }
                out.append(word).append(' ');
                if (word.equals("AS") && i + 1 < to && in.get(i + 1).kind() == Kind.STRING) {
                    alias(++i);
                }
                continue;
            }
            i = word(i, to, afterDot, word);
        }
        if (pendingEnd >= 0) {
            alias(pendingAlias);
        }
    }

    /** Puts a word that is no keyword of a query's structure; returns the index of the last that it took. */
    private int word(int i, int to, boolean afterDot, String word) {
        Token t = in.get(i);
        switch (t.kind()) {
            case STRING -> out.append(SqlTexts.string(t.value())).append(' ');
            case NUMBER -> out.append(t.value()).append(' ');
            case BINARY ->
                out.append("X'")
                        .append(t.value().length() % 2 == 0 ? "" : "0")
                        .append(t.value())
                        .append("' ");
            case VARIABLE -> variable(t);
            case SYMBOL -> out.append(symbol(t)).append(' ');
            default -> {
                if (word.equals("APPLY")) {
                    if (i + 4 < to
                            && in.get(i + 1).is("SYS")
                            && VOLUMES.equalsIgnoreCase(in.get(i + 3).value())
                            && in.get(i + 4).symbol("(")) {
                        // The same volumes for every file: only what is the same for each can be asked for so.
                        out.append("JOIN ").append(names.table(List.of("sys", VOLUMES), in.get(i + 1)));
                        return close(i + 4);
                    }
                    throw SqlFailure.notSimulated(t.line(), "APPLY");
                }
                if (word.equals("OPTION") && i + 1 < to && in.get(i + 1).symbol("(")) {
                    return close(i + 1);
                }
                if (word.equals("FOR") && i + 1 < to) {
                    throw SqlFailure.notSimulated(
                            t.line(), "FOR " + SqlTexts.cut(in.get(i + 1).value()));
                }
                if (word.equals("COLLATE")) {
                    return i + 1;
                }
                return name(i, to, word);
            }
        }
        return i;
    }

    /** Puts a name, or a function with what it is given. */
    private int name(int i, int to, String word) {
        int last = i;
        while (last + 2 < to && in.get(last + 1).symbol(".") && in.get(last + 2).named()) {
            last += 2;
        }
        if (last + 1 < to && in.get(last + 1).symbol("(") && !contextual(i, to, word)) {
            return functions.call(in.subList(i, last + 1), last + 1, close(last + 1), to);
        }
        if (last == i && in.get(i).kind() == Kind.WORD) {
            String plain = functions.bare(in.get(i));
            if (plain != null) {
                out.append(plain).append(' ');
                return i;
            }
            if (contextual(i, to, word)) {
                out.append(word).append(' ');
                return i;
            }
        }
        if (last >= i + 2) {
            out.append(SqlTexts.name(in.get(last - 2).value())).append('.');
        }
        out.append(SqlTexts.name(in.get(last).value()));
        if (last + 2 < to && in.get(last + 1).symbol(".") && in.get(last + 2).symbol("*")) {
            out.append(".* ");
            return last + 2;
        }
        out.append(' ');
        return last;
    }

    /** Tells whether a word that may be a name, too, is none where it stands. */
    private boolean contextual(int i, int to, String word) {
        Token next = i + 1 < to ? in.get(i + 1) : null;
        Token before = i > 0 ? in.get(i - 1) : null;
        return switch (word) {
            case "PARTITION" -> next != null && next.is("BY");
            case "OFFSET" ->
                next != null
                        && before != null
                        && !before.symbol(",")
                        && (next.kind() == Kind.NUMBER || next.kind() == Kind.VARIABLE || next.symbol("("));
            case "NEXT", "FIRST" -> before != null && before.is("FETCH");
            case "ROW", "ROWS" ->
                before != null
                                && (before.kind() == Kind.NUMBER
                                        || before.kind() == Kind.VARIABLE
                                        || next != null
                                                && (next.is("UNBOUNDED") || next.is("BETWEEN") || next.is("CURRENT")))
                        || before != null && before.is("CURRENT");
            case "ONLY" -> before != null && (before.is("ROWS") || before.is("ROW"));
            case "UNBOUNDED" -> next != null && (next.is("PRECEDING") || next.is("FOLLOWING"));
            case "PRECEDING", "FOLLOWING" -> before != null && (before.is("UNBOUNDED") || before.kind() == Kind.NUMBER);
            case "CURRENT" -> next != null && next.is("ROW");
            default -> false;
        };
    }

    private int table(int i, int to) {
        List<String> parts = new ArrayList<>();
        int last = i;
        parts.add(in.get(i).value());
        while (last + 1 < to && in.get(last + 1).symbol(".")) {
            last++;
            if (last + 1 < to && in.get(last + 1).symbol(".")) {
                parts.add("dbo");
            } else if (last + 1 < to && in.get(last + 1).named()) {
                parts.add(in.get(++last).value());
            } else {
                throw SqlFailure.syntax(in.get(last));
            }
        }
        boolean own = parts.size() == 1 && local.contains(parts.get(0).toLowerCase(Locale.ROOT));
        out.append(own ? SqlTexts.name(parts.get(0)) : names.table(List.copyOf(parts), in.get(i)));
        if (last + 2 < to && in.get(last + 1).symbol("(") && in.get(last + 2).symbol(")")) {
            last += 2;
        }
        boolean into = i > 0 && (in.get(i - 1).is("INTO") || in.get(i - 1).is("INSERT"));
        Token next = last + 1 < to ? in.get(last + 1) : null;
        boolean aliased = next != null
                && (next.is("AS")
                        || next.kind() == Kind.NAME
                        || next.kind() == Kind.WORD
                                && !KEYWORDS.contains(SqlScript.upper(next))
                                && !Set.of("APPLY", "OPTION", "FOR", "OUTPUT").contains(SqlScript.upper(next)));
        out.append(into || own || aliased ? " " : " AS " + SqlTexts.name(parts.get(parts.size() - 1)) + " ");
        return last;
    }

    /** Puts a TOP; returns the index of its last word. */
    private int top(int i, int to) {
        int next = i + 1;
        out.append("TOP ");
        if (next < to && in.get(next).symbol("(")) {
            int close = close(next);
            out.append('(');
            part(next + 1, close, false, false);
            out.append(") ");
            next = close + 1;
        } else if (next < to && in.get(next).kind() == Kind.NUMBER) {
            out.append(in.get(next++).value()).append(' ');
        } else {
            throw SqlFailure.syntax(in.get(Math.min(next, to - 1)));
        }
        if (next < to && in.get(next).is("PERCENT")) {
            out.append("PERCENT ");
            next++;
        }
        if (next + 1 < to && in.get(next).is("WITH") && in.get(next + 1).is("TIES")) {
            out.append("WITH TIES ");
            next += 2;
        }
        return next - 1;
    }

    private int itemEnd(int i, int to) {
        int end = i;
        int cases = 0;
        while (end < to) {
            Token t = in.get(end);
            if (t.symbol("(")) {
                end = close(end);
            } else if (cases == 0
                    && (t.symbol(",") || t.is("FROM") || t.is("INTO") || CLAUSES.contains(SqlScript.upper(t)))) {
                return end;
            }
            cases += t.is("CASE") ? 1 : t.is("END") ? -1 : 0;
            end++;
        }
        return end;
    }

    private void alias(int index) {
        out.append(in.get(index).kind() == Kind.STRING ? "" : "AS ");
        out.append(SqlTexts.name(in.get(index).value())).append(' ');
    }

    private void variable(Token t) {
        if (t.value().startsWith("@@")) {
            out.append(names.global(t.value().substring(2).toUpperCase(Locale.ROOT), t))
                    .append(' ');
            return;
        }
        SqlVariables.Variable variable = names.variables().get(t);
        out.append("CAST(? AS ").append(variable.behind()).append(") ");
        values.add(variable.value());
    }

    private static String symbol(Token t) {
        return switch (t.value()) {
            case "!=" -> "<>";
            case "!<" -> ">=";
            case "!>" -> "<=";
            case "+=" -> throw SqlFailure.notSimulated(t.line(), "operator +=");
            case "=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", ",", ".", ")" -> t.value();
            case "&", "|", "^", "~" -> throw SqlFailure.notSimulated(t.line(), "operator " + t.value());
            default -> throw SqlFailure.syntax(t);
        };
    }

    /** Returns the index of the parenthesis that closes the one at an index. */
    int close(int open) {
        int depth = 0;
        for (int i = open; i < in.size(); i++) {
            depth += in.get(i).symbol("(") ? 1 : in.get(i).symbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw SqlFailure.syntax(in.get(in.size() - 1));
    }

    Token token(int index) {
        return in.get(index);
    }

    List<Token> tokens() {
        return in;
    }

    /** Puts words of the engine's own. */
    void put(String text) {
        out.append(text);
    }

    Names names() {
        return names;
    }
}
