package io.quorate.lab.winrm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as cmd.exe would, as far as the lab simulates it: {@code echo}, with output to a file, {@code type}, {@code hostname},
 * {@code ver}, {@code exit}, {@code cmd /c} and {@link WinrsPowerShell powershell}. Anything else is a program that says loudly that it is
 * not simulated, and fails.
 */
final class WinrsLine {
    /** What cmd.exe takes at most. */
    private static final int MOST = 8191;

    private static final Pattern VARIABLE = Pattern.compile("%([A-Za-z_][^%\\s=:]*)(:[^%]*)?%");
    private static final Pattern REDIRECTION =
            Pattern.compile("(.*[^0-9>]|)(>{1,2})[ \t]*(?:\"([^\"]+)\"|([^\\s\"]+))[ \t]*", Pattern.DOTALL);
    private static final Pattern CMD =
            Pattern.compile("(?:cmd|cmd\\.exe)(?:[ \t]+/[dqsDQS])*[ \t]+/[cC][ \t]*(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final String OPERATORS = "&|<>^()";

    private final Map<String, String> environment;

    /** @param environment what names between percent signs stand for; names ignore case */
    WinrsLine(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A line for cmd.exe. */
    WinrsProgram shell(String command, List<String> arguments) {
        String line = (command + " " + String.join(" ", arguments)).strip();
        if (line.length() > MOST) {
            return console -> {
                console.err("The command line is too long.\r\n");
                return 1;
            };
        }
        return line(unquoted(line), 0);
    }

    /** A program by itself: Windows looks for it where it is said to be, and nowhere else. */
    WinrsProgram direct(String application, List<String> arguments) throws WsmanFault {
        String path = application.replace("\"", "");
        if (!path.matches("[A-Za-z]:\\\\.*")) {
            throw WsmanFault.of(FaultKind.NO_SUCH_FILE).from(WinrsRequests.PROVIDER);
        }
        String rest = String.join(" ", arguments);
        return switch (known(path)) {
            case "cmd" -> shell("cmd", arguments);
            case "powershell" -> WinrsPowerShell.of(rest);
            case "hostname" ->
                rest.isBlank() ? WinrsLine::hostname : WinrsProgram.notSimulated("arguments of hostname");
            default -> WinrsProgram.notSimulated("this program");
        };
    }

    private WinrsProgram line(String text, int depth) {
        Matcher cmd = CMD.matcher(text);
        if (cmd.matches() && depth < 4) {
            return line(unquoted(cmd.group(1).strip()), depth + 1);
        }
        String line = expanded(text);
        if (line == null) {
            return WinrsProgram.notSimulated("this variable of the environment");
        }
        if (line.isEmpty()) {
            return console -> 0;
        }
        if (line.matches("(?is)echo([ .\t].*)?")) {
            return echo(line.substring(4));
        }
        int end = line.startsWith("\"") ? line.indexOf('"', 1) + 1 : nameEnd(line);
        String name = known(line.substring(0, Math.max(end, 0)).replace("\"", ""));
        String rest = line.substring(Math.max(end, 0)).strip();
        if (operators(line)) {
            return WinrsProgram.notSimulated("operators of cmd.exe");
        }
        return switch (name) {
            case "powershell" -> WinrsPowerShell.of(rest);
            case "hostname" ->
                rest.isEmpty() ? WinrsLine::hostname : WinrsProgram.notSimulated("arguments of hostname");
            case "ver" -> rest.isEmpty() ? WinrsLine::version : WinrsProgram.notSimulated("arguments of ver");
            case "exit" -> exit(rest);
            case "type" -> type(rest);
            default -> WinrsProgram.notSimulated("this command of cmd.exe, or program");
        };
    }

    /** The end of the first word. */
    private static int nameEnd(String line) {
        int end = 0;
        while (end < line.length() && " \t,;=\"".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** cmd /c, which runs each line, takes off the first quote of a line that begins with one, and the last. */
    private static String unquoted(String text) {
        int last = text.lastIndexOf('"');
        return last > 0 && text.startsWith("\"") ? (text.substring(1, last) + text.substring(last + 1)).strip() : text;
    }

    /** Returns the short name of a program of Windows, in lower case; another's as it is. */
    private static String known(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('/', '\\');
        String file = lower.substring(lower.lastIndexOf('\\') + 1).replaceFirst("\\.exe$", "");
        boolean plain = lower.indexOf('\\') < 0;
        boolean there = switch (file) {
            case "powershell" -> lower.startsWith("c:\\windows\\system32\\windowspowershell\\v1.0\\");
            case "cmd", "hostname" -> lower.startsWith("c:\\windows\\system32\\");
            default -> false;
        };
        return plain || there ? file : lower;
    }

    private @Nullable String expanded(String line) {
        Matcher variable = VARIABLE.matcher(line);
        StringBuilder out = new StringBuilder();
        while (variable.find()) {
            String value = variable.group(2) == null ? environment.get(variable.group(1)) : null;
            if (value == null) {
                return null;
            }
            variable.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(out).toString();
    }

    private static boolean operators(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\n' || c == '\r' || !quoted && OPERATORS.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int hostname(WinrsConsole console) {
        console.out(console.host() + "\r\n");
        return 0;
    }

    private static int version(WinrsConsole console) {
        console.out("\r\nMicrosoft Windows [Version " + console.os().build() + ".0]\r\n");
        return 0;
    }

    private static WinrsProgram exit(String rest) {
        String number = rest.replaceFirst("(?i)^/b[ \t]*", "");
        if (!number.isEmpty() && !NUMBER.matcher(number).matches()) {
            return WinrsProgram.notSimulated("what exit is given");
        }
        int code = number.isEmpty() ? 0 : Integer.parseInt(number);
        return console -> code;
    }

    private WinrsProgram echo(String rest) {
        Matcher file = REDIRECTION.matcher(rest);
        boolean toFile = file.matches();
        String said = toFile ? file.group(1) : rest;
        String words = said.strip().toLowerCase(Locale.ROOT);
        if (operators(said)
                || words.equals("/?")
                || said.startsWith(" ") && List.of("", "on", "off").contains(words)
                || said.isEmpty()) {
            return WinrsProgram.notSimulated("this form of echo");
        }
        String text = said.substring(1) + "\r\n";
        if (!toFile) {
            return console -> {
                console.out(text);
                return 0;
            };
        }
        String path = file.group(3) == null ? file.group(4) : file.group(3);
        boolean append = file.group(2).length() == 2;
        return console -> write(console, path, text, append);
    }

    private static int write(WinrsConsole console, String path, String text, boolean append) {
        String full = console.path(path);
        if (full == null) {
            console.err("The filename, directory name, or volume label syntax is incorrect.\r\n");
            return 1;
        }
        if (!console.files().isFolder(HostFiles.parent(full))) {
            console.err("The system cannot find the path specified.\r\n");
            return 1;
        }
        if (console.files().isFolder(full)) {
            console.err("Access is denied.\r\n");
            return 1;
        }
        if (!console.files().write(full, text.getBytes(console.charset()), append)) {
            console.err("There is not enough space on the disk.\r\n");
            return 1;
        }
        return 0;
    }

    private static WinrsProgram type(String rest) {
        String path = rest.length() > 1 && rest.startsWith("\"") && rest.endsWith("\"")
                ? rest.substring(1, rest.length() - 1)
                : rest;
        if (path.isEmpty()
                || path.indexOf('"') >= 0
                || path.equals(rest) && path.indexOf(' ') >= 0
                || path.indexOf('*') >= 0
                || path.indexOf('?') >= 0) {
            return WinrsProgram.notSimulated("what type is given");
        }
        return console -> {
            String full = console.path(path);
            byte[] bytes = full == null ? null : console.files().read(full);
            if (bytes == null) {
                console.err("The system cannot find the file specified.\r\n");
                return 1;
            }
            console.out(bytes);
            return 0;
        };
    }

    /** Splits arguments as CommandLineToArgvW does. */
    static List<String> arguments(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                int slashes = 1;
                while (i + 1 < line.length() && line.charAt(i + 1) == '\\') {
                    slashes++;
                    i++;
                }
                boolean beforeQuote = i + 1 < line.length() && line.charAt(i + 1) == '"';
                argument.append("\\".repeat(beforeQuote ? slashes / 2 : slashes));
                if (beforeQuote && slashes % 2 == 1) {
                    argument.append('"');
                    i++;
                }
                any = true;
            } else if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    argument.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
                any = true;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                if (any) {
                    arguments.add(argument.toString());
                }
                argument.setLength(0);
                any = false;
            } else {
                argument.append(c);
                any = true;
            }
        }
        if (any) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
