package io.quorate.lab.winrm;

import io.quorate.lab.Traffic;
import io.quorate.lab.http.HttpAnswer;
import io.quorate.lab.http.HttpExchange;
import io.quorate.lab.http.HttpHandler;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.winrm.login.Door;
import io.quorate.lab.winrm.login.LoginOffer;
import io.quorate.lab.winrm.login.Visitor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * WinRM of one simulated host: Identify, log-ins, WS-Man shells that are PowerShell runspace pools, and WinRS shells that run command
 * lines. Answers have the shape recorded from real servers (vectors wsman). What it does not simulate - Connect, Enumerate of
 * anything but shells - is answered with a fault and counted. Thread-safe.
 */
public final class WinRmFace implements HttpHandler {
    /** Pipelines that were started. */
    public static final String PIPELINES = "pipelines";

    /** Pipelines that held script text. */
    public static final String SCRIPTS = "pipelines with script text";

    /** Command lines that WinRS shells were given. */
    public static final String WINRS_COMMANDS = "WinRS commands";

    /** Receives that wait now. */
    public static final String PARKED_RECEIVES = "parked receives";

    /** Shells that are open now; idle ones that have timed out are gone. */
    public static final String OPEN_SHELLS = "open shells";

    /** Commands, over all shells, that were not terminated. */
    public static final String OPEN_COMMANDS = "open commands";

    private static final int MIN_ENVELOPE = 8192;

    private final FaceContext face;
    /** The actions that it knows what to do with, and on which faults can be declared. */
    public static final List<String> ACTIONS = List.of(
            "Create", "Get", "Delete", "Command", "Send", "Receive", "Signal", "Disconnect", "Reconnect", "Enumerate");

    private final Faults faults;
    private final Door door;
    private final FaceThreads threads;
    private final Parking parking;
    private final ShellTable shells;
    private final ShellRequests shellRequests;
    private final CommandRequests commandRequests;
    private final ReceiveRequests receiveRequests;
    private final RequestFaults requestFaults;
    private final WinrsRequests winrs;
    private final Map<HttpExchange, Ticket> tickets = new ConcurrentHashMap<>();

    /**
     * @param host the simulated host's name
     * @param offer which ways to log in it offers
     * @param ids makes message and shell ids; from the lab's seed
     * @param configurations the session configurations now, besides {@link SessionConfiguration#DEFAULT}
     */
    public WinRmFace(
            String host,
            OsVersion os,
            WinRmSettings settings,
            LoginOffer offer,
            Supplier<List<SessionConfiguration>> configurations,
            FaceTime time,
            Faults faults,
            Supplier<UUID> ids,
            Runspaces runspaces) {
        this.face = new FaceContext(host, os, settings, time, new Traffic(), ids);
        this.faults = faults;
        this.door = new Door(host, offer, face.traffic());
        this.threads = new FaceThreads(host);
        this.parking = new Parking(time);
        this.shells = new ShellTable(face);
        this.shellRequests = new ShellRequests(face, shells, new Host(), runspaces, configurations);
        this.commandRequests = new CommandRequests(face, shells);
        this.receiveRequests = new ReceiveRequests(face, shells, parking);
        this.requestFaults = new RequestFaults(face, parking, threads);
        this.winrs = new WinrsRequests(
                face, threads, receiveRequests, runspaces, offer.accounts().users());
        face.traffic().gauge(OPEN_SHELLS, this::openShells);
        face.traffic().gauge(OPEN_COMMANDS, this::openCommands);
    }

    // inspection

    @Override
    public Traffic traffic() {
        return face.traffic();
    }

    /** Returns the number of open shells; idle ones that have timed out are gone. */
    public int openShells() {
        return shells.size() + winrs.shells().size();
    }

    /** Returns the number of commands, over all shells, that were not terminated. */
    public int openCommands() {
        return shells.commands() + winrs.shells().commands();
    }

    // HTTP

