package io.quorate.engine;

import io.quorate.AuditSink;
import io.quorate.CallListener;
import io.quorate.Ensured;
import io.quorate.QuorateRuntime;
import io.quorate.RehearsedStep;
import io.quorate.spi.Command;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands through the stages. Thread-safe; the caller's thread does the work. */
public final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final QuorateRuntime runtime;
    private final Map<String, Site> sites;
    private final CallListener listener;
    private final Stage first;
    private final AtomicBoolean closed;
    private final boolean rehearsing;
    private final RandomGenerator ids;

    /**
     * @param audit null for no audit log
     */
    public Engine(
            QuorateRuntime runtime, List<Site> sites, @Nullable AuditSink audit, @Nullable CallListener listener) {
        this(
                Objects.requireNonNull(runtime, "runtime"),
                byName(sites),
                listener == null ? CallListener.NONE : new SafeListener(listener),
                sending(audit),
                new AtomicBoolean(),
                false);
    }

    private Engine(
            QuorateRuntime runtime,
            Map<String, Site> sites,
            CallListener listener,
            Stage first,
            AtomicBoolean closed,
            boolean rehearsing) {
        this.runtime = runtime;
        this.sites = sites;
        this.listener = listener;
        this.first = first;
        this.closed = closed;
        this.rehearsing = rehearsing;
        this.ids = Chance.splitFrom(runtime.random());
    }

    /** Returns an engine over the same endpoints that sends reads only and hands over what it would have sent. */
    public Engine rehearsing(Consumer<RehearsedStep> steps) {
        return new Engine(runtime, sites, CallListener.NONE, rehearsal(steps), closed, true);
    }

    /** Runs a command on an endpoint with the command's own deadline. */
    public <R> R run(String endpoint, Command<R> command) {
        return run(endpoint, command, command.deadline());
    }

    /**
     * Runs a command on an endpoint.
     *
     * @param deadline how long the whole call may take
     * @throws io.quorate.error.QuorateException if it did not succeed
     */
    public <R> R run(String endpoint, Command<R> command, Duration deadline) {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(deadline, "deadline");
        if (closed.get()) {
            throw new IllegalStateException("closed");
        }
        return first.run(new Passage<>(newId(), site(endpoint), command, deadline, runtime, listener));
    }

    /**
     * Runs a command that is satisfied when its effect is there, with the command's own deadline.
     *
     * @return the effect, and whether it had to be brought about
     * @throws io.quorate.error.QuorateException if it did not succeed
     */
    public <R> Ensured<R> ensure(String endpoint, Command<R> command) {
        if (closed.get()) {
            throw new IllegalStateException("closed");
        }
        Passage<R> passage = new Passage<>(newId(), site(endpoint), command, command.deadline(), runtime, listener);
        R value = first.run(passage);
        return new Ensured<>(value, !passage.satisfied);
    }

    /** Tells whether what changes something stays here, so that reading back would not find it. */
    public boolean isRehearsing() {
        return rehearsing;
    }

    public QuorateRuntime runtime() {
        return runtime;
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

    /** Fails when there is no such endpoint. */
    public void check(String endpoint) {
        site(endpoint);
    }

    /** Closes every backend once; one that fails does not keep the others open. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (Site site : sites.values()) {
            try {
                site.backend.close();
            } catch (RuntimeException e) {
                log.warn("a backend could not be closed [endpoint={}]", site.endpoint.name(), e);
            }
        }
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
        return String.format("%016x", ids.nextLong());
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

    private static Stage sending(@Nullable AuditSink audit) {
        IdentifyStage trips = trips();
        Looker looker = new Looker(trips);
        Stage retry = new RetryStage(trips, looker);
        return before(looker, false, audit == null ? retry : new AuditStage(audit, retry));
    }

    private static Stage rehearsal(Consumer<RehearsedStep> steps) {
        IdentifyStage trips = trips();
        Looker looker = new Looker(trips);
        return before(looker, true, new RehearseStage(steps, new RetryStage(trips, looker)));
    }

    private static Stage before(Looker looker, boolean rehearsing, Stage last) {
        Stage observe = new ObserveStage(looker, rehearsing, last);
        return new MeasureStage(new ConsentStage(new DeadlineStage(new CapabilityStage(observe))));
    }

    private static IdentifyStage trips() {
        return new IdentifyStage(new BreakerStage(new BulkheadStage(new SendStage())));
    }
}
