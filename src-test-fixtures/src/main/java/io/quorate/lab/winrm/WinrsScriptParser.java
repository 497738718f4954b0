package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads literal PowerShell: cmdlet names, named and positional parameters, strings without expansion, numbers, {@code $true}, {@code
 * $false}, {@code $null}, arrays, {@code |}, {@code ;} and line ends, {@code exit n}. Variables, sub-expressions, blocks, operators,
 * redirections, aliases and programs are {@linkplain WinrsScript.NotLiteral not literal}. Its text is bounded by the envelope it came in.
 */
final class WinrsScriptParser {
    private static final Pattern CMDLET = Pattern.compile("([A-Za-z][A-Za-z0-9.]*\\\\)?[A-Za-z]+-[A-Za-z0-9]+");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern QUIET =
            Pattern.compile("\\$ProgressPreference[ \t]*=[ \t]*(['\"])SilentlyContinue\\1", Pattern.CASE_INSENSITIVE);
    private static final String SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b";
    private static final String DOUBLE_QUOTES = "\"\u201c\u201d\u201e";
    private static final String DASHES = "-\u2013\u2014\u2015";
    /** What has a meaning of its own wherever it stands outside a string. */
    private static final String SPECIAL = "$(){}&<>`" + SINGLE_QUOTES + DOUBLE_QUOTES;

    private final String text;
    private int at;

    private WinrsScriptParser(String text) {
        this.text = text;
    }

    static WinrsScript parse(String text) throws WinrsScript.NotLiteral {
        return new WinrsScriptParser(text).script();
    }

    private WinrsScript script() throws WinrsScript.NotLiteral {
        List<WinrsScript.Step> steps = new ArrayList<>();
        while (true) {
            skip(" \t\r\n;\ufeff");
            if (end()) {
                return new WinrsScript(steps);
            }
            if (!quietProgress()) {
                steps.add(statement());
            }
            blanks();
            if (!end() && ";\r\n".indexOf(peek()) < 0) {
                throw unexpected();
            }
        }
    }

