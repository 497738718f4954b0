package io.quorate.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.ServerSide;
import io.quorate.winrm.wsman.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host that runs pretended cmdlets: {@code Stub\Echo} gives {@code done}, {@code Stub\Fail} fails with access denied, {@code Stub\Hang}
 * runs until it is stopped, {@code Stub\Noisy} says what is for others before it is done, {@code Stub\Ask} ends when its host call is answered, {@code Stub\Hop} is denied unless the session configuration is one that may. What it does with single requests can be told it beforehand.
 */
final class StubHost implements AutoCloseable {
    private static final UUID NONE = PsrpMessage.NONE;
    private static final int RECEIVE_BYTES = 300_000;

    /** What happens to one request. */
    enum Mishap {
        /** The connection closes before it is carried out. */
        CUT_BEFORE,
        /** It is carried out and the connection closes without an answer. */
        CUT_AFTER,
        /** No answer, ever. */
        HANG
    }

    /** What is to happen to the next request that fits. */
    private record Plan(
            Predicate<String> action,
            @Nullable Mishap mishap,
            @Nullable String fault,
            int status,
            @Nullable String raw) {}

    /** A command in a shell. */
    private static final class Command {
        final UUID pipeline;
        final ServerSide wire;
        final Deque<byte[]> output = new ArrayDeque<>();

        /** What it puts out when it is asked for more; null for nothing besides. */
        @Nullable
        Iterator<PsValue> source;

        boolean ended;

        Command(UUID pipeline, ServerSide wire) {
            this.pipeline = pipeline;
            this.wire = wire;
        }
    }

    /** A shell with its pool. */
    private static final class Shell {
        final ServerSide wire = new ServerSide();
        final Map<String, Command> commands = new ConcurrentHashMap<>();
        final Deque<byte[]> output = new ArrayDeque<>();
        UUID pool = NONE;
        boolean deleted;
        boolean disconnected;
        String configuration = "";
    }

    private final HttpsServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Shell> shells = new ConcurrentHashMap<>();
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new CopyOnWriteArrayList<>();
    private final List<Integer> bytesUp = new CopyOnWriteArrayList<>();
    private final List<String> configurations = new CopyOnWriteArrayList<>();
    private final List<String> fed = new CopyOnWriteArrayList<>();
    private String protocol = "2.3";
    private final Map<String, IntFunction<String>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<String, Supplier<Iterator<PsValue>>> producers = new ConcurrentHashMap<>();
    private boolean poolAsks;
    private boolean closed;

