package io.quorate.lab.winrm;

import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.SecureValues;
import io.quorate.winrm.psrp.WirePipeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server side of one pipeline ([MS-PSRP] 3.2.5.4): waits for its input, runs on a thread of its own, streams what comes out. */
final class ServerPipeline implements PipelineSink {
    private static final Logger log = LoggerFactory.getLogger(ServerPipeline.class);

    private enum State {
        NEW,
        WAITING,
        QUEUED,
        RUNNING,
        ENDED
    }

    /** A message that waits. */
    private record Unsaid(PsrpMessageType type, PsValue value) {}

    private final Object lock = new Object();
    private final PsrpServer pool;
    private final PipelineHost host;
    private final Outbox output;
    private final List<PsValue> input = new ArrayList<>();

    /** What cannot be said before the client has sent its key, and all that comes after it. */
    private final List<Unsaid> unsaid = new ArrayList<>();

    private State state = State.NEW;
    private UUID poolId = PsrpMessage.NONE;
    private UUID id = PsrpMessage.NONE;
    private @Nullable WirePipeline wire;
    private @Nullable Runspace runspace;
    private boolean stopping;
    private boolean silent;
    private volatile @Nullable Instant endedAt;

    ServerPipeline(PsrpServer pool, PipelineHost host, Outbox output) {
        this.pool = pool;
        this.host = host;
        this.output = output;
    }

    Outbox output() {
        return output;
    }

    /** Returns when it ended in the lab's time; null while it has not. */
    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    void create(UUID ofPool, UUID pipelineId, WirePipeline received) {
        boolean ready;
        synchronized (lock) {
            if (state != State.NEW) {
                return;
            }
            poolId = ofPool;
            id = pipelineId;
            wire = received;
            ready = received.noInput();
            state = ready ? State.QUEUED : State.WAITING;
        }
        if (received.hasScript()) {
            host.traffic().count(WinRmFace.SCRIPTS);
        }
        if (ready) {
            pool.enqueue(this);
        }
    }

    /** Returns the cmdlets it runs; empty before it is known. */
    List<String> cmdlets() {
        synchronized (lock) {
            return wire == null
                    ? List.of()
                    : wire.statements().stream()
                            .flatMap(List::stream)
                            .filter(c -> !c.script())
                            .map(c -> c.text())
                            .toList();
        }
    }

    /** Ends it at once: what it asks for is not simulated. */
    void refuse(UUID ofPool, UUID pipelineId, String what) {
        host.traffic().notSimulated("psrp " + what);
        synchronized (lock) {
            poolId = ofPool;
            id = pipelineId;
        }
        ended(PipelineSink.State.FAILED, ServerErrors.lab("LabNotSimulated", what + " is not simulated"));
    }

    void input(PsValue value) {
        synchronized (lock) {
            if (state == State.WAITING) {
                input.add(value);
            }
        }
    }

    void endInput() {
        synchronized (lock) {
            if (state != State.WAITING) {
                return;
            }
            state = State.QUEUED;
        }
        pool.enqueue(this);
    }

    void assign(Runspace given) {
        synchronized (lock) {
            runspace = given;
        }
    }

    /** Starts it on a thread of its own, which the clock knows of. */
    void start() {
        Runspace given;
        synchronized (lock) {
            given = Objects.requireNonNull(runspace, "runspace");
            if (state != State.QUEUED) {
                given = null;
            } else {
                state = State.RUNNING;
            }
        }
        if (given == null) {
            pool.release(Objects.requireNonNull(runspace, "runspace"));
            return;
        }
        Runspace mine = given;
        host.traffic().count(WinRmFace.PIPELINES);
        FaceTime.Work work = host.time().begin("pipeline " + id);
        host.startThread("pipeline", () -> {
            try (work) {
                work.takeOver();
                run(mine);
            } finally {
                pool.release(mine);
            }
        });
    }

    private void run(Runspace mine) {
        WirePipeline received = Objects.requireNonNull(wire, "wire");
        try {
            if (received.hasScript()) {
                ended(PipelineSink.State.FAILED, ServerErrors.scriptsNotAllowed(host.locale()));
                return;
            }
            if (received.hasEmptyParameterName()) {
                log.debug("an argument with an empty name is never answered [pipeline={}]", id);
                return;
            }
            mine.run(new PsPipeline(received.toPipeline().statements(), input), this);
            fail("the pipeline ended without saying so", null);
        } catch (RuntimeException e) {
            fail("the pipeline failed: " + e.getClass().getName(), e);
        }
    }