    /** Many clients put it first; the lab writes no progress anyway. */
    private boolean quietProgress() {
        var matcher = QUIET.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private WinrsScript.Step statement() throws WinrsScript.NotLiteral {
        List<PsCommand> commands = new ArrayList<>();
        if (beginsValue()) {
            PsValue value = values(true);
            commands.add(new PsCommand(
                    "Microsoft.PowerShell.Utility\\Write-Output",
                    List.of(new PsParameter("-InputObject:", value)),
                    Set.of()));
        } else {
            String name = word();
            if (name.equalsIgnoreCase("exit")) {
                return exit();
            }
            commands.add(command(name));
        }
        while (more()) {
            commands.add(command(word()));
        }
        return new WinrsScript.Pipeline(commands);
    }

    private boolean more() throws WinrsScript.NotLiteral {
        blanks();
        if (end() || peek() != '|') {
            return false;
        }
        at++;
        skip(" \t\r\n");
        if (end()) {
            throw new WinrsScript.NotLiteral("a pipe leads nowhere");
        }
        return true;
    }

    private WinrsScript.Step exit() throws WinrsScript.NotLiteral {
        blanks();
        if (end() || ";\r\n".indexOf(peek()) >= 0) {
            return new WinrsScript.Exit(0);
        }
        String code = word();
        if (!INTEGER.matcher(code).matches() || new BigInteger(code).bitLength() > 31) {
            throw new WinrsScript.NotLiteral("exit takes a number");
        }
        return new WinrsScript.Exit(Integer.parseInt(code));
    }

    private PsCommand command(String name) throws WinrsScript.NotLiteral {
        if (!CMDLET.matcher(name).matches()) {
            throw new WinrsScript.NotLiteral("a keyword, an alias, a function or a program");
        }
        List<PsParameter> parameters = new ArrayList<>();
        while (true) {
            boolean apart = blanks();
            if (end() || "|;\r\n".indexOf(peek()) >= 0) {
                return new PsCommand(name, parameters, Set.of());
            }
            if (!apart) {
                throw unexpected();
            }
            parameters.add(isParameter() ? named() : new PsParameter(null, values(false)));
        }
    }

    private boolean isParameter() {
        return DASHES.indexOf(peek()) >= 0
                && at + 1 < text.length()
                && (Character.isLetter(text.charAt(at + 1)) || text.charAt(at + 1) == '_');
    }

    /** A value after blanks is left to the binder, as the engine leaves it: only it knows which parameters are switches. */
    private PsParameter named() throws WinrsScript.NotLiteral {
        at++;
        int from = at;
        while (!end() && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
            at++;
        }
        String name = text.substring(from, at);
        if (!end() && peek() == ':') {
            at++;
            blanks();
            return new PsParameter("-" + name + ":", values(false));
        }
        if (isErrorAction(name)) {
            // takes a value in any case, so that it can be told from its command alone whether an error stops the
            // script
            blanks();
            return new PsParameter("-" + name + ":", values(false));
        }
        return new PsParameter("-" + name, PsNil.NIL);
    }

    private static boolean isErrorAction(String name) {
        return name.equalsIgnoreCase("ErrorAction") || name.equalsIgnoreCase("EA");
    }

    // values

    private boolean beginsValue() {
        char c = peek();
        return c == '\''
                || c == '"'
                || c == '$'
                || Character.isDigit(c)
                || (c == '-' || c == '+') && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    /** @param expression whether bare words have no place here */
    private PsValue values(boolean expression) throws WinrsScript.NotLiteral {
        List<PsValue> values = new ArrayList<>();
        values.add(value(expression));
        while (true) {
            int before = at;
            blanks();
            if (end() || peek() != ',') {
                at = before;
                return values.size() == 1 ? values.get(0) : PsObject.array(values);
            }
            at++;
            skip(" \t\r\n");
            values.add(value(expression));
        }
    }

    private PsValue value(boolean expression) throws WinrsScript.NotLiteral {
        if (end()) {
            throw new WinrsScript.NotLiteral("a value is missing");
        }
        PsValue value = switch (peek()) {
            case '\'' -> PsValue.string(singleQuoted());
            case '"' -> PsValue.string(doubleQuoted());
            case '$' -> constant();
            default -> bare(expression);
        };
        if (!end() && " \t\r\n;|,".indexOf(peek()) < 0) {
            throw unexpected();
        }
        return value;
    }

    private String singleQuoted() throws WinrsScript.NotLiteral {
        StringBuilder out = new StringBuilder();
        at++;
        while (!end()) {
            char c = text.charAt(at++);
            if (c == '\'' && !end() && peek() == '\'') {
                at++;
                out.append(c);
            } else if (c == '\'') {
                return out.toString();
            } else if (SINGLE_QUOTES.indexOf(c) >= 0) {
                throw new WinrsScript.NotLiteral("a typographic quote in a string");
            } else {
                out.append(c);
            }
        }
        throw new WinrsScript.NotLiteral("a string is not closed");
    }

    private String doubleQuoted() throws WinrsScript.NotLiteral {
        StringBuilder out = new StringBuilder();
        at++;
        while (!end()) {
            char c = text.charAt(at++);
            if (c == '"' && !end() && peek() == '"') {
                at++;
                out.append(c);
            } else if (c == '"') {
                return out.toString();
            } else if (c == '`' && !end()) {
                out.append(escaped(text.charAt(at++)));
            } else if (c == '$' && !end() && (Character.isLetterOrDigit(peek()) || "_({?$^:".indexOf(peek()) >= 0)) {
                throw new WinrsScript.NotLiteral("a string with expansion");
            } else if (DOUBLE_QUOTES.indexOf(c) >= 0) {
                throw new WinrsScript.NotLiteral("a typographic quote in a string");
            } else {
                out.append(c);
            }
        }
        throw new WinrsScript.NotLiteral("a string is not closed");
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            default -> c;
        };
    }

    private PsValue constant() throws WinrsScript.NotLiteral {
        at++;
        int from = at;
        while (!end() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == ':')) {
            at++;
        }
        return switch (text.substring(from, at).toLowerCase(Locale.ROOT)) {
            case "true" -> PsValue.bool(true);
            case "false" -> PsValue.bool(false);
            case "null" -> PsNil.NIL;
            default -> throw new WinrsScript.NotLiteral("a variable");
        };
    }

    /** A number that is not spelt as .NET spells it (1GB, 0x10, 007) stays text, which converts to the same number where one is wanted. */
    private PsValue bare(boolean expression) throws WinrsScript.NotLiteral {
        String word = word();
        if (INTEGER.matcher(word).matches() && !word.equals("-0")) {
            long number = Long.parseLong(word);
            return number == (int) number ? PsValue.int32((int) number) : PsValue.int64(number);
        }
        if (expression) {
            throw new WinrsScript.NotLiteral("an expression");
        }
        return PsValue.string(word);
    }

    // characters

    private String word() throws WinrsScript.NotLiteral {
        int from = at;
        while (!end() && " \t\r\n;|,".indexOf(peek()) < 0) {
            if (SPECIAL.indexOf(peek()) >= 0 || Character.isISOControl(peek())) {
                throw unexpected();
            }
            at++;
        }
        if (from == at) {
            throw end() ? new WinrsScript.NotLiteral("a value is missing") : unexpected();
        }
        String word = text.substring(from, at);
        if (word.startsWith("@") || word.startsWith("#") || word.startsWith("--")) {
            throw new WinrsScript.NotLiteral(
                    "a word that begins with " + (word.charAt(0) == '-' ? "--" : word.charAt(0)));
        }
        return word;
    }

    private WinrsScript.NotLiteral unexpected() {
        char c = peek();
        return new WinrsScript.NotLiteral(
                SPECIAL.indexOf(c) >= 0 || "|,".indexOf(c) >= 0 ? "the character " + c : "text that is no literal");
    }

    private boolean blanks() {
        int from = at;
        skip(" \t");
        return at > from;
    }

    private void skip(String what) {
        while (!end() && what.indexOf(peek()) >= 0) {
            at++;
        }
    }

    private boolean end() {
        return at >= text.length();
    }

    private char peek() {
        return text.charAt(at);
    }
}
