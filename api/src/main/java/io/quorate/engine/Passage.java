package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.call.CallListener;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import io.quorate.text.Visible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One call on its way through the stages, and all that is known about it so far. Belongs to one thread. */
final class Passage<R> {

    /**
     * One try at one host that failed.
     *
     * @param number counts the tries at sending the command; 0 for a look
     */
    record Attempt(int number, String host, Duration took, Fault fault) {}

    final String id;
    final Site site;
    final Order<R> order;
    final Command<R> command;
    final QuorateRuntime runtime;
    final CallListener listener;

    /** Whether nothing may be sent that changes anything. */
    boolean rehearsal;

    /** Tells whether the engine was closed: nothing more may be sent then. */
    final BooleanSupplier closed;

    final Deadline deadline;
    final Duration allowed;
    final Safety safety;
    final Redactor redactor;
    final List<Attempt> attempts = new ArrayList<>();

    /** How often the command was sent or tried to be sent. */
    int tries;

    /** The host that was asked last. */
    @Nullable
    String host;

    /** The host whose failure came last; others are asked before it. */
    @Nullable
    String failedHost;

    /** Whether the answer to some attempt was lost, so that it may have been done, or be done yet. */
    boolean lost;

    /** Whether some attempt was met by silence; what was lost otherwise was an error that leaves open what was done. */
    boolean silence;

    /** How often an answer came that cannot be what it should be. */
    int unreadable;

    /** Whether some attempt reached the other side and failed there. */
    boolean reached;

    /** Whether the effect was there before anything was sent, and that is what was asked for. */
    boolean satisfied;

    /** Whether a wrong owner was already corrected once. */
    boolean relocated;

    /** The hosts that could not be asked who owns the target, or that are left alone. */
    final Set<String> unasked = new LinkedHashSet<>();

    /** What went wrong at hosts when they were last asked about the target, and not to do the command. */
    final List<Attempt> asides = new ArrayList<>();

    /** What was said for good, by what was asked and whom. */
    private final Map<Asked, Fault> refusals = new HashMap<>();

    /** The hosts to which nothing may be sent any more, and why. */
    private final Map<String, Fault> shut = new LinkedHashMap<>();

    /** A kind of question to one host. */
    private record Asked(Class<?> what, String host) {}

    private final long startedNanos;

    Passage(
            String id,
            Site site,
            Order<R> order,
            QuorateRuntime runtime,
            CallListener listener,
            BooleanSupplier closed) {
        this.id = id;
        this.site = site;
        this.order = order;
        this.command = order.command();
        this.safety = order.command().safety();
        this.redactor = site.redactor.with(order.command());
        this.allowed = order.deadline();
        this.runtime = runtime;
        this.listener = listener;
        this.closed = closed;
        this.startedNanos = runtime.nanos();
        this.deadline = Deadline.in(order.deadline(), runtime);
    }

    /** For the same call on another thread. */
    private Passage(Passage<R> of) {
        this.id = of.id;
        this.site = of.site;
        this.order = of.order;
        this.command = of.command;
        this.safety = of.safety;
        this.redactor = of.redactor;
        this.allowed = of.allowed;
        this.runtime = of.runtime;
        this.listener = of.listener;
        this.closed = of.closed;
        this.startedNanos = of.startedNanos;
        this.deadline = of.deadline;
        this.tries = of.tries;
        this.rehearsal = of.rehearsal;
    }

    /** Returns a passage of the same call for a question that another thread asks; what comes of it is {@linkplain #takeOver taken over}. */
    Passage<R> aside() {
        return new Passage<>(this);
    }

    /** Takes over what a question that another thread asked has brought. */
    void takeOver(Passage<?> aside) {
        asides.addAll(aside.asides);
        unasked.addAll(aside.unasked);
        if (aside.host != null) {
            host = aside.host;
        }
    }

    /** Returns a passage for another command of the same call. */
    <T> Passage<T> about(Command<T> other) {
        return about(other, deadline.remaining());
    }

    /** Returns a passage for another command of the same call, which takes no longer than a time. */
    <T> Passage<T> about(Command<T> other, Duration atMost) {
        Duration left = deadline.remaining();
        Passage<T> about = new Passage<>(
                id,
                site,
                Order.create(order.endpoint(), other).within(left.compareTo(atMost) < 0 ? left : atMost),
                runtime,
                listener,
                closed);
        about.rehearsal = rehearsal;
        return about;
    }

    Duration elapsed() {
        return Duration.ofNanos(runtime.nanos() - startedNanos);
    }

    /** Returns what a host has said for good to this kind of trip, or to all; null if it may be asked. */
    @Nullable
    Fault refusal(Trip<?> trip, String at) {
        Fault closed = shut.get(at);
        return closed != null ? closed : refusals.get(new Asked(trip.getClass(), at));
    }

    /** Keeps what a host said if it must not be asked that again. */
    void refused(Trip<?> trip, String at, Fault fault) {
        if (SafetyTable.shutsOut(fault)) {
            shut.putIfAbsent(at, fault);
        }
        if (trip.isFinal(fault)) {
            refusals.putIfAbsent(new Asked(trip.getClass(), at), fault);
        }
    }

    /** Returns what ends the call when no try is left: a host that refused the log-in tells more than one that is away. */
    Fault telling(Fault last) {
        if (last.kind() != ErrorKind.UNREACHABLE || lost || shut.isEmpty()) {
            return last;
        }
        Map.Entry<String, Fault> first = shut.entrySet().iterator().next();
        host = first.getKey();
        return first.getValue();
    }

    /** Keeps a failed try at asking a host about the target. */
    void lookFailed(String at, Duration took, Fault fault) {
        asides.add(new Attempt(0, at, took, fault));
    }

    /** Keeps a failed try at sending the command. */
    void sendFailed(String at, Duration took, Fault fault) {
        attempts.add(new Attempt(tries, at, took, fault));
        failedHost = at;
        lost |= fault.phase() == FaultPhase.UNANSWERED;
        silence |= fault.phase() == FaultPhase.UNANSWERED && !fault.isAnswered();
        unreadable += fault.kind() == ErrorKind.BAD_REPLY ? 1 : 0;
        reached |= fault.phase() == FaultPhase.UNANSWERED || fault.phase() == FaultPhase.TRANSIENT;
        listener.attemptFailed(new CallListener.AttemptFailed(
                id, site.endpoint.name(), command.name(), at, tries, took, fault.phase(), fault.kind(), fault.code()));
    }

    /** Tells the listener what a host said besides. */
    void noticed(String at, String said) {
        listener.noticed(new CallListener.Noticed(
                id, site.endpoint.name(), command.name(), at, Visible.line(redactor.clean(said))));
    }

    /** Returns the settings that apply now: those of the host that was asked last. */
    HostGate gate() {
        HostGate gate = host == null ? null : site.gate(host);
        return gate == null ? site.firstGate() : gate;
    }

    /** Tells whether the call is to end now, whatever may be tried yet: its thread was interrupted, or the engine closed. */
    boolean called() {
        return Thread.currentThread().isInterrupted() || closed.getAsBoolean();
    }

    /** Tells whether it is satisfied by what is there. */
    boolean ensures() {
        return order.mode() == Order.Mode.ENSURE;
    }

    /** Tells whether to look before anything is sent. */
    boolean looksFirst() {
        return safety == Safety.GUARDED || (ensures() && changesSomething());
    }

    boolean changesSomething() {
        return safety != Safety.READ;
    }
}
