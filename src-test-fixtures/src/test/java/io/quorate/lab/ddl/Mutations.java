package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Breaks valid statements at random, one change each, and asks the checker what it says. */
public final class Mutations {

    /** What is done to a statement. */
    public enum Kind {
        DROP_A_TOKEN,
        DOUBLE_A_TOKEN,
        SWAP_TWO_TOKENS,
        MISSPELL_A_KEYWORD,
        WRONG_KEYWORD,
        WRONG_KIND_OF_LITERAL,
        UNCLOSED_QUOTE,
        OPTION_OF_A_LATER_VERSION,
        OPTION_OF_ANOTHER_CLUSTER_TYPE,
        NUMBER_OUT_OF_BOUNDS,
        NAME_TOO_LONG
    }

    /** A statement to be changed. */
    public record Statement(String name, String text, SqlVersion version, SqlEdition edition) {}

    /**
     * A changed statement that is taken.
     *
     * @param token what was changed
     * @param same whether it means the same as before
     */
    public record Taken(Kind kind, String name, String token, String text, boolean same) {

        /** Tells whether it is of those that may well be valid: it means the same, or is another statement that there is. */
        public boolean explained() {
            String start = text.strip().toUpperCase(Locale.ROOT);
            if (same || start.startsWith("EXEC")) {
                // a procedure's arguments are its own affair
                return true;
            }
            return switch (kind) {
                case DROP_A_TOKEN -> OPTIONAL.contains(token);
                case SWAP_TWO_TOKENS -> Set.of("AES RC4", "RC4 AES").contains(token);
                case WRONG_KEYWORD, MISSPELL_A_KEYWORD -> VALUES.contains(token);
                // the bracket of the next name closes it
                case UNCLOSED_QUOTE -> token.startsWith("[");
                default -> false;
            };
        }
    }

    /** What came of it. */
    public record Report(int mutants, List<Taken> taken) {

        /** Returns which part of all was refused. */
        public double refused() {
            return mutants == 0 ? 0 : 1 - (double) taken.size() / mutants;
        }
    }

    /** Words that may be left out: what is left is another default, another unit, or another permission. */
    private static final Set<String> OPTIONAL = Set.of(
            "CASCADE",
            "NTLM",
            "KERBEROS",
            "NEGOTIATE",
            "AES",
            "RC4",
            "KB",
            "MB",
            "GB",
            "SECONDS",
            "MUST_CHANGE",
            "UNLOCK",
            "SERVER",
            "SQL",
            "PERFORMANCE",
            "PRIMARY");

    /** Words in whose place another may stand: values of the same option, verbs of other permissions, a database called like a word. */
    private static final Set<String> VALUES = Set.of(
            "AUTOMATIC",
            "MANUAL",
            "EXTERNAL",
            "STARTED",
            "STOPPED",
            "DISABLED",
            "PARTNER",
            "WITNESS",
            "ALL",
            "ON",
            "OFF",
            "VIEW",
            "ALTER",
            "GRANT",
            "DENY",
            "REVOKE",
            "SUSPEND",
            "RESUME",
            "CURRENT",
            "PRIMARY",
            "SECONDARY",
            "NONE",
            "SYNCHRONOUS_COMMIT",
            "ASYNCHRONOUS_COMMIT",
            "NTLM",
            "KERBEROS",
            "NEGOTIATE",
            "SUPPORTED",
            "REQUIRED");

    private static final Map<String, List<String>> BOUNDS = Map.of(
            "FAILURE_CONDITION_LEVEL", List.of("0", "6"),
            "HEALTH_CHECK_TIMEOUT", List.of("14999", "4294967296"),
            "BACKUP_PRIORITY", List.of("101", "1000"),
            "SESSION_TIMEOUT", List.of("4", "0"),
            "PORT", List.of("0", "65536"),
            "LISTENER_PORT", List.of("1023", "32768"),
            "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT", List.of("9"),
            "STATS", List.of("0", "101"),
            "COMPATIBILITY_LEVEL", List.of("90", "180"));

