package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a batch into its statements, which need no semicolons between them. Words of control ({@code IF} with its condition, {@code ELSE},
 * {@code BEGIN}, {@code END}, {@code WHILE}) come as pieces of their own.
 */
public final class Batch {

    /** Words that begin a statement wherever they stand, save where another statement has them inside. */
    private static final Set<String> STARTERS = Set.of(
            ("SELECT INSERT UPDATE DELETE MERGE CREATE ALTER DROP GRANT DENY REVOKE BACKUP RESTORE EXEC EXECUTE USE SET DECLARE IF ELSE"
                            + " WHILE BEGIN END COMMIT ROLLBACK SAVE PRINT RAISERROR RETURN WAITFOR TRUNCATE RECONFIGURE KILL DBCC"
                            + " CHECKPOINT OPEN CLOSE FETCH DEALLOCATE BREAK CONTINUE GOTO SHUTDOWN REVERT BULK")
                    .split(" "));

    private static final Set<String> MODULES = Set.of("PROC", "PROCEDURE", "FUNCTION", "TRIGGER", "VIEW");
    private static final Set<String> DATA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE");
    private static final Set<String> PARTS =
            Set.of("COLUMN", "CONSTRAINT", "MEMBER", "ENCRYPTION", "CREDENTIAL", "PERIOD");
    private static final Set<String> SETS = Set.of("UNION", "ALL", "EXCEPT", "INTERSECT");

    private final String text;
    private final List<Token> tokens;
    private final List<Piece> pieces = new ArrayList<>();
    private int from;
    private int at;
    private int depth;
    private int cases;
    private boolean setSeen;
    private boolean sourceSeen;
    private boolean targetSeen;
    private String verb = "";

