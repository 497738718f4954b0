package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.call.AuditSink;
import io.quorate.call.CallListener;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.RehearsedStep;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.ErrorReport;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Allowance;
import io.quorate.spi.Command;
import io.quorate.spi.Cursor;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Streamed;
import io.quorate.spi.Target;
import io.quorate.text.Visible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Runs commands through the stages. Thread-safe; the caller's thread does the work. */
public final class Engine implements AutoCloseable {
    private static final String CLOSED = "this Quorate is closed: nothing is sent any more";

    private final QuorateRuntime runtime;

    /** What clients wait on; in a rehearsal not the one that calls are made with. */
    private final QuorateRuntime waits;

    private final Map<String, Site> sites;
    private final CallListener listener;
    private final Chain chain;
    private final AtomicBoolean closed;
    private final RandomGenerator ids;

    private final SideBySide sideBySide;

    /** Whose turn it is to change an object; null in a rehearsal, which changes nothing. */
    private final @Nullable Turns turns;

    /**
     * @param audit null for no audit log
     */
    public Engine(
            QuorateRuntime runtime, List<Site> sites, @Nullable AuditSink audit, @Nullable CallListener listener) {
        this(
                Objects.requireNonNull(runtime, "runtime"),
                byName(sites),
                listener == null ? CallListener.NONE : new SafeListener(listener),
                audit,
                new Turns(),
                new SideBySide(runtime));
    }

    private Engine(
            QuorateRuntime runtime,
            Map<String, Site> sites,
            CallListener listener,
            @Nullable AuditSink audit,
            Turns turns,
            SideBySide sideBySide) {
        this(
                runtime,
                runtime,
                sites,
                listener,
                sending(audit, turns, sideBySide, sites),
                new AtomicBoolean(),
                turns,
                sideBySide);
    }

    private Engine(
            QuorateRuntime runtime,
            QuorateRuntime waits,
            Map<String, Site> sites,
            CallListener listener,
            Chain chain,
            AtomicBoolean closed,
            @Nullable Turns turns,
            SideBySide sideBySide) {
        this.runtime = runtime;
        this.waits = waits;
        this.sites = sites;
        this.listener = listener;
        this.chain = chain;
        this.closed = closed;
        this.turns = turns;
        this.sideBySide = sideBySide;
        this.ids = Chance.splitFrom(runtime.random());
    }

    /** Returns an engine over the same endpoints that sends reads only and hands over what it would have sent. */
    public Engine rehearsing(Consumer<RehearsedStep> steps) {
        return rehearsing(steps, order -> {});
    }

    /** As {@link #rehearsing(Consumer)}, and hands over every order that is given, reads included. */
    public Engine rehearsing(Consumer<RehearsedStep> steps, Consumer<Order<?>> used) {
        RehearsalClock clock = new RehearsalClock(runtime);
        Chain chain = rehearsal(steps, used, clock, sideBySide, sites);
        return new Engine(runtime, clock, sites, CallListener.NONE, chain, closed, null, sideBySide);
    }

    /**
     * Runs an order.
     *
     * @return its result, and whether it had to be brought about
     * @throws io.quorate.error.QuorateException if it did not succeed
     */
    public <R> Ensured<R> give(Order<R> order) {
        Objects.requireNonNull(order, "order");
        if (closed.get()) {
            throw new IllegalStateException(CLOSED);
        }
        Site site = site(order.endpoint());
        try (QuorateRuntime.Work work = runtime.begin(order.command().name())) {
            Passage<R> passage = new Passage<>(newId(), site, order, runtime, listener, closed::get);
            passage.rehearsal = turns == null;
            R value = chain.run(passage);
            return new Ensured<>(value, passage.changesSomething() && !passage.satisfied);
        }
    }

    /** Does what {@link Calls#stream} says. In a rehearsal the list may be foretold. */
    <T> Stream<T> stream(Order<List<T>> order) {
        if (turns == null || !(order.command() instanceof ReadCommand<List<T>> list)) {
            return StreamSupport.stream(() -> give(order).value().spliterator(), Spliterator.ORDERED, false);
        }
        Site site = site(order.endpoint());
        Order<Cursor<T>> pieces =
                Order.create(order.endpoint(), new Streamed<>(list)).within(order.deadline());
        return Pieces.stream(
                runtime,
                () -> {
                    if (closed.get()) {
                        throw new IllegalStateException(CLOSED);
                    }
                    return new Passage<>(newId(), site, pieces, runtime, listener, closed::get);
                },
                chain);
    }

    /** Tells the listener what is to be known besides, and no server said. */
    void notice(String endpoint, String operation, String host, String said) {
        String clean = Visible.line(site(endpoint).redactor.clean(said));
        listener.noticed(new CallListener.Noticed(newId(), endpoint, operation, host, clean));
    }

    /** Returns how many calls wait until another has changed their object. */
    int waiting() {
        return turns == null ? 0 : turns.waiting();
    }

