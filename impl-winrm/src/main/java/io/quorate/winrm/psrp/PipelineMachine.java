package io.quorate.winrm.psrp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's side of one pipeline, without I/O: hands out what to send, takes what was received, and holds the result. Made by {@link
 * RunspacePoolMachine#pipeline}; not safe for use by several threads.
 *
 * <p>The carrier sends {@link #start} with the command, then {@link #nextToSend} until it is empty - and again after every {@link
 * #receive}, which may have queued answers to host calls - each to the stream that {@link #nextStream} names.
 */
public final class PipelineMachine {
    private static final Logger log = LoggerFactory.getLogger(PipelineMachine.class);

    /** What a server says of the pool. On a pipeline's stream it says nothing about the pipeline. */
    private static final Set<PsrpMessageType> POOL_TYPES = EnumSet.of(
            PsrpMessageType.SESSION_CAPABILITY,
            PsrpMessageType.RUNSPACE_AVAILABILITY,
            PsrpMessageType.RUNSPACEPOOL_STATE,
            PsrpMessageType.USER_EVENT,
            PsrpMessageType.APPLICATION_PRIVATE_DATA,
            PsrpMessageType.RUNSPACEPOOL_INIT_DATA,
            PsrpMessageType.RUNSPACEPOOL_HOST_CALL,
            PsrpMessageType.ENCRYPTED_SESSION_KEY);

    /** What a server says of a pipeline. */
    private static final Set<PsrpMessageType> TYPES = EnumSet.of(
            PsrpMessageType.PIPELINE_OUTPUT,
            PsrpMessageType.ERROR_RECORD,
            PsrpMessageType.WARNING_RECORD,
            PsrpMessageType.VERBOSE_RECORD,
            PsrpMessageType.DEBUG_RECORD,
            PsrpMessageType.PROGRESS_RECORD,
            PsrpMessageType.INFORMATION_RECORD,
            PsrpMessageType.PIPELINE_HOST_CALL,
            PsrpMessageType.PIPELINE_STATE);

    private final UUID poolId;
    private final UUID id;
    private final KnownMessages.CreatePipeline createPipeline;
    private final List<PsValue> input;
    private final boolean collecting;
    private final PipelineListener listener;
    private final HostCallPolicy hostCalls;
    private final PsrpLimits limits;
    private final SessionKeys keys;
    private final boolean secret;
    private final FragmentQueue outgoing;
    private final FragmentQueue answers;
    private final Defragmenter incoming;

    /** What came and cannot be read before the session key is there, and all that came after it. */
    private final Deque<PsrpMessage> held = new ArrayDeque<>();

    private final List<PsValue> secretAnswers = new ArrayList<>();
    private final List<PsValue> output = new ArrayList<>();
    private final List<PsErrorRecord> errors = new ArrayList<>();
    private final List<PsRecord> records = new ArrayList<>();
    private PsPipelineState state = PsPipelineState.NOT_STARTED;
    private @Nullable PsErrorRecord failure;
    private @Nullable Integer exitCode;

    PipelineMachine(
            UUID poolId,
            UUID id,
            KnownMessages.CreatePipeline createPipeline,
            List<PsValue> input,
            @Nullable PipelineListener listener,
            PsrpLimits limits,
            HostCallPolicy hostCalls,
            Fragmenter fragmenter,
            SessionKeys keys) {
        this.poolId = poolId;
        this.id = id;
        this.createPipeline = createPipeline;
        this.input = input;
        this.collecting = listener == null;
        this.listener = listener == null ? PipelineListener.NONE : listener;
        this.hostCalls = hostCalls;
        this.limits = limits;
        this.keys = keys;
        this.secret = createPipeline.secret() || input.stream().anyMatch(SecureValues::in);
        this.outgoing = fragmenter.queue();
        this.answers = fragmenter.queue();
        this.incoming = Defragmenter.forPipeline(limits);
    }

    /** Returns the pipeline's id; over WS-Man it is the CommandId, too. */
    public UUID id() {
        return id;
    }

    public PsPipelineState state() {
        return state;
    }

    /** Tells whether the pipeline has ended, one way or another. */
    public boolean ended() {
        return state.ended();
    }

    /**
     * Tells whether the pipeline cannot go on without the session key: it holds a secure string, or one came, or is to be answered. The
     * carrier then has the pool {@link RunspacePoolMachine#exchangeKey exchange} it and waits until this is false.
     */
    public boolean awaitsKey() {
        boolean waits = state == PsPipelineState.NOT_STARTED && secret || holdsBack();
        return waits && keys.missing() && !state.ended();
    }

    /** Tells whether something is held back until the session key is there; to be {@link #resume}d then. */
    public boolean holdsBack() {
        return !held.isEmpty() || !secretAnswers.isEmpty();
    }

    /**
     * Starts the pipeline: returns the first fragment, which travels with the command itself. The rest, input included, comes from {@link
     * #nextToSend}.
     *
     * @param budget the room for the fragment in bytes, header included
     * @throws IllegalStateException if it was started before, or awaits the session key
     * @throws IllegalArgumentException if a value cannot be said
     */
    public byte[] start(int budget) {
        if (state != PsPipelineState.NOT_STARTED) {
            throw new IllegalStateException("pipeline " + id + " was started before");
        }
        if (awaitsKey()) {
            throw new IllegalStateException("pipeline " + id + " awaits the session key");
        }
        outgoing.add(new PsrpMessage(
                        PsrpDestination.SERVER,
                        PsrpMessageType.CREATE_PIPELINE,
                        poolId,
                        id,
                        createPipeline.body(keys.codec()))
                .encode());
        if (!input.isEmpty()) {
            input.forEach(value -> send(PsrpMessageType.PIPELINE_INPUT, value));
            send(PsrpMessageType.END_OF_PIPELINE_INPUT, PsNil.NIL);
        }
        state = PsPipelineState.RUNNING;
        return outgoing.takeOne(budget);
    }

    /** Tells whether something waits to be sent. */
    public boolean hasMoreToSend() {
        return !outgoing.isEmpty() || !answers.isEmpty();
    }

    /** Tells which input stream {@link #nextToSend} is for; to be asked before it. */
    public PsrpInput nextStream() {
        return answers.isEmpty() ? PsrpInput.STDIN : PsrpInput.PROMPT;
    }

    /** Returns what else to send to the pipeline's input, as many fragments as fit; empty if nothing waits. Answers come first. */
    public byte[] nextToSend(int budget) {
        return answers.isEmpty() ? outgoing.take(budget) : answers.take(budget);
    }

    /**
     * Notes that the carrier is about to ask for a graceful stop. The pipeline ends when the server says so. Nothing that still waited
     * is sent.
     */
    public void stopRequested() {
        if (state == PsPipelineState.RUNNING) {
            state = PsPipelineState.STOPPING;
            dropWaiting();
        }
    }

    /**
     * Takes bytes of the pipeline's output stream, which hold whole fragments. What is not for this pipeline is passed over: what belongs
     * to its pool or to another, and what is of no known type.
     *
     * @return whether there was anything else in them
     * @throws PsrpProtocolException if the server breaks the protocol or a limit; the pipeline is to be terminated
     * @throws ClixmlException if a message is not CLIXML; the pipeline is to be terminated
     */
    public boolean receive(byte[] fragments) {
        List<PsrpMessage> messages = incoming.accept(fragments);
        boolean told = messages.isEmpty() && fragments.length > 0;
        for (PsrpMessage message : messages) {
            told |= receive(message);
        }
        return told;
    }

    /**
     * Takes what was held until the session key came.
     *
     * @return whether there was anything
     * @throws PsrpProtocolException as {@link #receive}
     * @throws ClixmlException as {@link #receive}
     */
    public boolean resume() {
        if (keys.missing()) {
            throw new IllegalStateException("the session key has not come");
        }
        secretAnswers.forEach(this::answerHostCall);
        secretAnswers.clear();
        boolean any = !held.isEmpty();
        while (!held.isEmpty()) {
            read(held.remove());
        }
        return any;
    }

    private boolean receive(PsrpMessage message) {
        boolean ours = message.destination() == PsrpDestination.CLIENT
                && message.runspacePoolId().equals(poolId)
                && message.pipelineId().equals(id);
        if (!ours || POOL_TYPES.contains(message.type())) {
            log.debug("passed over [pipeline={} message={}]", id, message);
            return false;
        }
        if (state == PsPipelineState.NOT_STARTED || state.ended()) {
            throw new PsrpProtocolException(message.type() + " came while the pipeline is " + state);
        }
        if (!held.isEmpty()) {
            held.add(message);
        } else {
            read(message);
        }
        return true;
    }

    private void read(PsrpMessage message) {
        if (!TYPES.contains(message.type())) {
            throw new PsrpProtocolException(message.type() + " does not belong to a pipeline's output");
        }
        if (state.ended()) {
            throw new PsrpProtocolException(message.type() + " came while the pipeline is " + state);
        }
        PsValue value;
        if (keys.missing()) {
            SecureCodecs.Noting noting = new SecureCodecs.Noting();
            value = message.value(limits.clixml(), noting);
            if (noting.met()) {
                held.add(message);
                return;
            }
        } else {
            value = message.value(limits.clixml(), keys.codec());
        }
        switch (message.type()) {
            case PIPELINE_OUTPUT -> output(value);
            case ERROR_RECORD -> error(ErrorRecordCodec.decode(value));
            case WARNING_RECORD -> record(PsStream.WARNING, value);
            case VERBOSE_RECORD -> record(PsStream.VERBOSE, value);
            case DEBUG_RECORD -> record(PsStream.DEBUG, value);
            case PROGRESS_RECORD -> record(PsStream.PROGRESS, value);
            case INFORMATION_RECORD -> record(PsStream.INFORMATION, value);
            case PIPELINE_HOST_CALL -> hostCall(HostCall.decode(value));
            default -> changed(PipelineStateChange.decode(value));
        }
    }

    private void output(PsValue value) {
        listener.output(value);
        if (collecting) {
            output.add(value);
        }
    }

    private void error(PsErrorRecord error) {
        listener.error(error);
        if (collecting) {
            errors.add(error);
        }
    }

    private void record(PsStream stream, PsValue value) {
        PsRecord record = new PsRecord(stream, value);
        listener.record(record);
        if (collecting) {
            records.add(record);
        }
    }

    private void hostCall(HostCall call) {
        if (call.awaitsAnswer()) {
            if (state == PsPipelineState.RUNNING) {
                PsValue answer = hostCalls.answer(call).toValue();
                if (keys.missing() && SecureValues.in(answer)) {
                    secretAnswers.add(answer);
                } else {
                    answerHostCall(answer);
                }
            }
        } else if (call.method() == HostCall.SET_SHOULD_EXIT
                && !call.arguments().isEmpty()) {
            Long code = Fields.number(call.arguments().get(0));
            exitCode = code == null ? null : (Integer) code.intValue();
        }
    }

    private void answerHostCall(PsValue answer) {
        answers.add(encode(PsrpMessageType.PIPELINE_HOST_RESPONSE, answer));
    }

    private void changed(PipelineStateChange change) {
        switch (change.state()) {
            case NOT_STARTED, DISCONNECTED ->
                throw new PsrpProtocolException("a running pipeline cannot become " + change.state());
            case RUNNING, STOPPING -> {
                if (state != PsPipelineState.STOPPING) {
                    state = change.state();
                }
            }
            case STOPPED, COMPLETED, FAILED -> {
                failure = change.reason() == null ? null : ErrorRecordCodec.decode(change.reason());
                state = change.state();
                dropWaiting();
            }
        }
    }

    private void send(PsrpMessageType type, PsValue value) {
        outgoing.add(encode(type, value));
    }

    private byte[] encode(PsrpMessageType type, PsValue value) {
        return PsrpMessage.toServer(type, poolId, id, value, keys.codec()).encode();
    }

    private void dropWaiting() {
        outgoing.clear();
        answers.clear();
        secretAnswers.clear();
    }

    /** Returns the exit code that the pipeline asked the host to end with; null if it did not. */
    public @Nullable Integer exitCode() {
        return exitCode;
    }

    /**
     * Returns how the pipeline ended and what it produced. What a listener was given is not in it.
     *
     * @throws IllegalStateException if it has not ended
     */
    public PsResult result() {
        if (!ended()) {
            throw new IllegalStateException("pipeline " + id + " is " + state);
        }
        return new PsResult(state, output, errors, records, failure);
    }
}
