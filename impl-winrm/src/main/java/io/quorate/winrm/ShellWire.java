package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsrpInput;
import io.quorate.winrm.wsman.Envelope;
import io.quorate.winrm.wsman.Envelopes;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManClient;
import io.quorate.winrm.wsman.WsManFault;
import io.quorate.winrm.wsman.WsManFaultTable;
import io.quorate.winrm.wsman.WsManUris;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said to a host about one shell, a method a request, over three channels: one for commands, one for the pool's standing Receive,
 * one for what frees and ends. Holds no state but the shell's id and the agreed size of an envelope.
 */
final class ShellWire {
    private static final Logger log = LoggerFactory.getLogger(ShellWire.class);

    /** How often a Receive is sent again at once when its answer is lost. */
    private static final int RECEIVE_ATTEMPTS = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** How long a Receive that does not even leave is tried for: a service that restarts is back by then, and so is a network, as a rule. */
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    private final QuorateRuntime runtime;
    private final HttpCarrier carrier;
    private final SessionOptions options;
    private final WsManClient client;
    private final Envelopes envelopes;
    private volatile String shellId;

    final CommandChannels commands;
    final HttpChannel standing;
    final HttpChannel releases;

    /** Where ended commands are freed: the releases' channel, and others while that is taken. */
    private final CommandChannels freeing;

    ShellWire(HttpCarrier carrier, SessionOptions options, QuorateRuntime runtime) {
        this.runtime = runtime;
        this.carrier = carrier;
        this.options = options;
        this.client = new WsManClient(carrier);
        this.envelopes =
                new Envelopes(carrier.to(), WsManUris.powershell(options.configurationName()), runtime.random());
        if (options.maxEnvelope() > 0) {
            envelopes.maxEnvelope(options.maxEnvelope());
        }
        this.commands = new CommandChannels(carrier::channel);
        this.standing = carrier.channel();
        this.releases = carrier.channel();
        AtomicBoolean first = new AtomicBoolean(true);
        this.freeing = new CommandChannels(() -> first.getAndSet(false) ? releases : carrier.channel());
        this.shellId = Envelopes.uuid(runtime.random());
    }

    String shellId() {
        return shellId;
    }

    UUID poolId() {
        return UUID.fromString(shellId);
    }

    /** Returns host and port, as messages name them. */
    String address() {
        return carrier.address();
    }

    /** Returns how many bytes of fragments an envelope takes. */
    int payload() {
        return envelopes.payloadLimit();
    }

    /** Returns the size envelopes have come to. */
    int maxEnvelope() {
        return envelopes.maxEnvelope();
    }

    /** From protocol 2.2 on hosts take larger envelopes, unless the options say how large. */
    void takesLargeEnvelopes() {
        if (options.maxEnvelope() == 0) {
            envelopes.maxEnvelope(Envelopes.LARGE_ENVELOPE);
        }
    }

    /** Creates the shell, whose id the host may choose. */
    Reply create(HttpChannel channel, byte[] creation, Deadline deadline) {
        Reply reply = send(
                channel,
                envelopes.create(shellId, creation, options.shellOptions(), operation(deadline)),
                operation(deadline),
                deadline);
        if (reply.fault() == null && reply.shellId() != null) {
            shellId = reply.shellId();
        }
        return reply;
    }

    Reply command(HttpChannel channel, String id, byte[] first, Deadline deadline) {
        return send(channel, envelopes.command(shellId, id, first, operation(deadline)), operation(deadline), deadline);
    }

    /** Sends fragments to a command, or to the pool. */
    void feed(HttpChannel channel, @Nullable String commandId, PsrpInput stream, byte[] bytes, Deadline deadline) {
        Reply reply = send(
                channel,
                envelopes.send(shellId, commandId, stream.wsmanName(), List.of(bytes), operation(deadline)),
                operation(deadline),
                deadline);
        if (reply.fault() != null) {
            throw fault(reply.fault());
        }
    }

    /**
     * Asks for output. May be sent again when its answer is lost: the server repeats what it said. The same message goes out. Where the host
     * cannot be reached, it is waited for a while.
     */
    Reply receive(HttpChannel channel, @Nullable String commandId, Deadline deadline) {
        Duration timeout = operation(deadline);
        Envelope envelope = envelopes.receive(shellId, commandId, timeout);
        Deadline outage = null;
        int answers = 1;
        for (int attempt = 1; ; attempt++) {
            try {
                return send(channel, envelope, timeout, deadline);
            } catch (Fault fault) {
                boolean left = fault.phase() != FaultPhase.NEVER_SENT;
                answers += left ? 1 : 0;
                outage = left ? null : outage == null ? Deadline.in(OUTAGE, runtime) : outage;
                boolean again = fault.kind() == ErrorKind.UNREACHABLE
                        && answers <= RECEIVE_ATTEMPTS
                        && (outage == null || !outage.expired())
                        && !channel.closed()
                        && !deadline.expired()
                        && !Thread.currentThread().isInterrupted();
                if (!again || outage != null && !pause(attempt, channel, deadline)) {
                    throw fault;
                }
                log.debug("receive again [host={} cause={}]", carrier.address(), fault.getMessage());
            }
        }
    }

