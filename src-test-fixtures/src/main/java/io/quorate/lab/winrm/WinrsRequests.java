package io.quorate.lab.winrm;

import io.quorate.lab.shell.Caller;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WinRS: shells that run command lines ([MS-WSMV] 3.1.4, resource {@code shell/cmd}), as clients use that know no PowerShell Remoting.
 * Which command lines there are {@link WinrsLine} says. Answers have the shape recorded from real servers (vectors wsman, winrs_*).
 */
final class WinrsRequests {
    static final String PROVIDER = "Shell cmd plugin";
    static final String RESOURCE = Ns.SHELL + "/cmd";

    private static final Logger log = LoggerFactory.getLogger(WinrsRequests.class);
    private static final Set<String> STREAMS = Set.of(WinrsCommand.STDOUT, WinrsCommand.STDERR);
    private static final String CONTROL_C = Ns.SHELL + "/signal/ctrl_c";
    private static final String CONTROL_BREAK = Ns.SHELL + "/signal/ctrl_break";
    private static final int STREAM_OVERHEAD = 160;

    private final FaceContext face;
    private final FaceThreads threads;
    private final ReceiveRequests receives;
    private final Runspaces runspaces;
    private final HostFiles files;
    private final WinrsShells shells;

    WinrsRequests(
            FaceContext face, FaceThreads threads, ReceiveRequests receives, Runspaces runspaces, List<String> users) {
        this.face = face;
        this.threads = threads;
        this.receives = receives;
        this.runspaces = runspaces;
        this.files = new HostFiles(users);
        this.shells = new WinrsShells(face);
    }

    WinrsShells shells() {
        return shells;
    }

    /** Tells whether a request is about WinRS: its resource says so, or the shell that it looks at. */
    boolean concerns(Incoming in) {
        String resource = in.request().resourceUri();
        return RESOURCE.equals(resource) || Ns.SHELL.equals(resource) && shells.find(in.request(), in.user()) != null;
    }

    Prepared prepare(Incoming in) throws WsmanFault {
        return switch (in.request().action()) {
            case Ns.TRANSFER + "/Create" -> Prepared.simple(() -> create(in));
            case Ns.TRANSFER + "/Get" -> Prepared.simple(() -> get(in));
            case Ns.TRANSFER + "/Delete" -> Prepared.simple(() -> delete(in));
            case Ns.SHELL + "/Command" -> command(in);
            case Ns.SHELL + "/Send" -> Prepared.simple(() -> send(in));
            case Ns.SHELL + "/Receive" -> Prepared.simple(() -> receive(in));
            case Ns.SHELL + "/Signal" -> Prepared.simple(() -> signal(in));
            default -> {
                face.traffic().notSimulated("WinRS action " + in.request().action());
                throw WsmanFault.of(FaultKind.INVALID_ACTION);
            }
        };
    }

    /** Returns the cmdlets of the command that a Receive or a Signal concerns. */
    List<String> cmdletsAskedFor(Incoming in) {
        XmlNode body = in.request().body();
        XmlNode about =
                body != null && in.request().verb().equals("Receive") ? body.child(Ns.SHELL, "DesiredStream") : body;
        String commandId = about == null ? null : about.attribute(Ns.SHELL, "CommandId");
        WinrsShell shell = commandId == null ? null : shells.find(in.request(), in.user());
        WinrsCommand command = shell == null || commandId == null ? null : shells.find(shell, commandId);
        return command == null ? List.of() : command.cmdlets();
    }