    StubHost(TestIdentity identity) {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(identity.server()));
        server.setExecutor(workers);
        server.createContext("/wsman", this::handle);
        server.start();
    }

    StubHost speaking(String version) {
        protocol = version;
        return this;
    }

    /** Makes every new pool ask its user something before it is open. */
    StubHost poolAsks() {
        poolAsks = true;
        return this;
    }

    /** What came by Send: the stream, and the type of each message. */
    List<String> fed() {
        return List.copyOf(fed);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The requests so far, by action; a command's Receive is {@code Receive}, the pool's {@code PoolReceive}. */
    List<String> actions() {
        return List.copyOf(actions);
    }

    long count(String action) {
        return actions.stream().filter(action::equals).count();
    }

    /** The cmdlets that were carried out. */
    List<String> started() {
        return List.copyOf(started);
    }

    /** The session configurations that shells were opened with. */
    List<String> configurations() {
        return List.copyOf(configurations);
    }

    List<Integer> bytesUp() {
        return List.copyOf(bytesUp);
    }

    int shells() {
        return shells.size();
    }

    int commands() {
        return shells.values().stream().mapToInt(shell -> shell.commands.size()).sum();
    }

    void next(String action, Mishap mishap) {
        plans.add(new Plan(action::equals, mishap, null, 0, null));
    }

    void nextFault(String action, String code) {
        plans.add(new Plan(action::equals, null, code, 500, null));
    }

    void nextStatus(String action, int status) {
        plans.add(new Plan(action::equals, null, null, status, null));
    }

    /** Carries the next such request out and answers it with a text that is no answer. */
    void nextRaw(String action, String text) {
        plans.add(new Plan(action::equals, null, null, 0, text));
    }

    /** Answers every such request at once with a SOAP body, made from the number of answers so far. */
    void answering(String action, IntFunction<String> body) {
        answers.put(action, body);
    }

    /**
     * Has a cmdlet put out what comes of an iterator, as far as Receives ask for it. Null means that nothing more comes for now, and {@link #FAILURE} that it
     * fails.
     */
    StubHost producing(String cmdlet, Supplier<Iterator<PsValue>> source) {
        producers.put(cmdlet, source);
        return this;
    }

    /** Ends a cmdlet with a failure. */
    static final PsValue FAILURE = PsValue.string("failure");

    /** Puts out as much as one Receive takes. */
    private void fill(Shell shell, Command command) {
        int bytes = command.output.stream().mapToInt(piece -> piece.length).sum();
        Iterator<PsValue> source = command.source;
        while (source != null && bytes < RECEIVE_BYTES) {
            if (!source.hasNext()) {
                command.source = null;
                end(command, PsPipelineState.COMPLETED, shell);
                return;
            }
            PsValue next = source.next();
            if (next == null) {
                return;
            }
            if (next == FAILURE) {
                command.source = null;
                fail(shell, command);
                return;
            }
            List<byte[]> said = command.wire.say(PsrpMessageType.PIPELINE_OUTPUT, shell.pool, command.pipeline, next);
            bytes += said.stream().mapToInt(piece -> piece.length).sum();
            command.output.addAll(said);
        }
    }

    /** Forgets all shells, as a restart does. */
    synchronized void restart() {
        shells.values().forEach(shell -> shell.deleted = true);
        shells.clear();
        notifyAll();
    }

    /** Disconnects all shells, as a host does that nobody listens to: who waits for output is sent away. */
    synchronized void disconnect() {
        shells.values().forEach(shell -> shell.disconnected = true);
        notifyAll();
    }

    /** Waits until something is so. */
    synchronized void await(Predicate<StubHost> condition) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.test(this)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("it did not come about; requests were " + actions);
            }
            wait(Math.min(left, 100));
        }
    }

    private void handle(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        String request = new String(body, StandardCharsets.UTF_8);
        String uri = Conversation.find(request, "<a:Action[^>]*>([^<]*)<");
        String action = uri.substring(uri.lastIndexOf('/') + 1);
        if (action.equals("Receive") && !request.contains(" CommandId=")) {
            action = "PoolReceive";
        }
        if (request.contains("signal/crtl_c")) {
            action = "Stop";
        }
        String name = action;
        Plan plan =
                plans.stream().filter(it -> it.action.test(name)).findFirst().orElse(null);
        plans.remove(plan);
        try {
            synchronized (this) {
                actions.add(name);
                bytesUp.add(body.length);
                notifyAll();
                if (plan != null && plan.mishap == Mishap.HANG) {
                    while (!closed) {
                        wait(1000);
                    }
                    return;
                }
            }
            if (plan != null && plan.mishap == Mishap.CUT_BEFORE) {
                cut(http);
                return;
            }
            if (plan != null && plan.status != 0) {
                respond(http, plan.status, plan.fault == null ? "" : fault(request, plan.fault));
                return;
            }
            IntFunction<String> scripted = answers.get(name);
            String said = scripted == null ? null : scripted.apply(answered.getAndIncrement());
            if (said != null) {
                respond(http, 200, envelope(request, said));
                return;
            }
            Answer answer = answer(action, request);
            if (answer == null || (plan != null && plan.mishap == Mishap.CUT_AFTER)) {
                cut(http);
                return;
            }
            if (plan != null && plan.raw != null) {
                respond(http, 200, plan.raw);
                return;
            }
            respond(http, answer.status, answer.body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An exchange that is closed without an answer makes the JDK's server close the connection. */
    private static void cut(HttpExchange http) {
        http.close();
    }

    private static void respond(HttpExchange http, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            http.getResponseBody().write(bytes);
        }
        http.close();
    }

    private record Answer(int status, String body) {}

    private synchronized @Nullable Answer answer(String action, String request) throws InterruptedException {
        String shellId = Conversation.find(request, "ShellId\">([^<]*)<");
        if (action.equals("Create")) {
            return create(request);
        }
        Shell shell = shells.get(shellId);
        if (shell == null) {
            return new Answer(500, fault(request, "2150858843"));
        }
        String commandId = Conversation.find(request, "CommandId=\"([^\"]*)\"");
        Command command = shell.commands.get(commandId);
        if (shell.disconnected && !List.of("Get", "Reconnect", "Delete").contains(action)) {
            return new Answer(500, fault(request, "2150859204"));
        }
        switch (action) {
            case "Reconnect" -> {
                shell.disconnected = false;
                return ok(request, "");
            }
            case "Delete" -> {
                shells.remove(shellId);
                shell.deleted = true;
                notifyAll();
                return ok(request, "");
            }
            case "Get" -> {
                return ok(
                        request,
                        "<r:Shell xmlns:r=\"x\"><r:State>" + (shell.disconnected ? "Disconnected" : "Connected")
                                + "</r:State></r:Shell>");
            }
            case "Command" -> {
                byte[] first = decode(request, "<r:Arguments>([^<]*)<").get(0);
                Command fresh = new Command(pipelineId(first), shell.wire);
                shell.commands.put(commandId, fresh);
                feed(shell, fresh, first);
                return ok(
                        request,
                        "<r:CommandResponse xmlns:r=\"x\"><r:CommandId>" + commandId
                                + "</r:CommandId></r:CommandResponse>");
            }
            case "Send" -> {
                String stream = Conversation.find(request, "<r:Stream Name=\"([^\"]*)\"");
                for (byte[] piece : decode(request, "<r:Stream [^>]*>([^<]*)<")) {
                    feed(shell, command, piece).forEach(type -> fed.add(stream + " " + type));
                }
                return ok(request, "");
            }
            case "Stop" -> {
                if (command != null && !command.ended) {
                    command.source = null;
                    end(command, PsPipelineState.STOPPED, shell);
                }
                return ok(request, "");
            }
            case "Signal" -> {
                shell.commands.remove(commandId);
                notifyAll();
                return ok(request, "");
            }
            default -> {
                return receive(shell, commandId, command, request);
            }
        }
    }

    private @Nullable Answer receive(Shell shell, String commandId, @Nullable Command command, String request)
            throws InterruptedException {
        if (!commandId.isEmpty() && command == null) {
            return new Answer(500, fault(request, "2150858843"));
        }
        if (command != null) {
            fill(shell, command);
        }
        Deque<byte[]> output = command == null ? shell.output : command.output;
        String seconds = Conversation.find(request, "<w:OperationTimeout>PT([0-9.]+)S<");
        long end = System.nanoTime() + (long) (Double.parseDouble(seconds) * 1e9);
        while (output.isEmpty() && !shell.deleted && !shell.disconnected && !closed) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return new Answer(500, fault(request, "2150858793"));
            }
            wait(left);
        }
        if (closed) {
            return null;
        }
        if (output.isEmpty()) {
            return new Answer(500, fault(request, shell.deleted ? "2150858843" : "2150859230"));
        }
        StringBuilder body = new StringBuilder("<r:ReceiveResponse xmlns:r=\"x\">");
        while (!output.isEmpty()) {
            body.append("<r:Stream Name=\"stdout\">")
                    .append(Base64.getEncoder().encodeToString(output.poll()))
                    .append("</r:Stream>");
        }
        if (command != null && command.ended) {
            body.append("<r:CommandState State=\"x/CommandState/Done\"/>");
        }
        return ok(request, body.append("</r:ReceiveResponse>").toString());
    }

    private Answer create(String request) {
        Shell shell = new Shell();
        shell.configuration = Conversation.find(request, "<w:ResourceURI[^>]*>.*?/powershell/([^<]*)<");
        configurations.add(shell.configuration);
        String shellId = Conversation.find(request, " ShellId=\"([^\"]*)\"");
        for (PsrpMessage message :
                shell.wire.accept(decode(request, "<creationXml[^>]*>([^<]*)<").get(0))) {
            shell.pool = message.runspacePoolId();
        }
        shell.output.addAll(
                shell.wire.say(PsrpMessageType.SESSION_CAPABILITY, NONE, NONE, ServerSide.capability(protocol)));
        if (poolAsks) {
            shell.output.addAll(
                    shell.wire.say(PsrpMessageType.RUNSPACEPOOL_HOST_CALL, shell.pool, NONE, ServerSide.hostCall(1)));
        }
        shell.output.addAll(shell.wire.say(PsrpMessageType.RUNSPACEPOOL_STATE, shell.pool, NONE, ServerSide.opened()));
        shells.put(shellId, shell);
        return ok(
                request,
                "<x:ResourceCreated xmlns:x=\"x\"><w:SelectorSet xmlns:w=\"w\"><w:Selector Name=\"ShellId\">" + shellId
                        + "</w:Selector></w:SelectorSet></x:ResourceCreated>");
    }

    private List<PsrpMessageType> feed(Shell shell, @Nullable Command command, byte[] fragments) {
        List<PsrpMessage> messages = shell.wire.accept(fragments);
        for (PsrpMessage message : messages) {
            if (message.type() == PsrpMessageType.RESET_RUNSPACE_STATE) {
                shell.output.addAll(shell.wire.say(
                        PsrpMessageType.RUNSPACE_AVAILABILITY,
                        shell.pool,
                        NONE,
                        ServerSide.available(message.value())));
                notifyAll();
            } else if (message.type() == PsrpMessageType.CREATE_PIPELINE && command != null) {
                run(shell, command, ServerSide.firstCommand(message.value()));
            } else if (message.type() == PsrpMessageType.PIPELINE_HOST_RESPONSE && command != null) {
                end(command, PsPipelineState.COMPLETED, shell);
            }
        }
        return messages.stream().map(PsrpMessage::type).toList();
    }

    private void run(Shell shell, Command command, String cmdlet) {
        started.add(cmdlet);
        Supplier<Iterator<PsValue>> producer = producers.get(cmdlet);
        if (producer != null) {
            command.source = producer.get();
            notifyAll();
            return;
        }
        boolean refused = cmdlet.equals("Stub\\Hop") && shell.configuration.equals("Microsoft.PowerShell");
        switch (refused ? "Stub\\Fail" : cmdlet) {
            case "Stub\\Hang" -> {}
            case "Stub\\Noisy" -> {
                UUID other = new UUID(4, 2);
                for (PsrpMessageType type : List.of(
                        PsrpMessageType.RUNSPACE_AVAILABILITY,
                        PsrpMessageType.USER_EVENT,
                        PsrpMessageType.WARNING_RECORD,
                        PsrpMessageType.RUNSPACEPOOL_STATE)) {
                    command.output.addAll(command.wire.say(type, shell.pool, NONE, PsValue.string("noise")));
                }
                command.output.addAll(
                        command.wire.say(PsrpMessageType.PIPELINE_OUTPUT, shell.pool, other, PsValue.string("noise")));
                command.output.addAll(command.wire.say(
                        PsrpMessageType.PIPELINE_OUTPUT, other, command.pipeline, PsValue.string("noise")));
                command.output.add(command.wire.sayUnknown(shell.pool, command.pipeline));
                say(shell, command, PsrpMessageType.PIPELINE_OUTPUT, PsValue.string("done"));
                end(command, PsPipelineState.COMPLETED, shell);
            }
            case "Stub\\NeverDone" ->
                say(shell, command, PsrpMessageType.PIPELINE_STATE, ServerSide.state(PsPipelineState.COMPLETED));
            case "Stub\\Ask" -> say(shell, command, PsrpMessageType.PIPELINE_HOST_CALL, ServerSide.hostCall(2));
            case "Stub\\Fail" -> fail(shell, command);
            default -> {
                say(shell, command, PsrpMessageType.PIPELINE_OUTPUT, PsValue.string("done"));
                end(command, PsPipelineState.COMPLETED, shell);
            }
        }
        notifyAll();
    }

    private void fail(Shell shell, Command command) {
        PsErrorRecord denied = new PsErrorRecord(
                "Denied,Stub",
                18,
                null,
                null,
                "Zugriff verweigert",
                List.of(new PsErrorRecord.NetException(
                        "System.UnauthorizedAccessException", "Zugriff verweigert", 0x80070005, null)));
        say(shell, command, PsrpMessageType.PIPELINE_STATE, ServerSide.failed(denied));
        command.ended = true;
    }

    private void end(Command command, PsPipelineState state, Shell shell) {
        say(shell, command, PsrpMessageType.PIPELINE_STATE, ServerSide.state(state));
        command.ended = true;
        notifyAll();
    }

    private static void say(Shell shell, Command command, PsrpMessageType type, PsValue value) {
        command.output.addAll(command.wire.say(type, shell.pool, command.pipeline, value));
    }

    private static UUID pipelineId(byte[] fragment) {
        byte[] b = java.util.Arrays.copyOfRange(fragment, 21 + 24, 21 + 40);
        java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(b).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        long high = (in.getInt() & 0xFFFF_FFFFL) << 32 | (in.getShort() & 0xFFFFL) << 16 | in.getShort() & 0xFFFFL;
        return new UUID(high, in.order(java.nio.ByteOrder.BIG_ENDIAN).getLong());
    }

    private static Answer ok(String request, String body) {
        return new Answer(200, envelope(request, body));
    }

    private static String fault(String request, String code) {
        return envelope(
                request,
                "<s:Fault><s:Reason><s:Text>Fehler</s:Text></s:Reason><s:Detail><f:WSManFault xmlns:f=\"f\" Code=\""
                        + code + "\" Machine=\"hv1\"/></s:Detail></s:Fault>");
    }

    private static String envelope(String request, String body) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
                + "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\"><s:Header><a:RelatesTo>"
                + Conversation.find(request, "<a:MessageID>([^<]*)<") + "</a:RelatesTo></s:Header><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    private static List<byte[]> decode(String xml, String regex) {
        List<byte[]> all = new ArrayList<>();
        Matcher matcher = Pattern.compile(regex).matcher(xml);
        while (matcher.find()) {
            all.add(Base64.getDecoder().decode(matcher.group(1)));
        }
        return all;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(0);
        workers.shutdownNow();
    }
}