    private Batch(String text) throws DdlRejection {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    /**
     * One statement of a batch.
     *
     * @param text without the semicolon behind it
     * @param line where it begins in the batch, from 1
     * @param words its first three words, or fewer, keywords in capitals, e.g. {@code ALTER}, {@code AVAILABILITY}, {@code GROUP}
     * @param known whether {@link Ddl#parse} is to read it
     */
    public record Piece(String text, int line, List<String> words, boolean known) {
        public Piece {
            words = List.copyOf(words);
        }

        /** Returns the first word, a keyword in capitals. */
        public String verb() {
            return words.get(0);
        }
    }

    /**
     * Cuts a batch; empty statements are left out.
     *
     * @throws DdlRejection if a quote or a comment does not end, or a name is too long
     */
    public static List<Piece> split(String text) throws DdlRejection {
        Batch batch = new Batch(text);
        batch.run();
        return List.copyOf(batch.pieces);
    }

    private void run() {
        while (token(0).kind() != Token.Kind.END) {
            Token token = token(0);
            if (token.isSymbol(";") && depth == 0 && !module()) {
                cut();
                at++;
                from = at;
                continue;
            }
            if (at > from && depth == 0 && (whole() || STARTERS.contains(token.word()) && !inside(token))) {
                cut();
            }
            take(token);
        }
        cut();
    }

    private Token token(int ahead) {
        return tokens.get(Math.max(0, Math.min(at + ahead, tokens.size() - 1)));
    }

    private void take(Token token) {
        String word = token.word();
        if (at == from) {
            verb = word;
        }
        if (token.isSymbol("(")) {
            depth++;
        } else if (token.isSymbol(")")) {
            depth = Math.max(0, depth - 1);
        } else if (word.equals("CASE")) {
            cases++;
        } else if (word.equals("END") && cases > 0) {
            cases--;
        }
        at++;
        if (depth > 0 || at - 1 == from) {
            return;
        }
        switch (word) {
            case "SET" -> setSeen = true;
            case "TO", "FROM" -> targetSeen = true;
            case "VALUES", "SELECT", "EXEC", "EXECUTE", "DEFAULT" -> sourceSeen = true;
            default -> {
                // says nothing of where the statement ends
            }
        }
        if (verb.equals("WITH") && DATA.contains(word)) {
            verb = word;
            sourceSeen = false;
        }
    }

    /** Tells whether what was taken is a piece of its own, whatever comes next. */
    private boolean whole() {
        String next = token(0).word();
        int taken = at - from;
        return switch (verb) {
            case "BEGIN" ->
                taken == 1
                        ? !Set.of("TRAN", "TRANSACTION", "DISTRIBUTED", "TRY", "CATCH", "DIALOG", "CONVERSATION")
                                .contains(next)
                        : Set.of("TRY", "CATCH").contains(tokens.get(from + 1).word());
            case "END" ->
                taken == 1
                        ? !Set.of("TRY", "CATCH", "CONVERSATION").contains(next)
                        : Set.of("TRY", "CATCH").contains(tokens.get(from + 1).word());
            case "ELSE" -> true;
            default -> false;
        };
    }

    /** Tells whether a word that begins statements stands inside this one. */
    private boolean inside(Token token) {
        String word = token.word();
        String before = token(-1).word();
        String after = token(1).word();
        if (module()) {
            return true;
        }
        if (cases > 0 && (word.equals("ELSE") || word.equals("END"))) {
            return true;
        }
        if (token(-1).isSymbol(".") || token(-1).isSymbol("=") || before.equals("AS") && !DATA.contains(word)) {
            return true;
        }
        if (word.equals("SELECT") && (SETS.contains(before) || before.equals("FOR"))
                || before.equals("FOR") && word.equals("UPDATE")
                || before.equals("ON") && DATA.contains(word)
                || before.equals("WITH")
                || before.equals("BULK")
                || word.equals("MERGE") && after.equals("JOIN")) {
            return true;
        }
        return switch (verb) {
            case "GRANT", "DENY", "REVOKE" -> !targetSeen;
            case "ALTER" -> insideAlter(word, before, after);
            case "CREATE" -> before.equals("OR");
            case "DROP" -> word.equals("IF");
            case "UPDATE" -> word.equals("SET") && !setSeen;
            case "MERGE" -> before.equals("THEN") || word.equals("SET") && before.equals("UPDATE");
            case "INSERT" -> !sourceSeen && Set.of("SELECT", "EXEC", "EXECUTE").contains(word);
            case "SELECT" -> word.equals("FETCH") && Set.of("NEXT", "FIRST").contains(after);
            case "WITH" -> DATA.contains(word);
            default -> false;
        };
    }

    private boolean insideAlter(String word, String before, String after) {
        int index = at - from;
        return switch (tokens.get(from + 1).word()) {
            case "AVAILABILITY" ->
                index == 4 && Set.of("SET", "GRANT", "DENY").contains(word)
                        || index == 5
                                && word.equals("CREATE")
                                && Set.of("GRANT", "DENY").contains(before);
            case "DATABASE" -> word.equals("SET") && !setSeen && index <= 5;
            default ->
                PARTS.contains(after) && Set.of("ALTER", "DROP").contains(word)
                        || word.equals("SET")
                                && !setSeen
                                && tokens.get(from + 1).is("TABLE")
                                && token(1).isSymbol("(");
        };
    }

    /** Procedures and their like take in all that follows. */
    private boolean module() {
        if (!verb.equals("CREATE") && !verb.equals("ALTER")) {
            return false;
        }
        int kind = tokens.get(from + 1).is("OR") ? from + 3 : from + 1;
        return kind < at && MODULES.contains(tokens.get(kind).word());
    }

    private void cut() {
        if (at > from) {
            List<String> words = new ArrayList<>();
            for (int i = from; i < Math.min(at, from + 3); i++) {
                Token token = tokens.get(i);
                words.add(token.kind() == Token.Kind.WORD ? token.word() : token.raw());
            }
            String piece =
                    text.substring(tokens.get(from).start(), tokens.get(at - 1).end());
            pieces.add(new Piece(piece, tokens.get(from).line(), words, Ddl.knows(words)));
        }
        from = at;
        depth = 0;
        cases = 0;
        setSeen = false;
        sourceSeen = false;
        targetSeen = false;
        verb = "";
    }
}
