package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.ClixmlException;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsrpInput;
import io.quorate.winrm.psrp.PsrpProtocolException;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManFault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline that the server has accepted, with the channel it is talked of over. Advance it until it has ended, and close it in any case:
 * that frees it on the server after the caller went on. Used by the thread that started it; {@link #stop} may come from another.
 */
final class RunningPipeline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningPipeline.class);

    private final PoolShell pool;
    private final ShellWire wire;
    private final PipelineMachine pipeline;
    private final HttpChannel channel;
    private Deadline deadline;
    private final Pace pace;
    private String commandId;
    private @Nullable Runnable whenClosed;
    private boolean givenUp;
    private boolean left;
    private boolean closed;

    /** @param channel given back when it is left or closed */
    RunningPipeline(
            PoolShell pool,
            ShellWire wire,
            PipelineMachine pipeline,
            HttpChannel channel,
            QuorateRuntime runtime,
            Deadline deadline) {
        this.pool = pool;
        this.wire = wire;
        this.pipeline = pipeline;
        this.channel = channel;
        this.deadline = deadline;
        this.pace = new Pace(runtime);
        this.commandId = pipeline.id().toString().toUpperCase(Locale.ROOT);
    }

    RunningPipeline whenClosed(Runnable action) {
        whenClosed = action;
        return this;
    }

    String commandId() {
        return commandId;
    }

    /**
     * Sends it.
     *
     * @return what the host refused it with; null if it took it
     * @throws Fault {@code UNANSWERED} if the host may have begun it; the pool is given up then
     */
    @Nullable
    WsManFault begin() {
        byte[] first;
        try {
            if (pipeline.awaitsKey()) {
                pool.awaitKey(pipeline, channel, deadline);
            }
            first = pipeline.start(wire.payload());
        } catch (Fault fault) {
            throw fault.as(FaultPhase.NEVER_SENT).because(String.valueOf(fault.getMessage()));
        } catch (IllegalArgumentException e) {
            throw cannotSay(e);
        }
        Reply reply;
        try {
            reply = wire.command(channel, commandId, first, deadline);
        } catch (Fault fault) {
            // If the request has left, nobody knows what became of it, whatever came instead of an answer.
            if (fault.phase() == FaultPhase.NEVER_SENT) {
                throw fault;
            }
            abandon();
            throw unanswered(fault);
        }
        if (reply.fault() != null) {
            return reply.fault();
        }
        commandId = reply.commandId() == null ? commandId : reply.commandId();
        try {
            sendPending();
        } catch (Fault fault) {
            abandon();
            throw unanswered(fault);
        }
        return null;
    }

    static Fault cannotSay(IllegalArgumentException cause) {
        return Fault.neverSent(ErrorKind.UNSUPPORTED)
                .cause(cause)
                .because("the host's protocol cannot say it: " + cause.getMessage());
    }

    /** Sends the rest of a long pipeline, its input, and its answers to host calls; nothing once it has ended. */
    private void sendPending() {
        while (!pipeline.ended() && pipeline.hasMoreToSend()) {
            PsrpInput stream = pipeline.nextStream();
            wire.feed(channel, commandId, stream, pipeline.nextToSend(wire.payload()), deadline);
        }
    }

    /** Says when what follows must have ended. */
    void until(Deadline wait) {
        deadline = wait;
    }

    /**
     * Does one Receive; what it brings goes to the pipeline's listener or into its result.
     *
     * @return whether the pipeline still runs
     * @throws Fault {@code UNANSWERED} if its end is not heard of; the session gives the pool up then
     */
    boolean advance() {
        if (!pipeline.ended()) {
            receive();
        }
        return !pipeline.ended();
    }

    private void receive() {
        try {
            Reply reply = own(received());
            boolean told = reply.fault() == null && heard(reply);
            pace.answered(!told && !pipeline.ended(), deadline);
        } catch (Fault fault) {
            abandon();
            throw unanswered(fault);
        } catch (PsrpProtocolException | ClixmlException e) {
            abandon();
            throw wire.badReply(e);
        }
        if (!pipeline.ended() && deadline.expired()) {
            givenUp = true;
            pool.retire(this);
            throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED).because("it did not end in time and was told to stop");
        }
    }

    /** Receives; a shell that the host has disconnected meanwhile is taken up again, once. What is no output is quiet. */
    private Reply received() {
        for (boolean again = false; ; again = true) {
            Reply reply;
            try {
                reply = wire.receive(channel, commandId, deadline);
            } catch (Fault fault) {
                if (again || !Revival.mayBe(fault) || !pool.revive(commandId, false, deadline)) {
                    throw fault;
                }
                continue;
            }
            WsManFault fault = reply.fault();
            if (fault == null || reply.isQuiet()) {
                return reply;
            }
            if (again || !fault.isDisconnected() || !pool.revive(commandId, true, deadline)) {
                throw wire.fault(fault, FaultPhase.UNANSWERED);
            }
        }
    }

    private boolean heard(Reply reply) {
        boolean told = false;
        for (Reply.Chunk chunk : reply.streams()) {
            told |= pipeline.receive(chunk.bytes());
        }
        if (pipeline.holdsBack()) {
            pool.awaitKey(pipeline, channel, deadline);
            pipeline.resume();
        }
        sendPending();
        Reply.CommandState state = reply.commandState();
        boolean done = state != null && state.done() && isOwn(state.commandId());
        if (done && !pipeline.ended()) {
            throw wire.badReply(new PsrpProtocolException("the command is done, but its pipeline did not end"));
        }
        return told;
    }

    /** Passes over output that names another command. */
    private Reply own(Reply reply) {
        Reply own = reply.only(commandId);
        if (own != reply) {
            log.debug("output of another command passed over [host={} command={}]", wire.address(), commandId);
        }
        return own;
    }

    /** The end of another command is none of ours. */
    private boolean isOwn(@Nullable String named) {
        if (named == null || named.equalsIgnoreCase(commandId)) {
            return true;
        }
        log.debug("passed over what is for another command [command={} named={}]", commandId, named);
        return false;
    }

    /** The command was accepted, or may have been: whatever happens now, it may have been carried out. */
    private static Fault unanswered(Fault fault) {
        return fault.phase() == FaultPhase.UNANSWERED
                ? fault
                : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
    }

    /** Advances to the end and returns what came. */
    PsResult result() {
        while (advance()) {
            continue;
        }
        return pipeline.result();
    }

    PsPipelineState state() {
        return pipeline.state();
    }

    /** Asks for a graceful stop; the pipeline ends {@code STOPPED}, or as it was about to. */
    void stop() {
        pipeline.stopRequested();
        try {
            Reply reply = wire.stop(commandId, deadline);
            if (reply.fault() != null && !reply.isQuiet()) {
                throw wire.fault(reply.fault(), FaultPhase.UNANSWERED);
            }
        } catch (Fault fault) {
            throw unanswered(fault);
        }
    }

    /**
     * Ends it wherever it is and keeps the pool, if the host stops it soon: what it has put out already is passed over. Else the pool is given up.
     *
     * @param patience how long the host may take
     */
    void quit(Deadline patience) {
        deadline = patience;
        try {
            if (!pipeline.ended() && !givenUp && !Thread.currentThread().isInterrupted()) {
                stop();
                while (advance()) {
                    continue;
                }
            }
        } catch (Fault fault) {
            log.debug("a pipeline did not stop [host={} command={}]", wire.address(), commandId);
        } finally {
            close();
        }
    }

    /** Gives it and its pool up, and waits a little until the host has ended it. */
    void abandon() {
        givenUp = true;
        pool.abandon(this, deadline);
    }

    /** Has nothing to do with it any more. */
    void leave() {
        if (!left) {
            left = true;
            wire.commands.giveBack(channel);
            pool.leave(this);
        }
    }

    /** Frees the pipeline, and stops it first if it has not ended. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (pipeline.ended()) {
                pool.release(commandId, deadline);
            } else if (!givenUp) {
                pool.retire(this);
            }
        } finally {
            leave();
            if (whenClosed != null) {
                whenClosed.run();
            }
        }
    }
}
