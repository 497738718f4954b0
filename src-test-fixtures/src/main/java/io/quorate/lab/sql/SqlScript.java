package io.quorate.lab.sql;

import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Splits a batch into statements, with or without semicolons between them. */
final class SqlScript {
    private static final int DEEPEST = 64;
    private static final Set<String> STARTERS = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "SET",
            "DECLARE",
            "IF",
            "WHILE",
            "BEGIN",
            "END",
            "ELSE",
            "COMMIT",
            "ROLLBACK",
            "SAVE",
            "PRINT",
            "RAISERROR",
            "THROW",
            "WAITFOR",
            "EXEC",
            "EXECUTE",
            "USE",
            "CREATE",
            "ALTER",
            "DROP",
            "GRANT",
            "DENY",
            "REVOKE",
            "BACKUP",
            "RESTORE",
            "TRUNCATE",
            "DBCC",
            "KILL",
            "SHUTDOWN",
            "RECONFIGURE",
            "CHECKPOINT",
            "RETURN",
            "WITH",
            "BREAK",
            "CONTINUE");
    private static final Set<String> PERMISSIONS = Set.of("GRANT", "DENY", "REVOKE");
    private static final Set<String> MODULES = Set.of("PROCEDURE", "PROC", "VIEW", "TRIGGER", "FUNCTION");

    private final List<Token> tokens;
    private int at;
    private int depth;

    private SqlScript(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Returns the statements of a batch, in order. */
    static List<SqlNode> parse(String batch) {
        SqlScript script = new SqlScript(SqlLexer.tokens(batch));
        List<SqlNode> nodes = new ArrayList<>();
        script.semicolons();
        while (script.at < script.tokens.size()) {
            nodes.add(script.statement());
            script.semicolons();
        }
        return nodes;
    }

    private SqlNode statement() {
        if (++depth > DEEPEST) {
            throw SqlFailure.ending(191, 15, peek(0).line(), "Some part of your SQL statement is nested too deeply.");
        }
        try {
            Token first = peek(0);
            if (first.is("IF")) {
                return condition();
            }
            if (first.is("WHILE")) {
                at++;
                return new SqlNode.While(until(), statement());
            }
            if (first.is("BEGIN") && !peek(1).is("TRAN") && !peek(1).is("TRANSACTION") && !peek(1).is("DISTRIBUTED")) {
                return peek(1).is("TRY") ? trial() : block();
            }
            if (first.is("END") || first.is("ELSE") || first.kind() == Kind.END) {
                throw SqlFailure.syntax(first);
            }
            return plain();
        } finally {
            depth--;
        }
    }

    private SqlNode condition() {
        at++;
        List<Token> condition = until();
        SqlNode then = statement();
        int back = at;
        semicolons();
        if (peek(0).is("ELSE")) {
            at++;
            return new SqlNode.If(condition, then, statement());
        }
        at = back;
        return new SqlNode.If(condition, then, null);
    }

    private SqlNode block() {
        at++;
        List<SqlNode> nodes = new ArrayList<>();
        semicolons();
        while (!peek(0).is("END")) {
            nodes.add(statement());
            semicolons();
        }
        at++;
        return new SqlNode.Block(nodes);
    }

    private SqlNode trial() {
        at++;
        SqlNode body = block();
        expect("TRY");
        semicolons();
        expect("BEGIN");
        if (!peek(0).is("CATCH")) {
            throw SqlFailure.syntax(peek(0));
        }
        SqlNode handler = block();
        expect("CATCH");
        return new SqlNode.Try(body, handler);
    }

    private void expect(String word) {
        if (!peek(0).is(word)) {
            throw SqlFailure.syntax(peek(0));
        }
        at++;
    }

    /** Takes a condition: everything up to the statement that depends on it. */
    private List<Token> until() {
        int start = at;
        int open = 0;
        while (at < tokens.size()) {
            Token t = tokens.get(at);
            open += opens(t);
            if (open == 0 && at > start && (starts(t) || t.symbol(";"))) {
                break;
            }
            at++;
        }
        if (at == start) {
            throw SqlFailure.syntax(peek(0));
        }
        return tokens.subList(start, at);
    }

    private SqlNode plain() {
        int start = at;
        Token first = tokens.get(at++);
        String verb = first.kind() == Kind.WORD ? first.value().toUpperCase(Locale.ROOT) : "";
        boolean module = (verb.equals("CREATE") || verb.equals("ALTER"))
                && (MODULES.contains(upper(peek(0))) || peek(0).is("OR"));
        int open = opens(first);
        boolean continued = false;
        while (at < tokens.size()) {
            Token t = tokens.get(at);
            if (open == 0 && !module) {
                if (t.symbol(";")) {
                    break;
                }
                if (starts(t)) {
                    String word = upper(t);
                    boolean goesOn = goesOn(verb, word, tokens.get(at - 1), start, continued);
                    if (!goesOn) {
                        break;
                    }
                    continued |= !verb.equals("SELECT") && !word.equals("WITH");
                }
            }
            open += opens(t);
            if (open < 0) {
                throw SqlFailure.syntax(t);
            }
            at++;
        }
        return new SqlNode.Plain(List.copyOf(tokens.subList(start, at)));
    }

    /** Tells whether a word that could begin a statement belongs to the one before. */
    private boolean goesOn(String verb, String word, Token before, int start, boolean continued) {
        if (before.symbol("::") || before.symbol(".") || before.is("AS") || before.symbol("=")) {
            return true;
        }
        int index = at - start;
        return switch (verb) {
            case "SELECT" -> word.equals("WITH") || word.equals("SELECT") && (before.is("ALL") || setOperation(before));
            case "WITH" ->
                word.equals("WITH")
                        || word.equals("SELECT") && (before.is("ALL") || setOperation(before))
                        || !continued
                                && Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE")
                                        .contains(word);
            case "INSERT" ->
                word.equals("WITH")
                        || word.equals("SELECT")
                                && (!continued && !said("VALUES", start) || before.is("ALL") || setOperation(before))
                        || !continued && (word.equals("EXEC") || word.equals("EXECUTE"));
            case "UPDATE" -> word.equals("WITH") || word.equals("SET") && !continued;
            case "DELETE", "EXEC", "EXECUTE", "RAISERROR" -> word.equals("WITH");
            case "MERGE" -> true;
            case "GRANT", "DENY", "REVOKE" ->
                word.equals("WITH") || index == 1 || before.symbol(",") || before.is("GRANT");
            case "BACKUP", "RESTORE" -> word.equals("WITH");
            case "CREATE" -> word.equals("WITH") || index == 1;
            case "DROP" -> index == 1 || word.equals("IF") && peek(1).is("EXISTS") && !peek(2).symbol("(");
            case "ALTER" -> alter(word, before, start, index);
            case "DECLARE" -> word.equals("SELECT") && before.is("FOR");
            default -> false;
        };
    }

    private boolean alter(String word, Token before, int start, int index) {
        if (word.equals("WITH") || PERMISSIONS.contains(upper(before))) {
            return true;
        }
        if (word.equals("SET")) {
            return !said("SET", start);
        }
        Token kind = tokens.get(start + 1);
        if (kind.is("TABLE")) {
            return index <= 5 && (word.equals("ALTER") || word.equals("DROP"));
        }
        if (kind.is("SERVER") || kind.is("ROLE")) {
            return word.equals("DROP") && index <= 4;
        }
        return index == 4 && PERMISSIONS.contains(word);
    }

    private boolean said(String word, int start) {
        return tokens.subList(start, at).stream().anyMatch(t -> t.is(word));
    }

    private static boolean setOperation(Token t) {
        return t.is("UNION") || t.is("EXCEPT") || t.is("INTERSECT");
    }

    private static boolean starts(Token t) {
        return t.kind() == Kind.WORD && STARTERS.contains(upper(t));
    }

    private static int opens(Token t) {
        if (t.symbol("(") || t.is("CASE")) {
            return 1;
        }
        return t.symbol(")") || t.is("END") ? -1 : 0;
    }

    private void semicolons() {
        while (peek(0).symbol(";")) {
            at++;
        }
    }

    private Token peek(int by) {
        if (at + by < tokens.size()) {
            return tokens.get(at + by);
        }
        int line = tokens.isEmpty() ? 1 : tokens.get(tokens.size() - 1).line();
        return new Token(Kind.END, "", line, 0, 0);
    }

    static String upper(Token t) {
        return t.kind() == Kind.WORD ? t.value().toUpperCase(Locale.ROOT) : "";
    }
}
