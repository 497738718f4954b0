package io.quorate.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quorate.winrm.psrp.Recorded;
import io.quorate.winrm.wsman.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client with what a Windows server was recorded to say. Order holds per shell and per command; an answer comes when the client
 * has sent as many messages as the recorded one had. Ids are the client's in everything that goes out, unless the recorded server chose
 * its own.
 */
final class ReplayServer implements AutoCloseable {
    private static final String ENVELOPE = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
            + "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\"><s:Header><a:RelatesTo>%s</a:RelatesTo>"
            + "</s:Header><s:Body>%s</s:Body></s:Envelope>";

    private final HttpsServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Deque<Shell> recorded = new ArrayDeque<>();
    private final Map<String, Shell> live = new HashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private boolean closed;

    ReplayServer(Conversation conversation, TestIdentity identity) throws IOException {
        index(conversation);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.server()));
        server.setExecutor(workers);
        server.createContext("/wsman", exchange -> {
            try (exchange) {
                handle(exchange);
            } catch (RuntimeException e) {
                problems.add(e.toString());
                throw e;
            }
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What did not fit. */
    List<String> problems() {
        return problems;
    }

    /** The actions of all requests, in the order they came. */
    List<String> actions() {
        return actions;
    }

    /** The recorded answers that nobody asked for, deletes and signals aside. */
    synchronized List<String> leftOver() {
        List<String> left = new ArrayList<>();
        recorded.forEach(shell -> left.add("a shell"));
        for (Shell shell : live.values()) {
            shell.steps.forEach(step -> left.add(step.exchange.action()));
            shell.commands.forEach(command -> command.steps.forEach(step -> left.add(step.exchange.action())));
        }
        left.removeIf(action -> action.equals("Delete") || action.equals("Signal") || action.equals("Send"));
        return left;
    }

    /** A recorded exchange and how many messages the client had sent before, in its shell or command. */
    private record Step(Conversation.Exchange exchange, int before) {}

    private static final class Command {
        final String recordedId;
        final List<Step> steps = new ArrayList<>();
        final Recorded.Counter recordedCounter = new Recorded.Counter();
        final Recorded.Counter liveCounter = new Recorded.Counter();
        int recordedMessages;
        int liveMessages;
        byte[] recordedPipeline = {};
        byte[] livePipeline = {};
        String liveId = "";
        final boolean echoed;

        Command(String recordedId, boolean echoed) {
            this.recordedId = recordedId;
            this.echoed = echoed;
        }
    }

    private static final class Shell {
        String askedId = "";
        String liveAskedId = "";
        String liveId = "";
        byte[] recordedPool = {};
        byte[] livePool = {};
        boolean deleted;
        boolean refused;
        String callId = "";
        final List<Step> steps = new ArrayList<>();
        final List<Command> commands = new ArrayList<>();
        final Recorded.Counter recordedCounter = new Recorded.Counter();
        final Recorded.Counter liveCounter = new Recorded.Counter();
        int recordedMessages;
        int liveMessages;
        int commandsStarted;
    }

    private void index(Conversation conversation) {
        Map<String, Shell> byId = new HashMap<>();
        for (Conversation.Exchange exchange : conversation.exchanges()) {
            if (exchange.action().equals("Create")) {
                if (exchange.isPowerShell()) {
                    Shell shell = new Shell();
                    shell.askedId = Conversation.find(exchange.request(), "<rsp:Shell[^>]* ShellId=\"([^\"]*)\"");
                    shell.recordedPool = header(exchange.sent().get(0), 8);
                    shell.steps.add(new Step(exchange, 0));
                    for (byte[] sent : exchange.sent()) {
                        shell.recordedMessages = shell.recordedCounter.add(sent);
                    }
                    String given = Conversation.find(exchange.response(), "Selector Name=\"ShellId\">([^<]*)<");
                    byId.put(given.toUpperCase(Locale.ROOT), shell);
                    recorded.add(shell);
                }
                continue;
            }
            Shell shell = byId.get(exchange.shellId());
            if (shell == null) {
                continue;
            }
            String commandId = exchange.commandId();
            if (exchange.action().equals("Command")) {
                String given = Conversation.find(exchange.response(), "<rsp:CommandId>([^<]*)<");
                Command command = new Command(given.toUpperCase(Locale.ROOT), given.equalsIgnoreCase(commandId));
                command.recordedPipeline = header(exchange.sent().get(0), 24);
                shell.commands.add(command);
                add(command, exchange);
            } else if (commandId.isEmpty() && owner(exchange, shell) != null) {
                // The recorded client answered host calls without naming the command.
                add(owner(exchange, shell), exchange);
            } else if (commandId.isEmpty()) {
                shell.steps.add(new Step(exchange, shell.recordedMessages));
                for (byte[] sent : exchange.sent()) {
                    shell.recordedMessages = shell.recordedCounter.add(sent);
                }
            } else {
                Command latest = null;
                for (Command command : shell.commands) {
                    latest = command.recordedId.equals(commandId) ? command : latest;
                }
                if (latest != null) {
                    add(latest, exchange);
                }
            }
        }
    }

    private static @Nullable Command owner(Conversation.Exchange exchange, Shell shell) {
        if (!exchange.action().equals("Send") || exchange.sent().isEmpty()) {
            return null;
        }
        byte[] pipeline = header(exchange.sent().get(0), 24);
        return shell.commands.stream()
                .filter(command -> Arrays.equals(command.recordedPipeline, pipeline))
                .findFirst()
                .orElse(null);
    }

    private static void add(Command command, Conversation.Exchange exchange) {
        command.steps.add(new Step(exchange, command.recordedMessages));
        for (byte[] sent : exchange.sent()) {
            command.recordedMessages = command.recordedCounter.add(sent);
        }
    }

    /** Returns the 16 bytes of the first fragment's message header at the given place. */
    private static byte[] header(byte[] fragments, int at) {
        return Arrays.copyOfRange(fragments, 21 + at, 21 + at + 16);
    }

    private void handle(HttpExchange http) throws IOException {
        String request = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String uri = Conversation.find(request, "<a:Action[^>]*>([^<]*)<");
        String action = uri.substring(uri.lastIndexOf('/') + 1);
        String messageId = Conversation.find(request, "<a:MessageID>([^<]*)<");
        actions.add(action);
        Answer answer;
        try {
            answer = answer(action, request, messageId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (answer == null) {
            return;
        }
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().add("Content-Type", "application/soap+xml;charset=UTF-8");
        http.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            http.getResponseBody().write(body);
        }
    }

    private record Answer(int status, String body) {}

    private synchronized @Nullable Answer answer(String action, String request, String messageId)
            throws InterruptedException {
        if (action.equals("Create")) {
            return create(request, messageId);
        }
        String shellId = Conversation.find(request, "<w:Selector Name=\"ShellId\">([^<]*)<");
        Shell shell = live.get(shellId.toUpperCase(Locale.ROOT));
        if (shell == null) {
            problems.add(action + " for the unknown shell " + shellId);
            return new Answer(404, "");
        }
        String commandId = Conversation.find(request, "CommandId=\"([^\"]*)\"");
        Command command = null;
        if (action.equals("Command")) {
            if (shell.commandsStarted >= shell.commands.size()) {
                problems.add("more commands than were recorded");
                return new Answer(404, "");
            }
            command = shell.commands.get(shell.commandsStarted++);
            command.liveId = commandId;
            command.livePipeline =
                    header(decode(request, "<r:Arguments>([^<]*)<").get(0), 24);
        } else if (!commandId.isEmpty()) {
            for (Command candidate : shell.commands) {
                boolean known =
                        (candidate.echoed ? candidate.liveId : candidate.recordedId).equalsIgnoreCase(commandId);
                command = known ? candidate : command;
            }
        }
        for (byte[] sent : decode(request, "(?:<r:Arguments>|<r:Stream [^>]*>)([^<]*)<")) {
            String callId = Conversation.find(new String(sent, StandardCharsets.UTF_8), "<I64 N=\"ci\">(\\d)</I64>");
            shell.callId = command == null && !callId.isEmpty() ? callId : shell.callId;
            if (command == null) {
                shell.liveMessages = shell.liveCounter.add(sent);
            } else {
                command.liveMessages = command.liveCounter.add(sent);
            }
        }
        notifyAll();
        if (action.equals("Delete")) {
            shell.deleted = true;
        }
        Step step = take(action, shell, command);
        if (step == null) {
            return closed || shell.deleted && !action.equals("Delete")
                    ? null
                    : new Answer(200, String.format(ENVELOPE, messageId, ""));
        }
        String response = step.exchange.response();
        return new Answer(
                step.exchange.status(), response.isEmpty() ? "" : rewrite(response, messageId, shell, command));
    }

    private @Nullable Answer create(String request, String messageId) {
        Shell shell = recorded.poll();
        if (shell == null) {
            problems.add("more shells than were recorded");
            return new Answer(404, "");
        }
        shell.liveAskedId = Conversation.find(request, "<r:Shell[^>]* ShellId=\"([^\"]*)\"");
        byte[] first = decode(request, "<creationXml[^>]*>([^<]*)<").get(0);
        shell.livePool = header(first, 8);
        shell.liveMessages = shell.liveCounter.add(first);
        Conversation.Exchange exchange = shell.steps.remove(0).exchange;
        String response = rewrite(exchange.response(), messageId, shell, null);
        shell.liveId = Conversation.find(response, "Selector Name=\"ShellId\">([^<]*)<");
        live.put(shell.liveId.toUpperCase(Locale.ROOT), shell);
        return new Answer(exchange.status(), response);
    }

    /** Takes the next recorded answer of this kind; waits for it to be due. Null: nothing was recorded. */
    private @Nullable Step take(String action, Shell shell, @Nullable Command command) throws InterruptedException {
        long give = System.nanoTime() + TimeUnit.SECONDS.toNanos(action.equals("Receive") ? 300 : 0);
        while (!closed) {
            List<Step> steps = command == null ? shell.steps : command.steps;
            int messages = command == null ? shell.liveMessages : command.liveMessages;
            for (Step step : steps) {
                if (step.exchange.action().equals(action)) {
                    if (step.before <= messages) {
                        steps.remove(step);
                        shell.refused |= step.exchange.isRefused();
                        notifyAll();
                        return step;
                    }
                    break;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(give - System.nanoTime());
            // what is left of a refused command is asked for by a client that clears away
            if (left <= 0 || shell.deleted || shell.refused && command != null) {
                return null;
            }
            wait(left);
        }
        return null;
    }

    private static String rewrite(String response, String messageId, Shell shell, @Nullable Command command) {
        String out = response.replaceAll("(<a:RelatesTo>)[^<]*", "$1" + messageId);
        if (!shell.askedId.isEmpty()) {
            out = out.replaceAll("(?i)" + Pattern.quote(shell.askedId), shell.liveAskedId);
        }
        if (command != null) {
            out = replaceCommand(out, command);
        }
        Matcher matcher = Pattern.compile("(<rsp:Stream [^>]*>)([^<]*)<").matcher(out);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + Base64.getEncoder()
                        .encodeToString(readdress(Base64.getDecoder().decode(found.group(2)), shell, command))
                + "<"));
    }

    /** A server that takes the client's id gets the live one; one that chooses its own keeps it. */
    private static String replaceCommand(String out, Command command) {
        return command.echoed ? out.replaceAll("(?i)" + Pattern.quote(command.recordedId), command.liveId) : out;
    }

    private static byte[] readdress(byte[] fragments, Shell shell, @Nullable Command command) {
        byte[] out = fragments.clone();
        ByteBuffer in = ByteBuffer.wrap(fragments);
        while (in.remaining() >= 21) {
            boolean start = (in.get(in.position() + 16) & 1) != 0;
            int length = in.getInt(in.position() + 17);
            int blob = in.position() + 21;
            if (start) {
                replace(out, blob + 8, shell.recordedPool, shell.livePool);
                if (command != null) {
                    replace(out, blob + 24, command.recordedPipeline, command.livePipeline);
                }
            }
            in.position(blob + length);
        }
        if (command == null && !shell.callId.isEmpty()) {
            // Clients count their requests from different numbers; a digit for a digit leaves the lengths alone.
            String text = new String(out, StandardCharsets.ISO_8859_1);
            return text.replaceAll("(<I64 N=\"ci\">)\\d(</I64>)", "$1" + shell.callId + "$2")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        return out;
    }

    private static void replace(byte[] bytes, int at, byte[] recorded, byte[] live) {
        if (Arrays.equals(bytes, at, at + 16, recorded, 0, 16)) {
            System.arraycopy(live, 0, bytes, at, 16);
        }
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