    private final Random random;
    private final List<Taken> taken = new ArrayList<>();
    private int mutants;

    private Mutations(Random random) {
        this.random = random;
    }

    /**
     * Changes each statement in every way, several times.
     *
     * @param statements valid ones
     * @param times how often each way
     */
    public static Report run(Collection<Statement> statements, Random random, int times) throws DdlRejection {
        return run(statements, List.of(Kind.values()), random, times);
    }

    /** Changes each statement in some ways. */
    static Report run(Collection<Statement> statements, List<Kind> kinds, Random random, int times)
            throws DdlRejection {
        Mutations mutations = new Mutations(random);
        for (Statement statement : statements) {
            for (Kind kind : kinds) {
                for (int i = 0; i < times; i++) {
                    mutations.one(statement, kind);
                }
            }
        }
        return new Report(mutations.mutants, mutations.taken);
    }

    private record Change(String token, String text, SqlVersion version) {}

    private void one(Statement statement, Kind kind) throws DdlRejection {
        List<Token> tokens = Lexer.tokens(statement.text());
        Change change = change(statement, kind, tokens.subList(0, tokens.size() - 1));
        if (change == null
                || change.version() == statement.version() && change.text().equals(statement.text())) {
            return;
        }
        mutants++;
        try {
            io.quorate.lab.ddl.Statement parsed = Ddl.parse(change.text(), change.version(), statement.edition());
            boolean same = parsed.equals(Ddl.parse(statement.text(), statement.version(), statement.edition()));
            taken.add(new Taken(kind, statement.name(), change.token(), change.text(), same));
        } catch (DdlRejection e) {
            // refused, as it is to be
        }
    }

    private @Nullable Change change(Statement statement, Kind kind, List<Token> tokens) {
        String text = statement.text();
        return switch (kind) {
            case DROP_A_TOKEN -> at(statement, any(tokens), "");
            case DOUBLE_A_TOKEN -> {
                Token token = any(tokens);
                yield at(statement, token, token.raw() + " " + token.raw());
            }
            case SWAP_TWO_TOKENS -> {
                int first = random.nextInt(tokens.size() - 1);
                Token a = tokens.get(first);
                Token b = tokens.get(first + 1);
                yield a.raw().equalsIgnoreCase(b.raw())
                        ? null
                        : new Change(
                                a.raw() + " " + b.raw(),
                                text.substring(0, a.start()) + " " + b.raw() + " " + a.raw() + " "
                                        + text.substring(b.end()),
                                statement.version());
            }
            case MISSPELL_A_KEYWORD -> {
                Token token = any(tokens.stream().filter(Mutations::keyword).toList());
                yield at(statement, token, token.raw() + "X");
            }
            case WRONG_KEYWORD -> {
                List<Token> keywords =
                        tokens.stream().filter(Mutations::keyword).toList();
                Token other = any(keywords);
                Token token = any(keywords);
                yield token.is(other.raw()) ? null : at(statement, token, other.raw());
            }
            case WRONG_KIND_OF_LITERAL -> literal(statement, tokens);
            case UNCLOSED_QUOTE -> {
                List<Token> quoted = tokens.stream()
                        .filter(token -> token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.QUOTED)
                        .toList();
                Token token = any(quoted);
                yield at(
                        statement,
                        token,
                        token == null
                                ? ""
                                : token.raw().substring(0, token.raw().length() - 1));
            }
            case OPTION_OF_A_LATER_VERSION -> later(statement);
            case OPTION_OF_ANOTHER_CLUSTER_TYPE -> cluster(statement, tokens);
            case NUMBER_OUT_OF_BOUNDS -> bounds(statement, tokens);
            case NAME_TOO_LONG -> {
                Token token = any(tokens.stream().filter(Mutations::name).toList());
                yield at(statement, token, "[" + "n".repeat(129) + "]");
            }
        };
    }

