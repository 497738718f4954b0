package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManFault;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a shell is there, and takes it up again when the host has disconnected it, which it does after minutes in which nobody
 * listened ([MS-WSMV] 3.1.4.16). One thread at a time looks; the others find what it did.
 */
final class Revival {
    private static final Logger log = LoggerFactory.getLogger(Revival.class);

    private final ShellWire wire;
    private final Consumer<String> lost;
    private final QuorateRuntime.Permits turn;

    /** What was found. */
    enum Found {
        /** It was connected, as far as the host says. */
        CONNECTED,
        RECONNECTED,
        /** It is not there, or another client has it. */
        GONE
    }

    /** @param lost told why nothing can be run in the shell any more */
    Revival(ShellWire wire, QuorateRuntime runtime, Consumer<String> lost) {
        this.wire = wire;
        this.lost = lost;
        this.turn = runtime.permits(1);
    }

    /** Tells whether a failure may come of the shell's being disconnected: some hosts answer with a bare HTTP 400 then. */
    static boolean mayBe(Fault fault) {
        return "HTTP 400".equals(fault.code());
    }

    /**
     * Looks at the shell and takes it up again if need be.
     *
     * @throws Fault if the host does not say; never {@code UNANSWERED}: nothing but the shell was asked for
     */
    Found revive(Deadline deadline) {
        takeTurn(deadline);
        HttpChannel channel = wire.commands.take();
        try {
            return look(channel, deadline);
        } catch (Fault fault) {
            throw fault.phase() == FaultPhase.UNANSWERED || fault.phase() == FaultPhase.TRANSIENT
                    ? fault.as(FaultPhase.NEVER_SENT).because("while the session was looked for: " + fault.getMessage())
                    : fault;
        } finally {
            wire.commands.giveBack(channel);
            turn.release();
        }
    }

    private Found look(HttpChannel channel, Deadline deadline) {
        WsManFault fault;
        Reply shell = wire.get(channel, deadline);
        fault = shell.fault();
        if (fault != null && fault.code() == WsManFault.SHELL_NOT_FOUND) {
            lost.accept("shell get: " + fault.shortCode());
            return Found.GONE;
        }
        // Who may use a shell need not be allowed to read its properties: then the next command tells.
        if (fault == null ? !isDisconnected(shell) : !fault.isDisconnected()) {
            return Found.CONNECTED;
        }
        fault = wire.reconnect(channel, null, deadline).fault();
        if (fault != null) {
            lost.accept("reconnect: " + fault.shortCode());
            return Found.GONE;
        }
        log.debug("reconnected [host={} shell={}]", wire.address(), wire.shellId());
        return Found.RECONNECTED;
    }

    /** Takes a command of the shell up again, which the shell's own Reconnect does not; returns whether the host took it. */
    boolean reconnect(String commandId, Deadline deadline) {
        HttpChannel channel = wire.commands.take();
        try {
            WsManFault fault = wire.reconnect(channel, commandId, deadline).fault();
            log.debug(
                    "command reconnected [host={} command={} refused={}]",
                    wire.address(),
                    commandId,
                    fault == null ? "" : fault.shortCode());
            return fault == null;
        } finally {
            wire.commands.giveBack(channel);
        }
    }

    /**
     * Asks whether the shell lives and is connected.
     *
     * @throws Fault if it cannot be told
     */
    boolean isAlive(Deadline deadline) {
        HttpChannel channel = wire.commands.take();
        Reply reply;
        try {
            reply = wire.get(channel, deadline);
        } catch (Fault fault) {
            if (mayBe(fault)) {
                lost.accept("HTTP 400");
                return false;
            }
            throw fault;
        } finally {
            wire.commands.giveBack(channel);
        }
        WsManFault fault = reply.fault();
        if (fault == null) {
            return !isDisconnected(reply);
        }
        if (fault.code() == WsManFault.SHELL_NOT_FOUND) {
            lost.accept("shell get: " + fault.shortCode());
            return false;
        }
        throw wire.fault(fault);
    }

    private static boolean isDisconnected(Reply shell) {
        return "Disconnected".equals(shell.values().get("State"));
    }

    private void takeTurn(Deadline deadline) {
        try {
            if (turn.acquire(deadline.remaining())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while the session to " + wire.address() + " was looked for");
        }
        throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED)
                .because("the session to " + wire.address() + " could not be looked for in time");
    }
}