    @Override
    public boolean refuses() {
        return faults.forConnection(face.host()).isPresent();
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
        HttpAnswer refused = door.knock(exchange);
        if (refused != null || Door.isSealed(exchange) || isBare(exchange)) {
            return refused;
        }
        String type = exchange.request().headers().first("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/soap+xml")) {
            return HttpAnswer.empty(415);
        }
        return null;
    }

    /** Tells whether a request has no body, as some legs of log-ins have. */
    private static boolean isBare(HttpExchange exchange) {
        String length = exchange.request().headers().first("Content-Length");
        return exchange.request().headers().first("Transfer-Encoding") == null
                && (length == null || length.equals("0"));
    }

    private static boolean isIdentify(HttpExchange exchange) {
        return "unauthenticated".equalsIgnoreCase(exchange.request().headers().first("WSMANIDENTIFY"));
    }

    @Override
    public HttpAnswer handle(HttpExchange exchange) throws InterruptedException {
        Ticket ticket = new Ticket(face.time().enter("request at " + face.host(), exchange.clientPort()));
        tickets.put(exchange, ticket);
        if (isIdentify(exchange)) {
            face.traffic().action("Identify");
            return HttpAnswer.of(
                    200,
                    FaceContext.SOAP_TYPE,
                    Envelope.identity("OS: 0.0.0 SP: 0.0 Stack: " + face.os().stack()));
        }
        return door.pass(exchange, (body, visitor) -> soap(exchange, ticket, body, visitor));
    }

    @Override
    public void undelivered(HttpExchange exchange) {
        Ticket ticket = tickets.get(exchange);
        if (ticket != null && ticket.undelivered()) {
            face.time().nudge();
        }
    }

    @Override
    public void finished(HttpExchange exchange) {
        Ticket ticket = tickets.remove(exchange);
        if (ticket != null) {
            ticket.close();
        }
    }

    // WS-Man

    private HttpAnswer soap(HttpExchange exchange, Ticket ticket, byte[] body, Visitor visitor)
            throws InterruptedException {
        WsmanRequest request;
        try {
            if (body.length > face.envelopeBytes()) {
                return face.fault(WsmanFault.of(FaultKind.REQUEST_TOO_LARGE), null);
            }
            request = WsmanRequest.parse(body);
        } catch (WsmanRequest.Malformed e) {
            return face.fault(e.fault(), e.messageId());
        }
        face.traffic().action(request.verb());
        try {
            checkEnvelope(request);
            Incoming in = new Incoming(exchange, ticket, request, visitor);
            boolean commandLines = winrs.concerns(in);
            Prepared prepared = commandLines ? winrs.prepare(in) : prepare(in);
            Optional<Faults.Hit> hit = faults.forRequest(new Faults.Request(
                    face.host(),
                    request.verb(),
                    prepared.commands(),
                    in.user(),
                    commandLines ? winrs.cmdletsAskedFor(in) : shells.pipelineAskedFor(request, in.user())));
            return hit.isPresent()
                    ? requestFaults.carryOut(hit.get(), in, prepared)
                    : prepared.action().run().answer();
        } catch (WsmanFault e) {
            return face.fault(e, request.messageId());
        }
    }

    private void checkEnvelope(WsmanRequest request) throws WsmanFault {
        Integer size = request.maxEnvelopeBytes();
        if (size != null && size > face.envelopeBytes()) {
            throw WsmanFault.of(FaultKind.MAX_ENVELOPE);
        }
        if (size != null && size < MIN_ENVELOPE) {
            throw WsmanFault.of(FaultKind.SMALL_ENVELOPE);
        }
    }

    private Prepared prepare(Incoming in) throws WsmanFault {
        String action = in.request().action();
        return switch (action) {
            case Ns.TRANSFER + "/Create" -> Prepared.simple(() -> shellRequests.create(in));
            case Ns.TRANSFER + "/Get" -> Prepared.simple(() -> shellRequests.get(in));
            case Ns.TRANSFER + "/Delete" -> Prepared.simple(() -> shellRequests.delete(in));
            case Ns.ENUMERATION + "/Enumerate" -> Prepared.simple(() -> shellRequests.enumerate(in, winrs.shells()));
            case Ns.SHELL + "/Command" -> commandRequests.command(in);
            case Ns.SHELL + "/Send" -> commandRequests.send(in);
            case Ns.SHELL + "/Receive" -> Prepared.simple(() -> receiveRequests.receive(in));
            case Ns.SHELL + "/Disconnect" -> Prepared.simple(() -> shellRequests.disconnect(in));
            case Ns.SHELL + "/Reconnect" -> Prepared.simple(() -> shellRequests.reconnect(in));
            case Ns.SHELL + "/Signal" -> Prepared.simple(() -> commandRequests.signal(in));
            default -> {
                face.traffic().notSimulated("action " + action);
                throw WsmanFault.of(FaultKind.INVALID_ACTION);
            }
        };
    }

    // life

    /** Ends every shell at once, as a power cut does; running pipelines are asked to stop. Later shells work again. */
    @Override
    public void powerOff() {
        List<Shell> gone = shells.takeAll();
        parking.clear();
        gone.forEach(shells::end);
        winrs.powerOff();
    }

    /** Ends everything and waits, at most five seconds, until its threads are gone. */
    @Override
    public void close() {
        parking.close();
        powerOff();
        threads.close();
    }

    private final class Host implements PipelineHost {
        @Override
        public FaceTime time() {
            return face.time();
        }

        @Override
        public Traffic traffic() {
            return face.traffic();
        }

        @Override
        public String locale() {
            return face.settings().locale();
        }

        @Override
        public void startThread(String purpose, Runnable body) {
            threads.start(purpose, body);
        }
    }
}
