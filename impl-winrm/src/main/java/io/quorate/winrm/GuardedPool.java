package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.ClixmlException;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsrpInput;
import io.quorate.winrm.psrp.PsrpProtocolException;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.RunspaceAvailability;
import io.quorate.winrm.psrp.RunspacePoolMachine;
import io.quorate.winrm.psrp.RunspacePoolState;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runspace pool of one shell behind a lock, which is never held across I/O; and what is sent and heard on its behalf. Thread-safe. */
final class GuardedPool {
    private final ShellWire wire;
    private final RunspacePoolMachine machine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    GuardedPool(ShellWire wire, RunspacePoolMachine machine) {
        this.wire = wire;
        this.machine = machine;
    }

    /** Starts to open; returns what travels with the shell's creation. */
    byte[] open() {
        return locked(() -> machine.open(wire.payload()));
    }

    RunspacePoolState state() {
        return locked(machine::state);
    }

    PsrpVersion protocol() {
        return locked(machine::protocol);
    }

    @Nullable
    String serverPsVersion() {
        lock.lock();
        try {
            return machine.serverPsVersion();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    PsErrorRecord reason() {
        lock.lock();
        try {
            return machine.reason();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a pipeline. */
    PipelineMachine pipeline(Function<RunspacePoolMachine, PipelineMachine> how) {
        return locked(() -> how.apply(machine));
    }

    /** Takes what came for the pool. */
    void received(Reply reply) {
        lock.lock();
        try {
            for (Reply.Chunk chunk : reply.streams()) {
                machine.receive(chunk.bytes());
            }
            if (machine.state() != RunspacePoolState.NEGOTIATION_SENT
                    && machine.protocol().atLeast(PsrpVersion.V2_2)) {
                wire.takesLargeEnvelopes();
            }
            changed.signalAll();
        } catch (PsrpProtocolException | ClixmlException e) {
            throw wire.badReply(e);
        } finally {
            lock.unlock();
        }
    }

    /** What is to be sent next, and to which stream: host calls are answered on one of their own. */
    private record Pending(PsrpInput stream, byte[] bytes) {}

    /** Sends what the pool has to say, over a channel where no Receive is in the way. */
    void sendPending(HttpChannel channel, Deadline deadline) {
        Pending next = pending();
        while (next.bytes.length > 0) {
            wire.feed(channel, null, next.stream, next.bytes, deadline);
            next = pending();
        }
    }

    private Pending pending() {
        return locked(() -> new Pending(machine.nextStream(), machine.nextToSend(wire.payload())));
    }

    /** Asks the only runspace to forget its variables and current folder; returns what to wait for. */
    long askReset() {
        try {
            return locked(machine::resetRunspaceState);
        } catch (IllegalStateException e) {
            throw Fault.neverSent(ErrorKind.UNSUPPORTED).cause(e).because(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Waits for the answer to a question about runspaces.
     *
     * @param over tells that none will come
     */
    RunspaceAvailability awaitAnswer(long callId, BooleanSupplier over, Deadline deadline) {
        lock.lock();
        try {
            while (true) {
                Optional<RunspaceAvailability> answer = machine.answer(callId);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (over.getAsBoolean()) {
                    throw Fault.unanswered(ErrorKind.UNREACHABLE)
                            .because("the session on " + wire.address() + " ended before the runspace was reset");
                }
                if (deadline.expired()) {
                    throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED).because("the runspace was not reset in time");
                }
                changed.await(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.unanswered(ErrorKind.UNREACHABLE).cause(e).because("interrupted during a reset");
        } finally {
            lock.unlock();
        }
    }

    /** Asks for the session key, unless somebody has. */
    void askKey() {
        lock.lock();
        try {
            machine.exchangeKey();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a pipeline has the session key.
     *
     * @param over tells that none will come
     * @return whether it came in time
     */
    boolean awaitKey(PipelineMachine pipeline, BooleanSupplier over, Deadline patience) {
        lock.lock();
        try {
            while (pipeline.awaitsKey()) {
                if (over.getAsBoolean()) {
                    throw Fault.unanswered(ErrorKind.UNREACHABLE)
                            .because("the session on " + wire.address() + " ended before its key was exchanged");
                }
                if (patience.expired()) {
                    return false;
                }
                // Where the clock stands still nobody but the time that really passes ends the wait.
                if (changed.awaitNanos(Math.max(1, patience.remaining().toNanos())) <= 0) {
                    return !pipeline.awaitsKey();
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.unanswered(ErrorKind.UNREACHABLE).cause(e).because("interrupted during a key exchange");
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the shell is about to be deleted. */
    void closing() {
        lock.lock();
        try {
            machine.closing();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has those look again who wait for an answer. */
    void nudge() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
