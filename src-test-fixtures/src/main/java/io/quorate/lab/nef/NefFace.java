package io.quorate.lab.nef;

import io.quorate.lab.Management;
import io.quorate.lab.RestAnswer;
import io.quorate.lab.RestCall;
import io.quorate.lab.Traffic;
import io.quorate.lab.http.HttpAnswer;
import io.quorate.lab.http.HttpExchange;
import io.quorate.lab.http.HttpHandler;
import io.quorate.lab.http.HttpHeaders;
import io.quorate.lab.http.HttpRequest;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.ApplianceRefusal;
import io.quorate.lab.storage.StorageAppliance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NexentaStor 5's REST API of one simulated appliance. What NEF has and the lab has not is answered by 501 {@code LabNotSimulated} and
 * counted. Declared faults see a request as method and collection ({@code POST storage/volumes}, {@code POST storage/snapshots/clone})
 * about the named object. Thread-safe.
 */
public final class NefFace implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(NefFace.class);
    private static final String JSON_TYPE = "application/json; charset=utf-8";
    private static final byte[] HTML =
            "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>\n"
                    .getBytes(StandardCharsets.US_ASCII);
    /** How often, in real time, a parked request looks whether its client is still there. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final World world;
    private final StorageAppliance appliance;
    private final NefSettings settings;
    private final Faults faults;
    private final Traffic traffic = new Traffic();
    private final NefTokens tokens;
    private final NefJobs jobs;
    private final RandomGenerator noise;
    private final List<NefRoute> routes = new ArrayList<>();
    private final Map<HttpExchange, Activity> working = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closed;
    private volatile Consumer<HttpRequest> listener = request -> {};

    /** A request that has been read: what to do with it, or why not. */
    private record Decoded(
            String action,
            String path,
            @Nullable NefRoute route,
            @Nullable NefCall call,
            @Nullable NefRefusal refusal) {}

    /**
     * @param portals {@code address:port} texts where targets listen that are created without portals
     * @param addresses the appliance's addresses with prefix lengths
     */
    public NefFace(
            StorageAppliance appliance,
            Faults faults,
            NefSettings settings,
            List<String> portals,
            List<String> addresses) {
        this.world = appliance.world();
        this.appliance = appliance;
        this.faults = faults;
        this.settings = settings;
        String stream = "nef/" + appliance.name();
        this.tokens = new NefTokens(world.random().stream(stream + "/tokens"));
        this.jobs = new NefJobs(world, appliance.name(), settings, world.random().stream(stream + "/jobs"));
        this.noise = world.random().stream(stream + "/noise");
        NefRoute.Table table = (method, template, handler) -> routes.add(new NefRoute(method, template, handler));
        table.add("POST", "auth/login", c -> NefAnswer.done());
        table.add("POST", "auth/logout", c -> NefAnswer.done());
        table.add("GET", "auth/status", c -> NefAnswer.ok(Map.of("authenticated", true)));
        table.add("GET", "jobStatus", jobs::list);
        table.add("GET", "jobStatus/*", jobs::status);
        new NefStorage(appliance, settings).routes(table);
        new NefSan(appliance, settings, portals).routes(table);
        new NefSystem(appliance, settings, addresses).routes(table);
    }

    /**
     * Adds what answers a request that is not simulated.
     *
     * @param path as in {@link NefRoute#template}
     * @throws IllegalArgumentException if it is simulated
     */
    public void rule(String method, String path, Function<RestCall, RestAnswer> rule) {
        List<String> segments = List.of(path.split("/"));
        if (routes.stream()
                .anyMatch(r -> r.method().equals(method) && r.match(segments).isPresent())) {
            throw new IllegalArgumentException("the lab simulates " + method + " " + path + " itself");
        }
        routes.add(new NefRoute(method, path, call -> {
            RestAnswer answer = rule.apply(
                    new RestCall(call.ids(), call.query(), call.body().plain()));
            return new NefAnswer(answer.status(), answer.body(), null);
        }));
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    /** Returns the actions of all requests that it answers, those included that it was taught, e.g. {@code POST storage/volumes}. */
    public List<String> actions() {
        return routes.stream().map(NefRoute::action).distinct().sorted().toList();
    }

    /** Returns how it behaves. */
    public NefSettings settings() {
        return settings;
    }

    /** Has a listener hear of every request, as it came. */
    public void onRequest(Consumer<HttpRequest> heard) {
        listener = Objects.requireNonNull(heard, "heard");
    }

    // HTTP

    @Override
    public String server() {
        return "nginx";
    }

    @Override
    public boolean refuses() {
        return settings.management() == Management.RESTARTING
                || faults.forConnection(appliance.name()).isPresent();
    }

    @Override
    public HttpAnswer handle(HttpExchange exchange) throws InterruptedException {
        working.put(exchange, world.time().enter("request at " + appliance.name(), exchange.clientPort()));
        int mine = generation.get();
        switch (settings.management()) {
            case HUNG -> {
                hang(exchange, mine);
                return HttpAnswer.reset();
            }
            case RESTARTING -> {
                return HttpAnswer.reset();
            }
            case HTML -> {
                return HttpAnswer.of(502, "text/html", HTML);
            }
            case EMPTY_500 -> {
                return HttpAnswer.empty(500);
            }
            case SLOW -> {
                if (!pause(exchange, mine)) {
                    return HttpAnswer.reset();
                }
            }
            default -> {
                // answers below
            }
        }
        HttpAnswer.Reply reply = answered(exchange, mine);
        if (reply == null) {
            return HttpAnswer.reset();
        }
        return switch (settings.management()) {
            case HEAD_ONLY ->
                new HttpAnswer.Paced(withBody(reply), 0, () -> {
                    hang(exchange, mine);
                    return 0;
                });
            case DRIP ->
                new HttpAnswer.Paced(withBody(reply), 0, () -> {
                    world.time().poll("a dripping answer", () -> closed, null, settings.drip());
                    return closed || generation.get() != mine ? 0 : 1;
                });
            default -> reply;
        };
    }

    @Override
    public void finished(HttpExchange exchange) {
        Activity activity = working.remove(exchange);
        if (activity != null) {
            activity.close();
        }
    }

    /** Null where there is no answer. */
    private HttpAnswer.@Nullable Reply answered(HttpExchange exchange, int mine) throws InterruptedException {
        HttpRequest request = exchange.request();
        listener.accept(request);
        String authorization = request.headers().first("Authorization");
        Decoded decoded = decoded(request);
        traffic.action(decoded.action());
        boolean login = decoded.action().equals("POST auth/login");
        boolean valid = tokens.valid(authorization, now());
        if (valid
                && decoded.route() != null
                && decoded.route().changing()
                && !decoded.action().startsWith("POST auth/")) {
            traffic.count(Traffic.CHANGES);
        }
        Optional<Faults.Hit> hit = faults.forRequest(new Faults.Request(
                appliance.name(),
                decoded.action(),
                List.of(),
                valid ? appliance.username() : null,
                decoded.call() == null ? List.of() : decoded.call().ids()));
        if (hit.isEmpty()) {
            return rendered(login ? login(decoded) : performed(decoded, authorization));
        }
        log.debug(
                "fault [host={} action={} kind={}]",
                appliance.name(),
                decoded.action(),
                hit.get().kind());
        switch (hit.get().kind()) {
            case QUOTA -> {
                return rendered(refused(NefRefusal.of(503, "EAGAIN", "Try again later")));
            }
            case HUNG -> hang(exchange, mine);
            case RESET_AFTER, DELAYED -> performed(decoded, authorization);
            case LOST_ANSWER -> {
                performed(decoded, authorization);
                hang(exchange, mine);
            }
            case LATE ->
                world.schedule(
                        hit.get().delay(),
                        "appliance/" + appliance.name(),
                        "late " + decoded.action(),
                        () -> performed(decoded, authorization));
            case ANSWERED -> {
                return answered(hit.get());
            }
            case DONE_BUT_ANSWERED -> {
                performed(decoded, authorization);
                return answered(hit.get());
            }
            case RESET_BEFORE, REFUSED -> {
                // nothing but the reset
            }
        }
        return null;
    }

    private Decoded decoded(HttpRequest request) {
        String method = request.method();
        String action = method + " ?";
        try {
            List<String> segments = NefPath.segments(request.path());
            NefRoute route = null;
            List<String> ids = List.of();
            boolean otherMethod = false;
            for (NefRoute candidate : routes) {
                Optional<List<String>> match = candidate.match(segments);
                if (match.isPresent() && candidate.method().equals(method)) {
                    route = candidate;
                    ids = match.get();
                    break;
                }
                otherMethod |= match.isPresent();
            }
            if (route == null) {
                throw unknown(String.join("/", segments), method, otherMethod);
            }
            action = route.action();
            int query = request.target().indexOf('?');
            Map<String, String> parameters =
                    NefPath.parameters(query < 0 ? "" : request.target().substring(query + 1));
            NefBody body = NefBody.parse(request.body(), request.headers().first("Content-Type"));
            return new Decoded(action, request.path(), route, new NefCall(ids, parameters, body), null);
        } catch (NefRefusal e) {
            return new Decoded(action, request.path(), null, null, e);
        }
    }

    private NefRefusal unknown(String path, String method, boolean otherMethod) {
        if (NefSystem.known(path)) {
            String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
            traffic.notSimulated("NEF " + method + " " + first);
            return NefRefusal.notSimulated(method + " " + first);
        }
        return otherMethod
                ? NefRefusal.of(405, "EBADARG", "Method not allowed")
                : NefRefusal.notFound("No such collection");
    }

    // answers

    private NefAnswer login(Decoded decoded) {
        try {
            if (decoded.call() == null) {
                throw decoded.refusal() == null ? NefRefusal.notFound("") : decoded.refusal();
            }
            NefBody body = decoded.call().body().allow(Set.of("username", "password"));
            byte[] given = (body.requiredText("username") + "\0" + body.requiredText("password"))
                    .getBytes(StandardCharsets.UTF_8);
            byte[] right = (appliance.username() + "\0"
                            + new String(appliance.password().reveal()))
                    .getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(given, right)) {
                traffic.count(Traffic.REFUSED_LOGINS);
                throw unauthorised("EAUTH", "Wrong username or password");
            }
            return NefAnswer.ok(Map.of("token", tokens.issue(now(), settings.tokenLifetime())));
        } catch (NefRefusal e) {
            return refused(e);
        }
    }

    private NefAnswer performed(Decoded decoded, @Nullable String authorization) {
        if (decoded.action().equals("POST auth/login")) {
            return login(decoded);
        }
        try {
            if (!settings.licensed()) {
                throw unauthorised("ELICENSE", "License has expired");
            }
            if (!tokens.valid(authorization, now())) {
                throw unauthorised("EAUTH", "Not authenticated");
            }
            NefRoute route = decoded.route();
            NefCall call = decoded.call();
            if (route == null || call == null) {
                throw decoded.refusal() == null ? NefRefusal.notFound("") : decoded.refusal();
            }
            if (decoded.action().equals("POST auth/logout")) {
                tokens.drop(authorization);
                return NefAnswer.done();
            }
            if (!route.changing()) {
                return world.read(() -> answer(route, call));
            }
            if (settings.takeBusy()) {
                throw NefRefusal.of(500, "EBUSY", "Resource is busy");
            }
            if (settings.jobDelay().isZero()) {
                return changed(route, call);
            }
            return jobs.start(route.method(), decoded.path(), () -> changed(route, call));
        } catch (NefRefusal e) {
            return refused(e);
        }
    }

    private NefAnswer changed(NefRoute route, NefCall call) {
        return world.change("NEF " + route.action(), () -> answer(route, call));
    }

    private NefAnswer answer(NefRoute route, NefCall call) {
        try {
            return route.handler().answer(call);
        } catch (ApplianceRefusal e) {
            return refused(NefRefusal.of(e, settings));
        } catch (NefRefusal e) {
            return refused(e);
        }
    }

    private static NefRefusal unauthorised(String code, String message) {
        return new NefRefusal(401, "NefAuthError", code, message, "");
    }

    private static NefAnswer refused(NefRefusal refusal) {
        return new NefAnswer(refusal.status(), refusal.body(), null);
    }

    private static HttpAnswer.@Nullable Reply answered(Faults.Hit hit) {
        return hit.status() == 0 ? null : new HttpAnswer.Reply(hit.status(), new HttpHeaders(), new byte[0], false);
    }

    private HttpAnswer.Reply rendered(NefAnswer answer) {
        HttpHeaders headers = new HttpHeaders();
        String location = answer.location();
        if (location != null && (settings.locations() || answer.status() == 202)) {
            headers.add("Location", location);
        }
        Object body = answer.body();
        if (body == null) {
            return new HttpAnswer.Reply(answer.status(), headers, new byte[0], false);
        }
        headers.add("Content-Type", JSON_TYPE);
        byte[] bytes = NefBody.JSON.writeValueAsBytes(settings.unknownFields() ? noisy(body) : body);
        return new HttpAnswer.Reply(answer.status(), headers, bytes, false);
    }

    /** Adds a field that no client knows to the object, and to the objects of its list. */
    private Object noisy(Object body) {
        if (!(body instanceof Map<?, ?> object)) {
            return body;
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(object);
        if (copy.get("data") instanceof List<?> items) {
            copy.put("data", items.stream().map(this::noisy).toList());
        }
        long number;
        synchronized (noise) {
            number = noise.nextLong();
        }
        copy.put("x" + Long.toHexString(number & 0xffff), List.of(number));
        return copy;
    }

    private static HttpAnswer.Reply withBody(HttpAnswer.Reply reply) {
        return reply.body().length > 0
                ? new HttpAnswer.Reply(reply.status(), reply.headers(), reply.body(), true)
                : new HttpAnswer.Reply(reply.status(), reply.headers(), new byte[] {'n', 'u', 'l', 'l'}, true);
    }

    // waiting

    private Instant now() {
        return LabTime.START.plus(world.time().now());
    }

    /** Keeps a client waiting until it goes, the power is cut, or management is no longer as it was. */
    private void hang(HttpExchange exchange, int mine) throws InterruptedException {
        while (!closed && generation.get() == mine) {
            if (world.time().poll("a client that is kept waiting", () -> closed || generation.get() != mine, null, LOOK)
                    || exchange.gone()) {
                return;
            }
        }
    }

    /** Lets the time of a slow answer pass; false if there will be none. */
    private boolean pause(HttpExchange exchange, int mine) throws InterruptedException {
        if (world.time().mode() == LabTime.Mode.SKIPPING) {
            return !world.await("slow management", () -> closed || generation.get() != mine, settings.slowness());
        }
        Instant end = now().plus(settings.slowness());
        while (!closed && generation.get() == mine && !exchange.gone()) {
            Duration left = Duration.between(now(), end);
            if (left.isNegative() || left.isZero()) {
                return true;
            }
            if (world.time().poll("slow management", () -> closed || generation.get() != mine, left, LOOK)) {
                return false;
            }
        }
        return false;
    }

    // life

    /** Changes what management does; requests that are kept waiting are cut off. */
    public void management(Management value) {
        settings.management(value);
        if (value == Management.RESTARTING) {
            tokens.clear();
        }
        wake();
    }

    /** Forgets tokens and jobs, as a power cut does. */
    @Override
    public void powerOff() {
        tokens.clear();
        jobs.clear();
        wake();
    }

    private void wake() {
        generation.incrementAndGet();
        world.time().nudge();
    }

    /** Lets go of everybody who is kept waiting. */
    @Override
    public void close() {
        closed = true;
        wake();
    }
}