    /** Does what {@link Calls#inTurn} says. */
    <T> T inTurn(String endpoint, Target object, Duration atMost, Supplier<T> work) {
        Turns all = turns;
        if (all == null) {
            return work.get();
        }
        long started = runtime.nanos();
        try (QuorateRuntime.Work whole = runtime.begin("work on " + object);
                Turns.Turn turn = all.take(endpoint, object, "on " + object, Deadline.in(atMost, runtime), runtime)) {
            return work.get();
        } catch (Turns.NoTurn none) {
            ErrorReport report = new ErrorReport(
                    "wait",
                    object.toString(),
                    null,
                    null,
                    endpoint,
                    1,
                    Duration.ofNanos(runtime.nanos() - started),
                    none.getMessage() + "; nothing was done",
                    null,
                    null,
                    null);
            throw switch (none.why) {
                case LATE -> new DeadlineExceededException(report, null, none);
                case INTERRUPTED -> new BusyException(report, none);
                case CLOSED -> new UnreachableException(report, List.of(), none);
            };
        }
    }

    /** Does what {@link Calls#atEach} says. In a rehearsal what is read depends on what this thread pretended before. */
    <T> List<T> atEach(String endpoint, List<String> hosts, Function<String, T> ask) {
        if (turns == null) {
            return hosts.stream().map(ask).toList();
        }
        List<Supplier<T>> questions = new ArrayList<>();
        hosts.forEach(host -> questions.add(() -> ask.apply(host)));
        return sideBySide.all("quorate-ask-" + endpoint, questions);
    }

    /** Returns the door to one endpoint; fails when there is no such endpoint. */
    public Calls calls(String endpoint) {
        return new EndpointCalls(this, site(endpoint).endpoint.name());
    }

    /** Returns what clients wait on. */
    public QuorateRuntime runtime() {
        return waits == runtime ? new WakingRuntime(runtime, closed::get) : waits;
    }

    /** Returns the names of the endpoints in the order they were given. */
    public List<String> endpoints() {
        return List.copyOf(sites.keySet());
    }

    /** Returns the host names of an endpoint, in the order they were given. */
    public List<String> hosts(String endpoint) {
        return site(endpoint).endpoint.hostNames();
    }

    /** Returns which of a kind of capabilities an endpoint's backend has. Does no I/O. */
    public <E extends Enum<E>> Set<E> capabilities(String endpoint, Class<E> of) {
        return site(endpoint).backend.capabilities(of);
    }

    /** Returns why an endpoint's backend has no way to run a command, with the remedies; empty if it has. Does no I/O. */
    public List<String> missingFor(String endpoint, Command<?> command) {
        return site(endpoint).backend.missingFor(command);
    }

    /** Returns what must be allowed on an endpoint's hosts for a command. Does no I/O. */
    public List<Allowance> allowances(String endpoint, Command<?> command) {
        Site site = site(endpoint);
        return site.backend.allowances(command, site.endpoint.hostNames().get(0));
    }

    /**
     * Closes every backend once; one that fails does not keep the others open. Calls under way end, none sends anything more. What is held
     * on the servers is given back even if the thread was interrupted.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (turns != null) {
            turns.close();
        }
        sites.values().forEach(site -> site.rotation().forEach(gate -> gate.places.close()));
        Closing.all(sites.values(), runtime);
        sideBySide.close();
    }

    private Site site(String endpoint) {
        Site site = sites.get(Objects.requireNonNull(endpoint, "endpoint"));
        if (site == null) {
            throw new IllegalArgumentException(
                    "there is no endpoint " + endpoint + "; there are: " + String.join(", ", sites.keySet()));
        }
        return site;
    }

    private String newId() {
        return HexFormat.of().toHexDigits(ids.nextLong());
    }

    private static Map<String, Site> byName(List<Site> sites) {
        Map<String, Site> named = new LinkedHashMap<>();
        for (Site site : sites) {
            if (named.put(site.endpoint.name(), site) != null) {
                throw new IllegalArgumentException("two endpoints are named " + site.endpoint.name());
            }
        }
        return named;
    }

    private static Chain sending(
            @Nullable AuditSink audit, Turns turns, SideBySide sideBySide, Map<String, Site> sites) {
        IdentifyLeg trips = trips(sideBySide);
        Looker looker = new Looker(trips);
        return Chain.of(
                new MeasureStage(),
                new ConsentStage(),
                new SecretStage(),
                new DeadlineStage(),
                new CapabilityStage(sites.values()),
                new TurnStage(turns),
                new LookStage(looker),
                ElsewhereStage.asking(Chain.of(new RetryStage(trips, looker)), sideBySide),
                new AuditStage(audit),
                new RetryStage(trips, looker));
    }

    private static Chain rehearsal(
            Consumer<RehearsedStep> steps,
            Consumer<Order<?>> used,
            RehearsalClock clock,
            SideBySide sideBySide,
            Map<String, Site> sites) {
        IdentifyLeg trips = trips(sideBySide);
        Looker looker = new Looker(trips);
        RehearseStage pretends =
                new RehearseStage(steps, clock, trips, looker, Chain.of(new RetryStage(trips, looker)));
        return Chain.of(
                new UsedStage(used),
                new MeasureStage(),
                new ConsentStage(),
                new DeadlineStage(),
                new CapabilityStage(sites.values()),
                ElsewhereStage.rehearsing(Chain.of(pretends)),
                pretends);
    }

    private static IdentifyLeg trips(SideBySide sideBySide) {
        return new IdentifyLeg(new BreakerLeg(new BulkheadLeg(new SendLeg())), sideBySide);
    }
}