    private Outcome create(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        XmlNode body = Fields.required(request.body(), "Shell");
        String id = face.idOr(body.attribute(Ns.SHELL, "ShellId"));
        XmlNode idle = body.child(Ns.SHELL, "IdleTimeOut");
        Duration idleTimeout = idle == null ? face.settings().idleTimeout() : Fields.duration(idle.text());
        XmlNode folder = body.child(Ns.SHELL, "WorkingDirectory");
        String profile = HostFiles.profile(in.user());
        String workingDirectory = folder == null ? profile : HostFiles.full(folder.text(), profile);
        if (workingDirectory == null) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
        }
        String owner = shells.owner(in.user());
        Map<String, String> details = new LinkedHashMap<>();
        details.put("ShellId", Envelope.text(id));
        details.put("ResourceUri", RESOURCE);
        details.put("Owner", Envelope.text(owner));
        details.put("ClientIP", in.exchange().clientAddress());
        Map<String, String> given = variables(body);
        if (!given.isEmpty()) {
            StringBuilder xml = new StringBuilder();
            given.forEach((name, value) -> xml.append("<rsp:Variable Name=\"")
                    .append(Envelope.text(name))
                    .append("\">")
                    .append(Envelope.text(value))
                    .append("</rsp:Variable>"));
            details.put("Environment", xml.toString());
        }
        if (folder != null) {
            details.put("WorkingDirectory", Envelope.text(folder.text()));
        }
        details.put("IdleTimeOut", Shell.seconds(idleTimeout));
        details.put("InputStreams", Envelope.text(Fields.text(body, "InputStreams", "stdin")));
        details.put("OutputStreams", Envelope.text(Fields.text(body, "OutputStreams", "stdout stderr")));
        Instant now = face.time().now();
        WinrsShell shell = new WinrsShell(
                id,
                owner,
                idleTimeout,
                workingDirectory,
                environment(in, given),
                charset(request.options()),
                details,
                now);
        shells.add(shell);
        String address = Envelope.text(request.to());
        return face.answer(
                request,
                "<x:ResourceCreated><a:Address>" + address + "</a:Address><a:ReferenceParameters><w:ResourceURI>"
                        + RESOURCE + "</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">"
                        + Envelope.text(id)
                        + "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>"
                        + shells.xml(shell));
    }

    private static Map<String, String> variables(XmlNode body) throws WsmanFault {
        Map<String, String> variables = new LinkedHashMap<>();
        XmlNode environment = body.child(Ns.SHELL, "Environment");
        if (environment != null) {
            for (XmlNode variable : environment.children(Ns.SHELL, "Variable")) {
                String name = variable.attribute(Ns.SHELL, "Name");
                if (name == null || name.isEmpty()) {
                    throw WsmanFault.of(FaultKind.SCHEMA);
                }
                variables.put(name, variable.text());
            }
        }
        return variables;
    }

    private Map<String, String> environment(Incoming in, Map<String, String> given) {
        boolean profile = !isTrue(in.request().options(), "WINRS_NOPROFILE");
        String temp = profile ? HostFiles.temp(in.user()) : "C:\\Windows\\TEMP";
        Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        variables.putAll(Map.of(
                "COMPUTERNAME",
                face.host().toUpperCase(Locale.ROOT),
                "SystemDrive",
                "C:",
                "SystemRoot",
                "C:\\Windows",
                "windir",
                "C:\\Windows",
                "TEMP",
                temp,
                "TMP",
                temp,
                "USERNAME",
                in.user(),
                "USERPROFILE",
                profile ? HostFiles.profile(in.user()) : "C:\\Users\\Default"));
        variables.putAll(given);
        return variables;
    }

    /** The code page is the client's, or that of an English console. */
    private static Charset charset(Map<String, String> options) throws WsmanFault {
        String page = option(options, "WINRS_CODEPAGE");
        if (page == null) {
            page = "437";
        }
        if (page.equals("65001")) {
            return StandardCharsets.UTF_8;
        }
        if (!page.matches("[0-9]{1,5}")) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
        }
        for (String name : List.of("windows-" + page, "IBM" + page, "IBM00" + page, "x-IBM" + page)) {
            if (Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
    }

    private static @Nullable String option(Map<String, String> options, String name) {
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (option.getKey().equalsIgnoreCase(name)) {
                return option.getValue().trim();
            }
        }
        return null;
    }

    private static boolean isTrue(Map<String, String> options, String name) {
        String value = option(options, name);
        return value != null && (value.equalsIgnoreCase("true") || value.equals("1"));
    }

    private Outcome get(Incoming in) throws WsmanFault {
        return face.answer(in.request(), shells.xml(shells.get(in.request(), in.user())));
    }

    private Outcome delete(Incoming in) throws WsmanFault {
        shells.remove(shells.get(in.request(), in.user()));
        return face.answer(in.request(), "");
    }

    private Prepared command(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        WinrsShell shell = shells.get(request, in.user());
        XmlNode body = Fields.required(request.body(), "CommandLine");
        XmlNode name = body.child(Ns.SHELL, "Command");
        if (name == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        String id = face.idOr(body.attribute(Ns.SHELL, "CommandId"));
        List<String> arguments =
                body.children(Ns.SHELL, "Arguments").stream().map(XmlNode::text).toList();
        WinrsLine line = new WinrsLine(shell.environment());
        boolean direct = isTrue(request.options(), "WINRS_SKIP_CMD_SHELL");
        WinrsProgram program = direct ? line.direct(name.text(), arguments) : line.shell(name.text(), arguments);
        return new Prepared(program.cmdlets(), () -> {
            WinrsCommand command = new WinrsCommand(id, program.cmdlets());
            shells.add(shell, command);
            start(shell, command, program);
            return face.answer(
                    request,
                    "<rsp:CommandResponse><rsp:CommandId>" + Envelope.text(id)
                            + "</rsp:CommandId></rsp:CommandResponse>");
        });
    }

    /** Begun before its thread is: the clock would otherwise skip on before that one has woken up. */
    private void start(WinrsShell shell, WinrsCommand command, WinrsProgram program) {
        Caller caller = new Caller(face.host(), shell.owner(), false);
        WinrsConsole console = new WinrsConsole(
                face, shell, command, files, () -> runspaces.open(caller, SessionConfiguration.DEFAULT));
        face.traffic().count(WinRmFace.WINRS_COMMANDS);
        FaceTime.Work begun = face.time().begin("command " + command.id());
        threads.start("command", () -> {
            try (FaceTime.Work work = begun) {
                work.takeOver();
                command.end(run(console, program), face.time().now());
                face.time().nudge();
            }
        });
    }

    private static int run(WinrsConsole console, WinrsProgram program) {
        try {
            int code = program.run(console);
            return console.stopping() ? WinrsCommand.CONTROL_C : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WinrsCommand.CONTROL_C;
        } catch (RuntimeException e) {
            log.warn("the lab itself failed in a command", e);
            console.err("LabInternalError: " + e.getClass().getName() + "\r\n");
            return 1;
        }
    }

    private Outcome send(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        WinrsShell shell = shells.get(request, in.user());
        for (XmlNode stream : Fields.required(request.body(), "Send").children(Ns.SHELL, "Stream")) {
            String commandId = stream.attribute(Ns.SHELL, "CommandId");
            if (commandId == null || !"stdin".equals(stream.attribute(Ns.SHELL, "Name"))) {
                throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
            }
            boolean last = "true".equalsIgnoreCase(stream.attribute(Ns.SHELL, "End"))
                    || "1".equals(stream.attribute(Ns.SHELL, "End"));
            if (!shells.command(shell, commandId).feed(Fields.base64(stream.text()), last)) {
                throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
            }
        }
        face.time().nudge();
        return face.answer(request, "<rsp:SendResponse/>");
    }

    private Outcome receive(Incoming in) throws WsmanFault, InterruptedException {
        WsmanRequest request = in.request();
        WinrsShell shell = shells.get(request, in.user());
        XmlNode asked = Fields.required(request.body(), "Receive").child(Ns.SHELL, "DesiredStream");
        if (asked == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        String commandId = asked.attribute(Ns.SHELL, "CommandId");
        Set<String> streams = new LinkedHashSet<>(Arrays.asList(asked.text().split("\\s+")));
        if (commandId == null || !STREAMS.containsAll(streams)) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
        }
        WinrsCommand command = shells.command(shell, commandId);
        int number = command.nextReceive();
        face.time().nudge();
        shells.receiveStarted(shell);
        try {
            if (!command.isRepeat(request.messageId())) {
                receives.await(
                        in,
                        command,
                        () -> command.available(streams),
                        command::ended,
                        () -> command.closed() || command.superseded(number),
                        true);
            }
            in.ticket().takes(() -> command.undelivered(request.messageId()));
            WinrsCommand.Batch batch =
                    command.take(request.messageId(), streams, receives.room(request), STREAM_OVERHEAD);
            return face.answer(request, answer(batch, streams, commandId));
        } finally {
            shells.receiveEnded(shell);
        }
    }

    private static String answer(WinrsCommand.Batch batch, Set<String> streams, String commandId) {
        String command = " CommandId=\"" + Envelope.text(commandId) + "\"";
        StringBuilder out = new StringBuilder("<rsp:ReceiveResponse>");
        for (WinrsCommand.Piece piece : batch.pieces()) {
            out.append("<rsp:Stream Name=\"").append(piece.stream()).append('"').append(command);
            out.append('>')
                    .append(Base64.getEncoder().encodeToString(piece.bytes()))
                    .append("</rsp:Stream>");
        }
        Integer exitCode = batch.exitCode();
        if (exitCode != null) {
            for (String stream : streams) {
                out.append("<rsp:Stream Name=\"").append(stream).append('"').append(command);
                out.append(" End=\"true\"></rsp:Stream>");
            }
        }
        out.append("<rsp:CommandState").append(command).append(" State=\"");
        if (exitCode == null) {
            out.append(Ns.COMMAND_RUNNING).append("\">");
        } else {
            out.append(Ns.COMMAND_DONE).append("\"><rsp:ExitCode>");
            out.append(Integer.toUnsignedString(exitCode)).append("</rsp:ExitCode>");
        }
        return out.append("</rsp:CommandState></rsp:ReceiveResponse>").toString();
    }

    private Outcome signal(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        WinrsShell shell = shells.get(request, in.user());
        XmlNode signal = Fields.required(request.body(), "Signal");
        XmlNode code = signal.child(Ns.SHELL, "Code");
        String commandId = signal.attribute(Ns.SHELL, "CommandId");
        if (code == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        if (commandId == null) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER).from(PROVIDER);
        }
        WinrsCommand command = shells.command(shell, commandId);
        switch (code.text()) {
            case CONTROL_C, CONTROL_BREAK -> command.stop();
            default -> {
                shells.forget(shell, command);
                command.close();
            }
        }
        face.time().nudge();
        return face.answer(request, "<rsp:SignalResponse/>");
    }

    /** Ends every shell at once. What clients have put on the host stays. */
    void powerOff() {
        shells.takeAll().forEach(shells::end);
    }
}
