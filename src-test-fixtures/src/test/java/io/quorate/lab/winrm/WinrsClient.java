package io.quorate.lab.winrm;

import io.quorate.lab.http.RawHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks WinRS by hand, with the words of the recorded client. */
final class WinrsClient implements AutoCloseable {
    private static final Pattern STREAM = Pattern.compile("<rsp:Stream Name=\"(\\w+)\"[^>]*>([^<]*)</rsp:Stream>");

    /** How a command line ended. */
    record Result(long exitCode, String out, String err) {}

    private final WireClient wire;
    private String last = "";
    /** Options of Create and Command, as elements. */
    String shellOptions = "";

    Charset charset = StandardCharsets.UTF_8;

    WinrsClient(WireClient wire) {
        this.wire = wire;
        wire.resource = WireClient.SHELL + "/cmd";
    }

    WireClient wire() {
        return wire;
    }

    /** Returns the last answer. */
    String last() {
        return last;
    }

    private String post(String envelope) throws IOException {
        RawHttpClient.Response response = wire.post(envelope);
        last = response.text();
        return last;
    }

    private String ok(String envelope) throws IOException {
        last = WireClient.assertOk(wire.post(envelope)).text();
        return last;
    }

    private static String option(String name, String value) {
        return "<wsman:Option Name=\"" + name + "\">" + value + "</wsman:Option>";
    }

    private static String options(String options) {
        return options.isEmpty() ? "" : "<wsman:OptionSet s:mustUnderstand=\"true\">" + options + "</wsman:OptionSet>";
    }

    WinrsClient utf8() {
        shellOptions = option("WINRS_CODEPAGE", "65001");
        return this;
    }

    WinrsClient withOption(String name, String value) {
        shellOptions += option(name, value);
        return this;
    }

    /** @param more elements of the Shell after its streams */
    String create(String more) throws IOException {
        ok(createEnvelope(more));
        wire.shellId = last.replaceAll("(?s).*<rsp:ShellId>([^<]*)<.*", "$1");
        return last;
    }

    String createEnvelope(String more) {
        return wire.envelope(
                WireClient.TRANSFER + "Create",
                options(shellOptions),
                "<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr"
                        + "</rsp:OutputStreams>" + more + "</rsp:Shell>");
    }

    /** Starts a line of cmd.exe and returns its id. */
    String start(String line, String... arguments) throws IOException {
        ok(commandEnvelope("False", line, arguments));
        return last.replaceAll("(?s).*<rsp:CommandId>([^<]*)<.*", "$1");
    }

    /** Starts a program without cmd.exe; returns the answer, which may be a fault. */
    String direct(String program, String... arguments) throws IOException {
        return post(commandEnvelope("True", program, arguments));
    }

    private String commandEnvelope(String skip, String line, String... arguments) {
        StringBuilder body = new StringBuilder("<rsp:CommandLine><rsp:Command>").append(Envelope.text(line));
        body.append("</rsp:Command>");
        for (String argument : arguments) {
            body.append("<rsp:Arguments>").append(Envelope.text(argument)).append("</rsp:Arguments>");
        }
        return wire.envelope(
                WireClient.SHELL + "/Command",
                wire.selectors() + options(option("WINRS_SKIP_CMD_SHELL", skip)),
                body.append("</rsp:CommandLine>").toString());
    }

    String receive(String commandId) throws IOException {
        return post(receiveEnvelope(commandId, "stdout stderr"));
    }

    String receiveEnvelope(String commandId, String streams) {
        String attribute = commandId == null ? "" : " CommandId=\"" + commandId + "\"";
        return wire.envelope(
                WireClient.SHELL + "/Receive",
                wire.selectors(),
                "<rsp:Receive><rsp:DesiredStream" + attribute + ">" + streams + "</rsp:DesiredStream></rsp:Receive>");
    }

    String send(String commandId, String text, boolean end) throws IOException {
        return ok(wire.envelope(
                WireClient.SHELL + "/Send",
                wire.selectors(),
                "<rsp:Send><rsp:Stream Name=\"stdin\" CommandId=\"" + commandId + "\""
                        + (end ? " End=\"true\"" : "") + ">"
                        + Base64.getEncoder().encodeToString(text.getBytes(charset))
                        + "</rsp:Stream></rsp:Send>"));
    }

    String signal(String commandId, String code) throws IOException {
        return post(wire.envelope(
                WireClient.SHELL + "/Signal",
                wire.selectors(),
                "<rsp:Signal CommandId=\"" + commandId + "\"><rsp:Code>" + WireClient.SHELL + "/signal/" + code
                        + "</rsp:Code></rsp:Signal>"));
    }

    String delete() throws IOException {
        return ok(wire.deleteEnvelope());
    }

    Result finish(String commandId) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        do {
            ok(receiveEnvelope(commandId, "stdout stderr"));
            Matcher stream = STREAM.matcher(last);
            while (stream.find()) {
                (stream.group(1).equals("stdout") ? out : err)
                        .writeBytes(Base64.getDecoder().decode(stream.group(2)));
            }
        } while (!last.contains("/CommandState/Done"));
        long code = Long.parseLong(last.replaceAll("(?s).*<rsp:ExitCode>(\\d+)<.*", "$1"));
        return new Result(code, out.toString(charset), err.toString(charset));
    }

    /** Runs a line in the shell, as clients do: receives to the end, then terminates. */
    Result run(String line, String... arguments) throws IOException {
        String id = start(line, arguments);
        Result result = finish(id);
        signal(id, "terminate");
        return result;
    }

    Result encoded(String script) throws IOException {
        return run("powershell.exe", "-EncodedCommand", base64(script));
    }

    static String base64(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
