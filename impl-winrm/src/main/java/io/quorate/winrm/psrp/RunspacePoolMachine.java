package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's side of a runspace pool, without I/O ([MS-PSRP] 3.1.1.1): opens, negotiates the version, makes pipelines. Not safe for use
 * by several threads; a pipeline it made may be driven by another one.
 *
 * <p>The carrier sends {@link #open} with the shell's creation, then {@link #nextToSend} until it is empty, and gives {@link #receive} what
 * arrives outside of pipelines until {@link #state} is {@code OPENED}.
 */
public final class RunspacePoolMachine {
    private static final Logger log = LoggerFactory.getLogger(RunspacePoolMachine.class);

    /** What Windows says of the session, and names no pool in. */
    private static final Set<PsrpMessageType> ANONYMOUS = EnumSet.of(
            PsrpMessageType.SESSION_CAPABILITY,
            PsrpMessageType.PUBLIC_KEY_REQUEST,
            PsrpMessageType.ENCRYPTED_SESSION_KEY);

    private final UUID id;
    private final RunspacePoolOptions options;
    private final Fragmenter fragmenter = new Fragmenter();
    private final FragmentQueue outgoing = fragmenter.queue();
    private final FragmentQueue answers = fragmenter.queue();
    private final Defragmenter incoming;
    private final Map<Long, Optional<RunspaceAvailability>> requests = new HashMap<>();
    private final SessionKeys keys = new SessionKeys();
    private final List<PsValue> secretAnswers = new ArrayList<>();
    private RunspacePoolState state = RunspacePoolState.BEFORE_OPEN;
    private @Nullable PsrpVersion protocol;
    private @Nullable ApplicationPrivateData serverData;
    private @Nullable PsErrorRecord reason;
    private long lastCallId;

    /** Makes a pool that is not open yet. The id must be random; over WS-Man it is the ShellId, too. */
    public RunspacePoolMachine(UUID id, RunspacePoolOptions options) {
        if (id.equals(PsrpMessage.NONE)) {
            throw new IllegalArgumentException("the pool's id is the zero id");
        }
        this.id = id;
        this.options = options;
        this.incoming = Defragmenter.forPool(options.limits());
    }

    public UUID id() {
        return id;
    }

    public RunspacePoolState state() {
        return state;
    }

    /**
     * Starts to open: returns the first fragments, which travel with the shell's creation.
     *
     * @param budget the room for them in bytes, headers included
     */
    public byte[] open(int budget) {
        require(RunspacePoolState.BEFORE_OPEN);
        send(
                PsrpMessageType.SESSION_CAPABILITY,
                SessionCapability.of(options.offer()).toValue());
        send(PsrpMessageType.INIT_RUNSPACEPOOL, options.size().toValue());
        state = RunspacePoolState.NEGOTIATION_SENT;
        return outgoing.take(budget);
    }

    /** Tells whether something waits to be sent. */
    public boolean hasMoreToSend() {
        return !outgoing.isEmpty() || !answers.isEmpty();
    }

    /** Tells which input stream {@link #nextToSend} is for; to be asked before it. */
    public PsrpInput nextStream() {
        return answers.isEmpty() ? PsrpInput.STDIN : PsrpInput.PROMPT;
    }

    /** Returns what else to send to the shell's input, as many fragments as fit; empty if nothing waits. Answers come first. */
    public byte[] nextToSend(int budget) {
        return answers.isEmpty() ? outgoing.take(budget) : answers.take(budget);
    }

    /**
     * Takes bytes of the shell's output stream that belong to no command; they hold whole fragments.
     *
     * @throws PsrpProtocolException if the server breaks the protocol or a limit; the pool is {@code BROKEN} then
     * @throws ClixmlException if a message is not CLIXML; the pool is {@code BROKEN} then
     */
    public void receive(byte[] fragments) {
        try {
            for (PsrpMessage message : incoming.accept(fragments)) {
                receive(message);
            }
        } catch (PsrpProtocolException | ClixmlException e) {
            state = RunspacePoolState.BROKEN;
            keys.wipe();
            throw e;
        }
    }

    private void receive(PsrpMessage message) {
        PsrpMessageType type = message.type();
        if (message.destination() != PsrpDestination.CLIENT
                || !message.pipelineId().equals(PsrpMessage.NONE)) {
            throw new PsrpProtocolException("pool " + id + " got what is not for it: " + message);
        }
        boolean anonymous = ANONYMOUS.contains(type) && message.runspacePoolId().equals(PsrpMessage.NONE);
        if (!anonymous && !message.runspacePoolId().equals(id)) {
            throw new PsrpProtocolException("pool " + id + " got what is for another: " + message);
        }
        if (state == RunspacePoolState.BEFORE_OPEN || state.ended()) {
            throw outOfPlace(type);
        }
        if (type == PsrpMessageType.SESSION_CAPABILITY) {
            negotiate(SessionCapability.decode(value(message)));
            return;
        }
        if (state == RunspacePoolState.NEGOTIATION_SENT) {
            throw outOfPlace(type);
        }
        switch (type) {
            case APPLICATION_PRIVATE_DATA -> serverData = ApplicationPrivateData.decode(value(message));
            case RUNSPACEPOOL_STATE -> changed(RunspacePoolStateChange.decode(value(message)));
            case RUNSPACE_AVAILABILITY -> answered(RunspaceAvailability.decode(value(message)));
            case RUNSPACEPOOL_HOST_CALL -> hostCall(HostCall.decode(value(message)));
            case RUNSPACEPOOL_INIT_DATA -> RunspacePoolInitData.decode(value(message));
            case USER_EVENT, WARNING_RECORD, VERBOSE_RECORD, DEBUG_RECORD, PROGRESS_RECORD, INFORMATION_RECORD ->
                log.trace("ignored [pool={}, message={}]", id, type);
            case PUBLIC_KEY_REQUEST -> {
                requireExchange(type);
                exchangeKey();
            }
            case ENCRYPTED_SESSION_KEY -> {
                requireExchange(type);
                keys.arrived(value(message));
                secretAnswers.forEach(this::answerHostCall);
                secretAnswers.clear();
            }
            default -> throw outOfPlace(type);
        }
    }

    private PsValue value(PsrpMessage message) {
        return message.value(options.limits().clixml(), keys.codec());
    }

    private void requireExchange(PsrpMessageType type) {
        if (protocol().atLeast(PsrpVersion.V2_4)) {
            throw new PsrpProtocolException(type + " does not belong to protocol " + protocol());
        }
    }

    private void negotiate(SessionCapability server) {
        if (state != RunspacePoolState.NEGOTIATION_SENT) {
            throw outOfPlace(PsrpMessageType.SESSION_CAPABILITY);
        }
        PsrpVersion theirs = server.protocol();
        if (theirs.major() != 2 || !theirs.atLeast(PsrpVersion.V2_1)) {
            throw new PsrpProtocolException("the server speaks protocol " + theirs + "; 2.1 to 2.4 are supported");
        }
        PsrpVersion agreed = theirs.atLeast(options.offer()) ? options.offer() : theirs;
        if (agreed.atLeast(PsrpVersion.V2_4)) {
            keys.withoutExchange(
                    options.confidential()
                            ? SecureCodec.plain()
                            : SecureCodec.refusing("protocol " + agreed + " leaves secure strings to the transport,"
                                    + " which is neither TLS nor sealed"));
        }
        protocol = agreed;
        state = RunspacePoolState.NEGOTIATION_SUCCEEDED;
    }

    private void changed(RunspacePoolStateChange change) {
        RunspacePoolState next = change.state();
        reason = change.reason() == null ? null : ErrorRecordCodec.decode(change.reason());
        boolean allowed = switch (next) {
            case OPENED -> state == RunspacePoolState.NEGOTIATION_SUCCEEDED || state == RunspacePoolState.OPENED;
            case CLOSING, CLOSED, BROKEN -> true;
            default -> false;
        };
        if (!allowed) {
            throw new PsrpProtocolException("a pool that is " + state + " cannot become " + next);
        }
        state = next;
        if (next.ended()) {
            keys.wipe();
        }
    }

    private void answered(RunspaceAvailability answer) {
        Optional<RunspaceAvailability> earlier = requests.get(answer.callId());
        if (earlier == null || earlier.isPresent()) {
            throw new PsrpProtocolException("an answer came to request " + answer.callId() + ", which waits for none");
        }
        requests.put(answer.callId(), Optional.of(answer));
    }

    private void hostCall(HostCall call) {
        if (call.awaitsAnswer()) {
            PsValue answer = options.hostCalls().answer(call).toValue();
            if (keys.missing() && SecureValues.in(answer)) {
                secretAnswers.add(answer);
                exchangeKey();
            } else {
                answerHostCall(answer);
            }
        }
    }

    private void answerHostCall(PsValue answer) {
        answers.add(encode(PsrpMessageType.RUNSPACEPOOL_HOST_RESPONSE, answer));
    }

    /**
     * Queues the request for a session key unless that was done before, or protocol 2.4 needs none. Asked for when a pipeline {@link
     * PipelineMachine#awaitsKey awaits} it.
     */
    public void exchangeKey() {
        if (!keys.asked()) {
            send(PsrpMessageType.PUBLIC_KEY, keys.begin(options.keyPairs().get()));
        }
    }

    /**
     * Returns the protocol version both sides speak.
     *
     * @throws IllegalStateException if it is not negotiated yet
     */
    public PsrpVersion protocol() {
        if (protocol == null) {
            throw new IllegalStateException("pool " + id + " is " + state);
        }
        return protocol;
    }

    /** Returns what the server told of itself; null before it did. */
    public @Nullable ApplicationPrivateData serverData() {
        return serverData;
    }

    /** Returns the server's PowerShell version, e.g. {@code 5.1.17763.1971}; null if it did not tell. */
    public @Nullable String serverPsVersion() {
        return serverData == null ? null : serverData.psVersion();
    }

    /** Returns the error that came with the last change of state; null if there was none. */
    public @Nullable PsErrorRecord reason() {
        return reason;
    }

    /**
     * Makes a pipeline that collects its result.
     *
     * @throws IllegalStateException if the pool is not open
     * @throws IllegalArgumentException if the negotiated version cannot say the pipeline
     */
    public PipelineMachine pipeline(UUID pipelineId, PsPipeline pipeline) {
        return pipeline(pipelineId, pipeline, null);
    }

    /**
     * Makes a pipeline. With a listener, what it is given is not collected, so that the result holds only how it ended.
     *
     * <p>A pipeline with a secure string among its values {@link PipelineMachine#awaitsKey awaits} the session key before it starts.
     *
     * @throws IllegalStateException if the pool is not open
     * @throws IllegalArgumentException if the negotiated version cannot say the pipeline
     */
    public PipelineMachine pipeline(UUID pipelineId, PsPipeline pipeline, @Nullable PipelineListener listener) {
        require(RunspacePoolState.OPENED);
        KnownMessages.CreatePipeline message = KnownMessages.of(pipeline, PipelineOptions.of(protocol()));
        return pipeline(pipelineId, message, pipeline.input(), listener);
    }

    /** Makes a pipeline whose output may be longer than what one pipeline may send otherwise, because nobody collects it. */
    public PipelineMachine streaming(UUID pipelineId, PsPipeline pipeline, PipelineListener listener) {
        require(RunspacePoolState.OPENED);
        KnownMessages.CreatePipeline message = KnownMessages.of(pipeline, PipelineOptions.of(protocol()));
        return pipeline(
                pipelineId,
                message,
                pipeline.input(),
                listener,
                options.limits().withMaxPipelineBytes(Long.MAX_VALUE));
    }

    /** Makes a pipeline of anything; for tests that replay recordings with script text, and visible to nobody else. */
    PipelineMachine pipeline(
            UUID pipelineId, PsObject createPipeline, List<PsValue> input, @Nullable PipelineListener listener) {
        require(RunspacePoolState.OPENED);
        return pipeline(pipelineId, new KnownMessages.CreatePipeline(createPipeline), input, listener);
    }

    private PipelineMachine pipeline(
            UUID pipelineId,
            KnownMessages.CreatePipeline message,
            List<PsValue> input,
            @Nullable PipelineListener listener) {
        return pipeline(pipelineId, message, input, listener, options.limits());
    }

    private PipelineMachine pipeline(
            UUID pipelineId,
            KnownMessages.CreatePipeline message,
            List<PsValue> input,
            @Nullable PipelineListener listener,
            PsrpLimits limits) {
        return new PipelineMachine(
                id, pipelineId, message, input, listener, limits, options.hostCalls(), fragmenter, keys);
    }

    /**
     * Queues the request to forget variables and the current folder; needs protocol 2.3 and a pool of one runspace.
     *
     * @return the call id to ask {@link #answer} for
     */
    public long resetRunspaceState() {
        require(RunspacePoolState.OPENED);
        if (!protocol().atLeast(PsrpVersion.V2_3)) {
            throw new IllegalStateException("protocol " + protocol() + " cannot reset a runspace's state; 2.3 can");
        }
        return request(RunspaceRequest.Kind.RESET_STATE, 0);
    }

    /**
     * Queues another request about runspaces.
     *
     * @return the call id to ask {@link #answer} for
     */
    public long request(RunspaceRequest.Kind kind, int count) {
        require(RunspacePoolState.OPENED);
        long callId = ++lastCallId;
        requests.put(callId, Optional.empty());
        send(kind.type(), new RunspaceRequest(kind, count, callId).toValue());
        return callId;
    }

    /** Returns the answer to a request, once; empty while it is awaited. */
    public Optional<RunspaceAvailability> answer(long callId) {
        Optional<RunspaceAvailability> answer = requests.get(callId);
        if (answer == null) {
            throw new IllegalArgumentException("no request " + callId + ", or its answer was taken before");
        }
        if (answer.isPresent()) {
            requests.remove(callId);
        }
        return answer;
    }

    /** Notes that the carrier is about to delete the shell; nothing that still waited is sent. */
    public void closing() {
        if (!state.ended()) {
            state = RunspacePoolState.CLOSING;
            outgoing.clear();
            answers.clear();
        }
        keys.wipe();
    }

    /** Notes that the shell is gone because we deleted it. */
    public void closed() {
        state = RunspacePoolState.CLOSED;
        keys.wipe();
    }

    /** Notes that the shell is gone or cannot be reached any more. */
    public void broken() {
        if (state != RunspacePoolState.CLOSED) {
            state = RunspacePoolState.BROKEN;
        }
        keys.wipe();
    }

    private void send(PsrpMessageType type, PsValue value) {
        outgoing.add(encode(type, value));
    }

    private byte[] encode(PsrpMessageType type, PsValue value) {
        return PsrpMessage.toServer(type, id, PsrpMessage.NONE, value, keys.codec())
                .encode();
    }

    private void require(RunspacePoolState needed) {
        if (state != needed) {
            throw new IllegalStateException("pool " + id + " is " + state + ", not " + needed);
        }
    }

    private PsrpProtocolException outOfPlace(PsrpMessageType type) {
        return new PsrpProtocolException(type + " came while the pool is " + state);
    }
}
