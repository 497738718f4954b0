package io.quorate.lab.winrm;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * powershell.exe: {@code -EncodedCommand} or {@code -Command} with a {@linkplain WinrsScriptParser literal} script, or {@code -} and the
 * script on standard input. The script is run by the session that runs structured pipelines. What it writes comes as text; with {@code
 * -EncodedCommand} the error stream is CLIXML, as PowerShell has it (ConsoleHost.cs, ErrorFormat).
 */
final class WinrsPowerShell implements WinrsProgram {
    /** What powershell.exe ends with when it does not understand its arguments. */
    static final int BAD_ARGUMENTS = 0xFFFD0000;

    private static final List<String> FLAGS = List.of("noprofile", "noninteractive", "nologo", "sta", "mta");
    private static final List<String> VALUED =
            List.of("executionpolicy", "inputformat", "outputformat", "windowstyle", "version");

    private final WinrsScript script;
    private final boolean encoded;

    private WinrsPowerShell(WinrsScript script, boolean encoded) {
        this.script = script;
        this.encoded = encoded;
    }

    static WinrsProgram of(String commandLine) {
        Iterator<String> arguments = WinrsLine.arguments(commandLine).iterator();
        while (arguments.hasNext()) {
            String argument = arguments.next();
            if (argument.equals("-")) {
                return standardInput();
            }
            if (!argument.startsWith("-") && !argument.startsWith("/")) {
                return script(rest(argument, arguments), false);
            }
            String name = argument.substring(1).toLowerCase(Locale.ROOT);
            if (isShort(name, "encodedcommand", "e", "ec")) {
                return arguments.hasNext() ? encoded(arguments.next()) : badArguments();
            }
            if (isShort(name, "command", "c")) {
                String text = rest("", arguments);
                return text.equals("-") ? standardInput() : script(text, false);
            }
            if (isShort(name, "outputformat", "o", "of") && arguments.hasNext()) {
                if (!arguments.next().equalsIgnoreCase("Text")) {
                    return WinrsProgram.notSimulated("PowerShell's output in another format");
                }
            } else if (isShort(name, "executionpolicy", "ex", "ep")
                    || VALUED.stream().anyMatch(v -> isPart(v, name))) {
                if (!arguments.hasNext()) {
                    return badArguments();
                }
                arguments.next();
            } else if (FLAGS.stream().noneMatch(f -> isPart(f, name))) {
                return WinrsProgram.notSimulated("this argument of powershell.exe");
            }
        }
        return WinrsProgram.notSimulated("an interactive powershell.exe");
    }