    private @Nullable Change literal(Statement statement, List<Token> tokens) {
        Token token = any(tokens.stream()
                .filter(t -> t.kind() == Token.Kind.STRING
                        || t.kind() == Token.Kind.INTEGER
                        || t.kind() == Token.Kind.BINARY)
                .toList());
        if (token == null) {
            return null;
        }
        return at(statement, token, token.kind() == Token.Kind.STRING ? "7" : "N'7'");
    }

    private @Nullable Change bounds(Statement statement, List<Token> tokens) {
        Token token =
                any(tokens.stream().filter(t -> t.kind() == Token.Kind.INTEGER).toList());
        if (token == null) {
            return null;
        }
        int index = tokens.indexOf(token);
        String word = index < 2 ? "" : tokens.get(index - 2).word();
        List<String> values = BOUNDS.getOrDefault(word, List.of("99999999999999999999"));
        return at(statement, token, values.get(random.nextInt(values.size())));
    }

    private static @Nullable Change later(Statement statement) {
        String text = statement.text();
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.contains("CREATE AVAILABILITY GROUP") && upper.contains("] WITH (")
                || upper.contains("CREATE AVAILABILITY GROUP AG1 WITH (")) {
            int bracket = text.indexOf('(') + 1;
            return new Change(
                    "WITH",
                    text.substring(0, bracket) + "CLUSTER_CONNECTION_OPTIONS = N'Encrypt=Strict', "
                            + text.substring(bracket),
                    SqlVersion.V2022);
        }
        int set = upper.indexOf(" SET (");
        if (upper.startsWith("ALTER AVAILABILITY GROUP") && set > 0) {
            return new Change(
                    "SET", text.substring(0, set) + " SET (CLUSTER_CONNECTION_OPTIONS = N'')", SqlVersion.V2022);
        }
        if (upper.startsWith("ALTER AVAILABILITY GROUP")
                && upper.stripTrailing().endsWith(" JOIN")) {
            return new Change("JOIN", text.stripTrailing() + " WITH (CLUSTER_TYPE = NONE)", SqlVersion.V2016);
        }
        int role = upper.indexOf("_ROLE (");
        if (upper.contains(" MODIFY REPLICA ON") && role > 0) {
            boolean primary =
                    upper.charAt(role - 1) == 'Y' && upper.substring(0, role).endsWith("PRIMARY");
            return new Change(
                    "ROLE",
                    text.substring(0, role) + "_ROLE (" + (primary ? "READ_WRITE" : "READ_ONLY")
                            + "_ROUTING_URL = NONE))",
                    SqlVersion.V2022);
        }
        return null;
    }

    private @Nullable Change cluster(Statement statement, List<Token> tokens) {
        if (tokens.size() < 2 || !tokens.get(0).is("CREATE") || !tokens.get(1).is("AVAILABILITY")) {
            return null;
        }
        List<Token> values = new ArrayList<>();
        for (int i = 2; i < tokens.size(); i++) {
            if (tokens.get(i - 2).is("FAILOVER_MODE") || tokens.get(i - 2).is("CLUSTER_TYPE")) {
                values.add(tokens.get(i));
            }
        }
        Token token = any(values);
        if (token == null) {
            return null;
        }
        boolean type = tokens.get(tokens.indexOf(token) - 2).is("CLUSTER_TYPE");
        String other = token.is("EXTERNAL") ? type ? "WSFC" : "MANUAL" : "EXTERNAL";
        return at(statement, token, other);
    }

    private @Nullable Change at(Statement statement, @Nullable Token token, String instead) {
        if (token == null) {
            return null;
        }
        String text = statement.text();
        return new Change(
                token.raw(),
                text.substring(0, token.start()) + " " + instead + " " + text.substring(token.end()),
                statement.version());
    }

    private @Nullable Token any(List<Token> tokens) {
        return tokens.isEmpty() ? null : tokens.get(random.nextInt(tokens.size()));
    }

    /** Keywords stand in capitals in what is changed, and names do not. */
    private static boolean keyword(Token token) {
        return token.kind() == Token.Kind.WORD
                && token.raw().length() > 1
                && token.raw().equals(token.word());
    }

    private static boolean name(Token token) {
        return token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && !token.raw().equals(token.word());
    }
}