    private void fail(String message, @Nullable RuntimeException cause) {
        synchronized (lock) {
            if (state == State.ENDED) {
                return;
            }
        }
        log.warn("the lab itself failed [pipeline={} what={}]", id, message, cause);
        ended(PipelineSink.State.FAILED, ServerErrors.lab("LabInternalError", message));
    }

    /** Stops gracefully: state Stopped follows. */
    void stop() {
        Runspace running = null;
        synchronized (lock) {
            if (state == State.ENDED || stopping) {
                return;
            }
            stopping = true;
            if (state == State.RUNNING) {
                running = runspace;
            }
        }
        if (running != null) {
            running.stop();
        } else {
            pool.dequeue(this);
            ended(PipelineSink.State.STOPPED, null);
        }
        host.time().nudge(output);
    }

    /** Releases the command: stops what still runs, answers nothing any more. */
    void terminate() {
        synchronized (lock) {
            silent = true;
        }
        output.close();
        stop();
        host.time().nudge(output);
        pool.forget(this);
    }

    @Override
    public void output(@Nullable PsValue value) {
        send(PsrpMessageType.PIPELINE_OUTPUT, value == null ? PsNil.NIL : value);
    }

    @Override
    public void record(PsStream stream, PsValue record) {
        send(
                switch (stream) {
                    case ERROR -> PsrpMessageType.ERROR_RECORD;
                    case WARNING -> PsrpMessageType.WARNING_RECORD;
                    case VERBOSE -> PsrpMessageType.VERBOSE_RECORD;
                    case DEBUG -> PsrpMessageType.DEBUG_RECORD;
                    case PROGRESS -> PsrpMessageType.PROGRESS_RECORD;
                    case INFORMATION -> PsrpMessageType.INFORMATION_RECORD;
                },
                record);
    }

    private void send(PsrpMessageType type, PsValue value) {
        synchronized (lock) {
            if (silent || state == State.ENDED) {
                return;
            }
            say(type, value);
        }
        told();
    }

    /** Has those look who wait for what this says; where it waits for the client's key, also who waits for what its pool says. */
    private void told() {
        boolean held;
        synchronized (lock) {
            held = !unsaid.isEmpty();
        }
        if (held) {
            host.time().nudge();
        } else {
            host.time().nudge(output);
        }
    }

    private void say(PsrpMessageType type, PsValue value) {
        SecureCodec secure = unsaid.isEmpty() && SecureValues.in(value) ? pool.secure() : SecureCodec.none();
        if (secure == null || !unsaid.isEmpty()) {
            unsaid.add(new Unsaid(type, value));
        } else {
            output.add(Messages.toClient(type, poolId, id, value, secure));
        }
    }

    /** Says what waited for the client's key. */
    void keyExchanged() {
        synchronized (lock) {
            if (unsaid.isEmpty() || silent) {
                return;
            }
            List<Unsaid> waited = List.copyOf(unsaid);
            unsaid.clear();
            waited.forEach(message -> say(message.type(), message.value()));
            if (state == State.ENDED) {
                output.end();
            }
        }
        host.time().nudge(output);
    }

    @Override
    public void ended(PipelineSink.State how, @Nullable PsValue errorRecord) {
        Instant now = host.time().now();
        synchronized (lock) {
            if (state == State.ENDED) {
                return;
            }
            endedAt = now;
            state = State.ENDED;
            if (!silent) {
                PsValue error = errorRecord == null && how == PipelineSink.State.STOPPED
                        ? ServerErrors.stopped(host.locale())
                        : errorRecord;
                PsObject body = new PsObject().with("PipelineState", PsValue.int32(how.number()));
                if (error != null) {
                    body.with("ExceptionAsErrorRecord", error);
                }
                say(PsrpMessageType.PIPELINE_STATE, body);
            }
            if (unsaid.isEmpty() || silent) {
                output.end();
            }
        }
        told();
    }
}