    /** powershell.exe takes a name from its shortest form on, and some by names of their own. */
    private static boolean isShort(String given, String whole, String... shortest) {
        for (String s : shortest) {
            if (given.equals(s) || whole.startsWith(s) && given.startsWith(s) && whole.startsWith(given)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPart(String whole, String given) {
        return given.length() >= (whole.startsWith("no") ? 3 : 1) && whole.startsWith(given);
    }

    private static String rest(String first, Iterator<String> arguments) {
        StringBuilder text = new StringBuilder(first);
        arguments.forEachRemaining(
                a -> text.append(text.length() == 0 ? "" : " ").append(a));
        return text.toString();
    }

    private static WinrsProgram badArguments() {
        return console -> {
            console.err("Cannot process the command because of a missing or bad parameter.\r\n");
            return BAD_ARGUMENTS;
        };
    }

    private static WinrsProgram encoded(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return badArguments();
        }
        return bytes.length % 2 == 0 ? script(new String(bytes, StandardCharsets.UTF_16LE), true) : badArguments();
    }

    private static WinrsProgram script(String text, boolean isEncoded) {
        WinrsProgram known = WinrmcpScripts.find(text);
        if (known != null) {
            return known;
        }
        try {
            return new WinrsPowerShell(WinrsScriptParser.parse(text), isEncoded);
        } catch (WinrsScript.NotLiteral e) {
            return WinrsProgram.notSimulated("PowerShell text that is not literal (" + e.getMessage() + ")");
        }
    }

    private static WinrsProgram standardInput() {
        return console -> {
            byte[] bytes = console.input();
            return console.stopping()
                    ? WinrsCommand.CONTROL_C
                    : script(new String(bytes, console.charset()), false).run(console);
        };
    }

    @Override
    public List<String> cmdlets() {
        return script.cmdlets();
    }

    @Override
    public int run(WinrsConsole console) {
        Runspace session = console.session();
        WinrsText text = new WinrsText(console::out);
        Errors errors = new Errors(console, encoded);
        boolean failed = false;
        try {
            for (WinrsScript.Step step : script.steps()) {
                if (console.stopping()) {
                    return WinrsCommand.CONTROL_C;
                }
                if (step instanceof WinrsScript.Exit exit) {
                    return exit.code();
                }
                WinrsScript.Pipeline pipeline = (WinrsScript.Pipeline) step;
                Sink sink = new Sink(text, errors);
                session.run(PsPipeline.of(List.of(pipeline.commands())), sink);
                failed = sink.failed;
                if (sink.terminated && pipeline.stopsOnError()) {
                    return 1;
                }
            }
            return failed ? 1 : 0;
        } finally {
            text.flush();
            errors.end();
        }
    }

    /** The streams of one statement. */
    private static final class Sink implements PipelineSink {
        private final WinrsText text;
        private final Errors errors;
        private volatile boolean failed;
        private volatile boolean terminated;

        Sink(WinrsText text, Errors errors) {
            this.text = text;
            this.errors = errors;
        }

        @Override
        public void output(@Nullable PsValue value) {
            text.accept(value);
        }

        @Override
        public void record(PsStream stream, PsValue record) {
            if (stream == PsStream.ERROR) {
                failed = true;
            }
            errors.record(stream, record, text);
        }

        @Override
        public void ended(State state, @Nullable PsValue errorRecord) {
            if (state != State.COMPLETED) {
                failed = true;
                terminated = true;
            }
            if (errorRecord != null) {
                errors.record(PsStream.ERROR, errorRecord, text);
            }
        }
    }

    /** What is no output: text, or CLIXML on the error stream. */
    private static final class Errors {
        private final WinrsConsole console;
        private final boolean clixml;
        private final List<String> items = new ArrayList<>();

        Errors(WinrsConsole console, boolean clixml) {
            this.console = console;
            this.clixml = clixml;
        }

        void record(PsStream stream, PsValue value, WinrsText text) {
            String message = NetValue.text(NetValue.property(value, "InformationalRecord_Message"));
            switch (stream) {
                case ERROR -> error(WinrsText.error(value, "\r\n"));
                case WARNING -> told("warning", "WARNING: ", message, text);
                case VERBOSE -> told("verbose", "VERBOSE: ", message, text);
                case DEBUG -> told("debug", "DEBUG: ", message, text);
                case PROGRESS, INFORMATION -> {
                    // the one is for a screen, the other is not shown unless asked for
                }
            }
        }

        private void error(String lines) {
            if (!clixml) {
                console.err(lines);
                return;
            }
            for (String line : lines.split("(?<=\r\n)")) {
                add("Error", line);
            }
        }

        private void told(String name, String prefix, String message, WinrsText text) {
            if (clixml) {
                add(name, message);
            } else {
                text.flush();
                console.out(prefix + message + "\n");
            }
        }

        private void add(String stream, String line) {
            items.add(Clixml.write(PsValue.string(line)).replaceFirst("^<S>", "<S S=\"" + stream + "\">"));
        }

        void end() {
            if (!items.isEmpty()) {
                console.err("#< CLIXML\r\n<Objs Version=\"1.1.0.1\""
                        + " xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">" + String.join("", items)
                        + "</Objs>");
            }
        }
    }
}