    /** Waits until a host may be back; returns whether it may be asked. */
    private boolean pause(int attempt, HttpChannel channel, Deadline deadline) {
        Duration wanted = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 5));
        Duration left = deadline.remaining();
        try {
            runtime.sleep(wanted.compareTo(left) < 0 ? wanted : left, channel::closed);
            return !channel.closed() && !deadline.expired();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks for output once. */
    Reply receiveOnce(HttpChannel channel, @Nullable String commandId, Duration quiet, Deadline deadline) {
        return send(channel, envelopes.receive(shellId, commandId, quiet), quiet, deadline);
    }

    /** Asks a running command to stop. */
    Reply stop(String commandId, Deadline deadline) {
        return send(
                releases,
                envelopes.signal(shellId, commandId, WsManUris.SIGNAL_STOP, operation(deadline)),
                operation(deadline),
                deadline);
    }

    /** Takes a disconnected shell up again, or, after it, a command of it. */
    Reply reconnect(HttpChannel channel, @Nullable String commandId, Deadline deadline) {
        return send(
                channel, envelopes.reconnect(shellId, commandId, operation(deadline)), operation(deadline), deadline);
    }

    /** Asks how the shell is. */
    Reply get(HttpChannel channel, Deadline deadline) {
        return send(channel, envelopes.getShell(shellId, operation(deadline)), operation(deadline), deadline);
    }

    /** Signals a command; returns whether the host took it. */
    boolean signalQuietly(String commandId, String code, Duration patience) {
        HttpChannel channel = freeing.take();
        try {
            Reply reply = send(
                    channel,
                    envelopes.signal(shellId, commandId, code, patience),
                    patience,
                    Deadline.in(patience, runtime));
            if (reply.fault() != null) {
                log.debug(
                        "signal refused [host={} command={} code={}]",
                        carrier.address(),
                        commandId,
                        reply.fault().shortCode());
            }
            return reply.fault() == null;
        } catch (Fault fault) {
            log.debug("signal lost [host={} command={} cause={}]", carrier.address(), commandId, fault.getMessage());
            return false;
        } finally {
            freeing.giveBack(channel);
        }
    }

    /** Deletes the shell; returns what the host said, or null if nothing was heard of it. */
    @Nullable
    Reply deleteQuietly(Duration patience) {
        HttpChannel warm = commands.last();
        HttpChannel channel = warm == null ? releases : warm;
        try {
            return send(channel, envelopes.delete(shellId, patience), patience, Deadline.in(patience, runtime));
        } catch (Fault fault) {
            log.debug("shell not deleted [host={} shell={} cause={}]", carrier.address(), shellId, fault.getMessage());
            return null;
        }
    }

    /** Ends what is in flight and closes the connections. */
    void close() {
        commands.close();
        standing.close();
        releases.close();
        freeing.close();
    }

    /** Says what a fault means that answers a request for nothing but the shell itself. */
    Fault fault(WsManFault fault) {
        return WsManFaultTable.fault(fault, options.configurationName());
    }

    /** The same with a phase the caller knows better. */
    Fault fault(WsManFault fault, FaultPhase phase) {
        return WsManFaultTable.fault(fault, phase, options.configurationName());
    }

    /** Says what a fault means that answers a Command. */
    WsManFaultTable.AtCommand atCommand(WsManFault fault) {
        return WsManFaultTable.atCommand(fault, options.configurationName());
    }

    /** Says that what came is against the protocol. */
    Fault badReply(RuntimeException cause) {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
                .answered()
                .cause(cause)
                .because(carrier.address() + " broke the protocol: " + cause.getMessage());
    }

    private Reply send(HttpChannel channel, Envelope envelope, Duration timeout, Deadline deadline) {
        return client.send(channel, envelope, timeout, deadline, envelopes.maxEnvelope());
    }

    private Duration operation(Deadline deadline) {
        Duration left = deadline.remaining();
        return options.quiet().compareTo(left) <= 0 ? options.quiet() : left;
    }
}
