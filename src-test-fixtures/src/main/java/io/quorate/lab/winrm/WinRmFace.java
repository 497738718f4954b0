package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpAnswer;
import io.quorate.lab.http.HttpExchange;
import io.quorate.lab.http.HttpHandler;
import io.quorate.lab.http.HttpHeaders;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.shell.Caller;
import io.quorate.winrm.psrp.PsrpMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WinRM of one simulated host: Identify, Basic log-in, WS-Man shells that are PowerShell runspace pools. Answers have the shape recorded
 * from real servers (vectors wsman). What it does not simulate - WinRS, Disconnect and Connect, Enumerate, key exchange - is answered with
 * a fault and counted. Thread-safe.
 */
public final class WinRmFace implements HttpHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WinRmFace.class);
    private static final String SOAP_TYPE = "application/soap+xml;charset=UTF-8";
    private static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofSeconds(60);
    private static final int DEFAULT_ENVELOPE = 153_600;
    private static final int MIN_ENVELOPE = 8192;
    private static final int ANSWER_OVERHEAD = 2048;
    private static final int STREAM_OVERHEAD = 128;
    /** How long an answer waits, in real time, for a running pipeline to say more. */
    private static final Duration COALESCE = Duration.ofMillis(250);
    /** How often, in real time, a parked request looks whether its client is still there. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Duration JOIN = Duration.ofSeconds(5);

    private final String host;
    private final OsVersion os;
    private final WinRmSettings settings;
    private final FaceTime time;
    private final Faults faults;
    private final Supplier<UUID> ids;
    private final Runspaces runspaces;
    private final BasicLogin login;
    private final Map<String, SessionConfiguration> configurations;
    private final FaceCounters counters = new FaceCounters();
    private final PipelineHost pipelineHost = new Host();
    private final Object lock = new Object();
    private final Map<String, Shell> shells = new LinkedHashMap<>();
    private final Set<Thread> threads = new LinkedHashSet<>();
    private final Map<HttpExchange, Ticket> tickets = new ConcurrentHashMap<>();
    private int threadNumber;
    private int processId = 1868;
    private volatile boolean closed;
    private final AtomicInteger generation = new AtomicInteger();

    /** What is known of a request until its answer is out. */
    private static final class Ticket {
        private final FaceTime.Work work;
        private @Nullable Outbox outbox;
        private @Nullable String messageId;

        Ticket(FaceTime.Work work) {
            this.work = work;
        }
    }

    /** A request that passed its checks: what its messages are, and what it does. */
    private record Prepared(List<String> commands, Action action) {}

    private interface Action {
        Outcome run() throws WsmanFault, InterruptedException;
    }

    /**
     * What a request led to.
     *
     * @param started the pipeline that it started or fed; null for other requests
     */
    private record Outcome(HttpAnswer answer, @Nullable ServerPipeline started) {}

    /**
     * @param host the simulated host's name
     * @param ids makes message and shell ids; from the lab's seed
     * @param configurations the session configurations besides {@link SessionConfiguration#DEFAULT}
     */
    public WinRmFace(
            String host,
            OsVersion os,
            WinRmSettings settings,
            List<LocalAccount> accounts,
            List<SessionConfiguration> configurations,
            FaceTime time,
            Faults faults,
            Supplier<UUID> ids,
            Runspaces runspaces) {
        this.host = host;
        this.os = os;
        this.settings = settings;
        this.time = time;
        this.faults = faults;
        this.ids = ids;
        this.runspaces = runspaces;
        this.login = new BasicLogin(host, accounts);
        Map<String, SessionConfiguration> named = new LinkedHashMap<>();
        named.put(SessionConfiguration.DEFAULT.name().toLowerCase(Locale.ROOT), SessionConfiguration.DEFAULT);
        configurations.forEach(c -> named.put(c.name().toLowerCase(Locale.ROOT), c));
        this.configurations = Map.copyOf(named);
    }

    // inspection

    /** Returns the counts of what arrived. */
    public FaceCounters counters() {
        return counters;
    }

    /** Returns the number of open shells; idle ones that have timed out are gone. */
    public int openShells() {
        expire();
        synchronized (lock) {
            return shells.size();
        }
    }

    /** Returns the number of commands, over all shells, that were not terminated. */
    public int openCommands() {
        synchronized (lock) {
            return shells.values().stream().mapToInt(s -> s.commands().size()).sum();
        }
    }

    // HTTP

    @Override
    public boolean refuses() {
        return faults.forConnection(host).isPresent();
    }

    @Override
    public @Nullable HttpAnswer early(HttpExchange exchange) {
        if (!exchange.request().path().equalsIgnoreCase("/wsman")) {
            return HttpAnswer.empty(404);
        }
        if (!exchange.request().method().equals("POST")) {
            return HttpAnswer.empty(405);
        }
        if (isIdentify(exchange)) {
            return null;
        }
        if (login.user(exchange.request().headers().first("Authorization")) == null) {
            counters.refusedLogins.incrementAndGet();
            HttpHeaders headers =
                    new HttpHeaders().add("WWW-Authenticate", "Negotiate").add("WWW-Authenticate", "Kerberos");
            if (exchange.encrypted()) {
                headers.add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
            }
            return new HttpAnswer.Reply(401, headers, new byte[0], false);
        }
        String type = exchange.request().headers().first("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/soap+xml")) {
            return HttpAnswer.empty(415);
        }
        return null;
    }

    private static boolean isIdentify(HttpExchange exchange) {
        return "unauthenticated".equalsIgnoreCase(exchange.request().headers().first("WSMANIDENTIFY"));
    }

    @Override
    public HttpAnswer handle(HttpExchange exchange) throws InterruptedException {
        Ticket ticket = new Ticket(time.enter("request at " + host));
        tickets.put(exchange, ticket);
        if (isIdentify(exchange)) {
            counters.request("Identify");
            return HttpAnswer.of(200, SOAP_TYPE, Envelope.identity("OS: 0.0.0 SP: 0.0 Stack: " + os.stack()));
        }
        if (!exchange.encrypted()) {
            log.debug("plain text refused [host={}]", host);
            return HttpAnswer.empty(500);
        }
        String user = login.user(exchange.request().headers().first("Authorization"));
        if (user == null) {
            return HttpAnswer.empty(401);
        }
        return soap(exchange, ticket, user);
    }

    @Override
    public void undelivered(HttpExchange exchange) {
        Ticket ticket = tickets.get(exchange);
        if (ticket != null && ticket.outbox != null && ticket.messageId != null) {
            ticket.outbox.undelivered(ticket.messageId);
            time.nudge();
        }
    }

    @Override
    public void finished(HttpExchange exchange) {
        Ticket ticket = tickets.remove(exchange);
        if (ticket != null) {
            ticket.work.close();
        }
    }

    // WS-Man

    private HttpAnswer soap(HttpExchange exchange, Ticket ticket, String user) throws InterruptedException {
        WsmanRequest request;
        try {
            if (exchange.request().body().length > os.envelopeKb() * 1024) {
                return fault(WsmanFault.of(FaultKind.REQUEST_TOO_LARGE), null);
            }
            request = WsmanRequest.parse(exchange.request().body());
        } catch (WsmanRequest.Malformed e) {
            return fault(e.fault(), e.messageId());
        }
        counters.request(request.verb());
        try {
            checkEnvelope(request);
            Prepared prepared = prepare(exchange, ticket, request, user);
            Optional<Faults.Hit> hit = faults.forRequest(new Faults.Request(
                    host, request.verb(), prepared.commands(), user, pipelineAskedFor(request, user)));
            return hit.isPresent()
                    ? faulty(exchange, request, prepared, hit.get())
                    : prepared.action().run().answer();
        } catch (WsmanFault e) {
            return fault(e, request.messageId());
        }
    }

    /** Does what a declared fault says. */
    private HttpAnswer faulty(HttpExchange exchange, WsmanRequest request, Prepared prepared, Faults.Hit hit)
            throws WsmanFault, InterruptedException {
        log.debug(
                "fault [host={} action={} commands={} kind={}]", host, request.verb(), prepared.commands(), hit.kind());
        switch (hit.kind()) {
            case QUOTA ->
                throw request.verb().equals("Create")
                        ? WsmanFault.of(FaultKind.MAX_SHELLS, settings.maxShellsPerUser())
                        : WsmanFault.of(FaultKind.MAX_OPERATIONS, 1500);
            case HUNG -> hang(exchange);
            case RESET_AFTER -> complete(exchange, prepared);
            case LOST_ANSWER -> {
                complete(exchange, prepared);
                hang(exchange);
            }
            case LATE -> time.after(hit.delay(), "late request at " + host, () -> later(prepared));
            case RESET_BEFORE, REFUSED -> {
                // nothing but the reset
            }
        }
        return HttpAnswer.reset();
    }

    private void complete(HttpExchange exchange, Prepared prepared) throws InterruptedException {
        try {
            ServerPipeline started = prepared.action().run().started();
            if (started != null) {
                waitFor("the end of a pipeline", () -> started.output().ended() || closed, exchange, null);
            }
        } catch (WsmanFault e) {
            log.debug("lost a fault [kind={}]", e.kind());
        }
    }

    /** Begun before its thread is: the clock would otherwise skip on before that one has woken up. */
    private void later(Prepared prepared) {
        FaceTime.Work begun = time.begin("late request at " + host);
        pipelineHost.startThread("late", () -> {
            try (FaceTime.Work work = begun) {
                work.takeOver();
                prepared.action().run();
            } catch (WsmanFault e) {
                log.debug("late request refused [kind={}]", e.kind());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void hang(HttpExchange exchange) throws InterruptedException {
        waitFor("a client that is kept waiting", () -> closed, exchange, null);
    }

    private void checkEnvelope(WsmanRequest request) throws WsmanFault {
        Integer size = request.maxEnvelopeBytes();
        if (size != null && size > os.envelopeKb() * 1024) {
            throw WsmanFault.of(FaultKind.MAX_ENVELOPE);
        }
        if (size != null && size < MIN_ENVELOPE) {
            throw WsmanFault.of(FaultKind.SMALL_ENVELOPE);
        }
    }

    private Prepared prepare(HttpExchange exchange, Ticket ticket, WsmanRequest request, String user)
            throws WsmanFault {
        return switch (request.action()) {
            case Ns.TRANSFER + "/Create" -> simple(() -> create(exchange, request, user));
            case Ns.TRANSFER + "/Get" -> simple(() -> get(request, user));
            case Ns.TRANSFER + "/Delete" -> simple(() -> delete(request, user));
            case Ns.SHELL + "/Command" -> command(request, user);
            case Ns.SHELL + "/Send" -> send(request, user);
            case Ns.SHELL + "/Receive" -> simple(() -> receive(exchange, ticket, request, user));
            case Ns.SHELL + "/Signal" -> simple(() -> signal(request, user));
            default -> {
                counters.notSimulated("action " + request.action());
                throw WsmanFault.of(FaultKind.INVALID_ACTION);
            }
        };
    }

    /** Returns the cmdlets of the pipeline that a Receive or a Signal concerns. */
    private List<String> pipelineAskedFor(WsmanRequest request, String user) throws WsmanFault {
        XmlNode about = request.verb().equals("Receive") && request.body() != null
                ? request.body().child(Ns.SHELL, "DesiredStream")
                : request.body();
        String commandId = about == null ? null : about.attribute(Ns.SHELL, "CommandId");
        if (commandId == null
                || !request.verb().equals("Receive") && !request.verb().equals("Signal")) {
            return List.of();
        }
        Optional<Shell> shell = found(request, user);
        synchronized (lock) {
            Shell.Command command =
                    shell.isEmpty() ? null : shell.get().commands().get(key(commandId));
            return command == null ? List.of() : command.pipeline().cmdlets();
        }
    }

    private static Prepared simple(Action action) {
        return new Prepared(List.of(), action);
    }

    // Create, Get, Delete

    private Outcome create(HttpExchange exchange, WsmanRequest request, String user) throws WsmanFault {
        SessionConfiguration configuration = configuration(request);
        XmlNode body = required(request.body(), "Shell");
        XmlNode creation = body.child(Ns.POWERSHELL, "creationXml");
        if (creation == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        String asked = body.attribute(Ns.SHELL, "ShellId");
        String id = asked == null || os == OsVersion.WS2008R2 ? Envelope.upper(ids.get()) : checkedId(asked);
        XmlNode idle = body.child(Ns.SHELL, "IdleTimeOut");
        Duration idleTimeout = idle == null ? settings.idleTimeout() : duration(idle.text());
        byte[] fragments = base64(creation.text());
        String account = configuration.runAs() == null ? host + "\\" + user : configuration.runAs();
        Caller caller = new Caller(host, account, configuration.delegatable());
        PsrpServer pool = new PsrpServer(pipelineHost, os, () -> runspaces.open(caller, configuration));
        Instant now = time.now();
        expire();
        Shell shell;
        synchronized (lock) {
            if (shells.containsKey(key(id))) {
                throw WsmanFault.of(FaultKind.ALREADY_EXISTS);
            }
            String owner = host + "\\" + user;
            if (shells.values().stream().filter(s -> s.owner().equals(owner)).count() >= settings.maxShellsPerUser()) {
                throw WsmanFault.of(FaultKind.MAX_SHELLS, settings.maxShellsPerUser());
            }
            processId += 4;
            shell = new Shell(
                    id,
                    configuration,
                    owner,
                    exchange.clientAddress(),
                    processId,
                    idleTimeout,
                    text(body, "InputStreams", "stdin pr"),
                    text(body, "OutputStreams", "stdout"),
                    body.attribute(Ns.SHELL, "Name"),
                    pool,
                    now);
            shells.put(key(id), shell);
        }
        pool.apply(pool.decode(fragments), null);
        String resource = Envelope.text(Ns.POWERSHELL + "/" + configuration.name());
        StringBuilder out = new StringBuilder("<x:ResourceCreated><a:Address>").append(Envelope.text(request.to()));
        out.append("</a:Address><a:ReferenceParameters><w:ResourceURI>").append(resource);
        out.append("</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">")
                .append(Envelope.text(id));
        out.append("</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>");
        if (os != OsVersion.WS2008R2) {
            out.append(shell.xml(now, settings.locale(), false));
        }
        return answer(request, out.toString());
    }

    private static String text(XmlNode parent, String name, String otherwise) {
        XmlNode node = parent.child(Ns.SHELL, name);
        return node == null ? otherwise : node.text();
    }

    private SessionConfiguration configuration(WsmanRequest request) throws WsmanFault {
        String resource = request.resourceUri();
        if (resource != null && resource.equals(Ns.SHELL + "/cmd")) {
            counters.notSimulated("WinRS shell");
            throw WsmanFault.of(FaultKind.NO_CMD_SHELL).from("Shell cmd plugin");
        }
        SessionConfiguration found = null;
        if (resource != null && resource.startsWith(Ns.POWERSHELL + "/")) {
            String name = resource.substring(Ns.POWERSHELL.length() + 1);
            found = configurations.get(name.toLowerCase(Locale.ROOT));
        }
        if (found == null) {
            throw WsmanFault.of(
                    FaultKind.RESOURCE_URI,
                    "The WS-Management service cannot process the request. The resource URI (" + resource
                            + ") was not found in the WS-Management catalog. The catalog contains the metadata that describes"
                            + " resources, or logical endpoints. ",
                    "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Der Ressourcen-URI (" + resource
                            + ") wurde im WS-Verwaltungskatalog nicht gefunden. ");
        }
        return found;
    }

    private Outcome get(WsmanRequest request, String user) throws WsmanFault {
        String resource = request.resourceUri();
        if (resource != null && resource.equals(Ns.CONFIG)) {
            return answer(request, config());
        }
        if (resource == null || !resource.equals(Ns.SHELL)) {
            throw WsmanFault.of(FaultKind.RESOURCE_URI);
        }
        Shell shell = found(request, user)
                .orElseThrow(() -> WsmanFault.of(FaultKind.SHELL_NOT_FOUND).from("Shell provider"));
        Instant now = time.now();
        String xml;
        synchronized (lock) {
            shell.disconnected(now, settings.receiveGap());
            xml = shell.xml(now, settings.locale(), true);
        }
        return answer(request, xml);
    }

    private String config() {
        return "<cfg:Config xmlns:cfg=\"" + Ns.CONFIG + "\"><cfg:MaxEnvelopeSizekb>" + os.envelopeKb()
                + "</cfg:MaxEnvelopeSizekb><cfg:MaxTimeoutms>60000</cfg:MaxTimeoutms><cfg:MaxBatchItems>32000"
                + "</cfg:MaxBatchItems><cfg:Winrs><cfg:AllowRemoteShellAccess>true</cfg:AllowRemoteShellAccess>"
                + "<cfg:IdleTimeout>" + settings.idleTimeout().toMillis() + "</cfg:IdleTimeout><cfg:MaxShellsPerUser>"
                + settings.maxShellsPerUser() + "</cfg:MaxShellsPerUser></cfg:Winrs></cfg:Config>";
    }

    private Outcome delete(WsmanRequest request, String user) throws WsmanFault {
        Shell shell = shell(request, user);
        synchronized (lock) {
            shells.remove(key(shell.id()));
        }
        shell.pool().close();
        closeCommands(shell);
        return answer(request, "");
    }

    private void closeCommands(Shell shell) {
        List<Shell.Command> commands;
        synchronized (lock) {
            commands = new ArrayList<>(shell.commands().values());
            shell.commands().clear();
        }
        commands.forEach(c -> c.pipeline().terminate());
        time.nudge();
    }

    // Command, Send, Signal

    private Prepared command(WsmanRequest request, String user) throws WsmanFault {
        Shell shell = connected(request, user);
        XmlNode line = required(request.body(), "CommandLine");
        String asked = line.attribute(Ns.SHELL, "CommandId");
        String id = asked == null || os == OsVersion.WS2008R2 ? Envelope.upper(ids.get()) : checkedId(asked);
        StringBuilder arguments = new StringBuilder();
        line.children(Ns.SHELL, "Arguments").forEach(a -> arguments.append(a.text()));
        List<PsrpMessage> messages = shell.pool().decode(base64(arguments.toString()));
        return new Prepared(PsrpServer.commandsIn(messages), () -> {
            ServerPipeline pipeline = shell.pool().newPipeline();
            synchronized (lock) {
                if (!shells.containsKey(key(shell.id()))) {
                    throw WsmanFault.of(FaultKind.SHELL_NOT_FOUND);
                }
                if (shell.commands().containsKey(key(id))) {
                    throw WsmanFault.of(FaultKind.ALREADY_EXISTS);
                }
                if (shell.commands().size() >= settings.maxCommandsPerShell()) {
                    throw WsmanFault.of(FaultKind.MAX_COMMANDS);
                }
                shell.commands().put(key(id), new Shell.Command(id, pipeline));
            }
            shell.pool().apply(messages, pipeline);
            return new Outcome(
                    answer(
                                    request,
                                    "<rsp:CommandResponse><rsp:CommandId>" + Envelope.text(id)
                                            + "</rsp:CommandId></rsp:CommandResponse>")
                            .answer(),
                    pipeline);
        });
    }

    private Prepared send(WsmanRequest request, String user) throws WsmanFault {
        Shell shell = connected(request, user);
        XmlNode send = required(request.body(), "Send");
        List<String> names = new ArrayList<>();
        List<Action> steps = new ArrayList<>();
        for (XmlNode stream : send.children(Ns.SHELL, "Stream")) {
            String commandId = stream.attribute(Ns.SHELL, "CommandId");
            ServerPipeline pipeline =
                    commandId == null ? null : commandOf(shell, commandId).pipeline();
            List<PsrpMessage> messages = shell.pool().decode(base64(stream.text()));
            names.addAll(PsrpServer.commandsIn(messages));
            steps.add(() -> {
                shell.pool().apply(messages, pipeline);
                return new Outcome(HttpAnswer.reset(), pipeline);
            });
        }
        return new Prepared(names, () -> {
            ServerPipeline fed = null;
            for (Action step : steps) {
                fed = step.run().started();
            }
            return new Outcome(answer(request, "<rsp:SendResponse/>").answer(), fed);
        });
    }

    private Outcome signal(WsmanRequest request, String user) throws WsmanFault {
        Shell shell = shell(request, user);
        XmlNode signal = required(request.body(), "Signal");
        XmlNode code = signal.child(Ns.SHELL, "Code");
        String commandId = signal.attribute(Ns.SHELL, "CommandId");
        if (code == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        if (commandId == null) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER);
        }
        Shell.Command command = commandOf(shell, commandId);
        if (code.text().equals(Ns.SIGNAL_STOP)) {
            command.pipeline().stop();
        } else {
            synchronized (lock) {
                shell.commands().remove(key(commandId));
            }
            command.pipeline().terminate();
            time.nudge();
        }
        return answer(request, "<rsp:SignalResponse/>");
    }

    // Receive

    private Outcome receive(HttpExchange exchange, Ticket ticket, WsmanRequest request, String user)
            throws WsmanFault, InterruptedException {
        Shell shell = connected(request, user);
        XmlNode stream = required(request.body(), "Receive").child(Ns.SHELL, "DesiredStream");
        if (stream == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        String commandId = stream.attribute(Ns.SHELL, "CommandId");
        Shell.Command command = commandId == null ? null : commandOf(shell, commandId);
        Outbox box =
                command == null ? shell.pool().output() : command.pipeline().output();
        int number = box.nextReceive();
        time.nudge();
        synchronized (lock) {
            shell.receiveStarted();
        }
        try {
            if (!box.isRepeat(request.messageId())) {
                waitForOutput(exchange, request, box, number, command != null);
            }
            ticket.outbox = box;
            ticket.messageId = request.messageId();
            Outbox.Batch batch = box.take(request.messageId(), room(request), STREAM_OVERHEAD);
            return answer(request, streams(batch, commandId));
        } finally {
            Instant now = time.now();
            synchronized (lock) {
                shell.receiveEnded(now);
            }
        }
    }

    private void waitForOutput(HttpExchange exchange, WsmanRequest request, Outbox box, int number, boolean pipeline)
            throws WsmanFault, InterruptedException {
        Duration limit = request.operationTimeout() == null ? DEFAULT_OPERATION_TIMEOUT : request.operationTimeout();
        if (limit.compareTo(settings.minimumOperationTimeout()) < 0) {
            limit = settings.minimumOperationTimeout();
        }
        counters.parkedReceives.incrementAndGet();
        boolean heard;
        try {
            heard = waitFor(
                    "a Receive",
                    () -> box.available() || box.ended() || box.closed() || box.superseded(number) || closed,
                    exchange,
                    limit);
            if (heard && pipeline && !box.ended() && !box.closed()) {
                time.poll("the rest of the output", () -> box.ended() || box.closed() || closed, null, COALESCE);
            }
        } finally {
            counters.parkedReceives.decrementAndGet();
        }
        if (!heard) {
            throw WsmanFault.of(FaultKind.TIMED_OUT);
        }
        if (box.closed() || box.superseded(number) || closed) {
            throw WsmanFault.of(FaultKind.ABORTED);
        }
    }

    private int room(WsmanRequest request) {
        int size = request.maxEnvelopeBytes() == null ? DEFAULT_ENVELOPE : request.maxEnvelopeBytes();
        return Math.min(size, os.envelopeKb() * 1024) - ANSWER_OVERHEAD;
    }

    private static String streams(Outbox.Batch batch, @Nullable String commandId) {
        String command = commandId == null ? "" : " CommandId=\"" + Envelope.text(commandId) + "\"";
        StringBuilder out = new StringBuilder("<rsp:ReceiveResponse>");
        for (byte[] fragment : batch.fragments()) {
            out.append("<rsp:Stream Name=\"stdout\"").append(command).append('>');
            out.append(Base64.getEncoder().encodeToString(fragment)).append("</rsp:Stream>");
        }
        if (batch.done() && commandId != null) {
            out.append("<rsp:CommandState").append(command).append(" State=\"").append(Ns.COMMAND_DONE);
            out.append("\"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState>");
        }
        return out.append("</rsp:ReceiveResponse>").toString();
    }

    /**
     * Parks the request until the condition holds, in slices so that a client that has gone is noticed.
     *
     * @return whether the condition holds; also true when the client has gone
     */
    private boolean waitFor(String what, BooleanSupplier condition, HttpExchange exchange, @Nullable Duration limit)
            throws InterruptedException {
        int mine = generation.get();
        BooleanSupplier either = () -> condition.getAsBoolean() || generation.get() != mine;
        Instant end = limit == null ? null : time.now().plus(limit);
        while (true) {
            Duration left = end == null ? null : Duration.between(time.now(), end);
            if (left != null && (left.isNegative() || left.isZero())) {
                return either.getAsBoolean();
            }
            if (time.poll(what, either, left, LOOK)) {
                return true;
            }
            if (exchange.gone()) {
                return true;
            }
        }
    }

    // shells

    private Shell connected(WsmanRequest request, String user) throws WsmanFault {
        Shell shell = shell(request, user);
        Instant now = time.now();
        synchronized (lock) {
            if (shell.disconnected(now, settings.receiveGap())) {
                throw WsmanFault.badRequest();
            }
            shell.touch(now);
        }
        return shell;
    }

    private Shell shell(WsmanRequest request, String user) throws WsmanFault {
        String id = request.shellId();
        Shell shell = found(request, user)
                .orElseThrow(() -> WsmanFault.of(
                        FaultKind.SHELL_NOT_FOUND,
                        "The request for the Windows Remote Shell with ShellId " + id
                                + " failed because the shell was not found on the server. Possible causes are: the specified"
                                + " ShellId is incorrect or the shell no longer exists on the server. Provide the correct"
                                + " ShellId or create a new shell and try the operation again. ",
                        "Fehler bei der Anforderung für die Windows-Remoteshell mit der Shell-ID " + id
                                + ", da die Shell auf dem Server nicht gefunden wurde. "));
        Instant now = time.now();
        synchronized (lock) {
            shell.touch(now);
        }
        return shell;
    }

    private Optional<Shell> found(WsmanRequest request, String user) throws WsmanFault {
        String id = request.shellId();
        if (id == null) {
            throw WsmanFault.of(FaultKind.INSUFFICIENT_SELECTORS);
        }
        expire();
        synchronized (lock) {
            Shell shell = shells.get(key(id));
            return shell == null || !shell.owner().equals(host + "\\" + user) ? Optional.empty() : Optional.of(shell);
        }
    }

    private Shell.Command commandOf(Shell shell, String commandId) throws WsmanFault {
        synchronized (lock) {
            Shell.Command command = shell.commands().get(key(commandId));
            if (command != null) {
                return command;
            }
        }
        throw WsmanFault.of(
                FaultKind.SHELL_NOT_FOUND,
                "The Windows Remote Shell received a request to perform an operation on a command identifier that does not"
                        + " exist. Either the command has completed execution or the client specified an invalid command"
                        + " identifier. ",
                "Die Windows-Remoteshell hat eine Anforderung für eine Befehls-ID erhalten, die nicht vorhanden ist. ");
    }

    private void expire() {
        Instant now = time.now();
        List<Shell> ended = new ArrayList<>();
        synchronized (lock) {
            for (Shell shell : shells.values()) {
                if (shell.expired(now)) {
                    ended.add(shell);
                }
            }
            ended.forEach(s -> shells.remove(key(s.id())));
        }
        for (Shell shell : ended) {
            shell.pool().close();
            closeCommands(shell);
        }
    }

    // answers

    private Outcome answer(WsmanRequest request, String body) {
        byte[] envelope = Envelope.answer(
                request.verb(), request.action(), ids.get(), request.messageId(), settings.locale(), body);
        return new Outcome(HttpAnswer.of(200, SOAP_TYPE, envelope), null);
    }

    private HttpAnswer fault(WsmanFault fault, @Nullable String relatesTo) {
        if (fault.isBadRequest()) {
            return HttpAnswer.empty(400);
        }
        return HttpAnswer.of(500, SOAP_TYPE, Envelope.fault(fault, ids.get(), relatesTo, settings.locale(), host));
    }

    private static XmlNode required(@Nullable XmlNode body, String name) throws WsmanFault {
        if (body == null || !body.is(Ns.SHELL, name)) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        return body;
    }

    private static String checkedId(String id) throws WsmanFault {
        try {
            UUID.fromString(id);
            return id;
        } catch (IllegalArgumentException e) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
    }

    private static Duration duration(String text) throws WsmanFault {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
    }

    private static byte[] base64(String text) throws WsmanFault {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
    }

    private static String key(String id) {
        return id.toUpperCase(Locale.ROOT);
    }

    // life

    /** Ends every shell at once, as a power cut does; running pipelines are asked to stop. Later shells work again. */
    public void powerOff() {
        List<Shell> gone;
        synchronized (lock) {
            gone = new ArrayList<>(shells.values());
            shells.clear();
        }
        generation.incrementAndGet();
        time.nudge();
        for (Shell shell : gone) {
            shell.pool().close();
            closeCommands(shell);
        }
    }

    /** Ends everything and waits, at most five seconds, until its threads are gone. */
    @Override
    public void close() {
        closed = true;
        powerOff();
        List<Thread> running;
        synchronized (lock) {
            running = new ArrayList<>(threads);
        }
        try {
            for (Thread thread : running) {
                thread.interrupt();
                thread.join(JOIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Host implements PipelineHost {
        @Override
        public FaceTime time() {
            return time;
        }

        @Override
        public FaceCounters counters() {
            return counters;
        }

        @Override
        public String locale() {
            return settings.locale();
        }

        @Override
        public void startThread(String purpose, Runnable body) {
            synchronized (lock) {
                threadNumber++;
                Thread thread = new Thread(body, "quorate-lab-" + host + "-" + purpose + "-" + threadNumber);
                thread.setDaemon(true);
                thread.start();
                // one that took itself off the list when it ends would still be alive when close() no longer waits for
                // it
                threads.removeIf(old -> !old.isAlive());
                threads.add(thread);
            }
        }
    }
}
