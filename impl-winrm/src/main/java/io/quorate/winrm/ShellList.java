package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.wsman.Envelope;
import io.quorate.winrm.wsman.Envelopes;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManClient;
import io.quorate.winrm.wsman.WsManFaultTable;
import io.quorate.winrm.wsman.WsManUris;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads which shells a host has, over a connection of its own: by Enumerate, and Pull where one answer does not hold them all. */
final class ShellList {
    private static final int MOST_ANSWERS = 100;
    private static final String CONTEXT = "EnumerationContext";

    private final HttpCarrier carrier;
    private final SessionOptions options;
    private final WsManClient client;
    private final Envelopes envelopes;

    ShellList(HttpCarrier carrier, SessionOptions options, QuorateRuntime runtime) {
        this.carrier = carrier;
        this.options = options;
        this.client = new WsManClient(carrier);
        this.envelopes =
                new Envelopes(carrier.to(), WsManUris.powershell(options.configurationName()), runtime.random());
        envelopes.maxEnvelope(options.maxEnvelope() > 0 ? options.maxEnvelope() : Envelopes.LARGE_ENVELOPE);
    }

    List<ShellOnHost> read(Deadline deadline) {
        List<ShellOnHost> shells = new ArrayList<>();
        HttpChannel channel = carrier.channel();
        try {
            Reply reply = send(channel, envelopes.enumerateShells(timeout(deadline)), deadline);
            for (int answers = 1; ; answers++) {
                reply.items().stream().map(ShellOnHost::of).forEach(shells::add);
                if (reply.complete()) {
                    return List.copyOf(shells);
                }
                Map<String, String> values = reply.values();
                String context = values.getOrDefault(CONTEXT, "");
                if (context.isEmpty() || answers >= MOST_ANSWERS) {
                    throw Fault.neverSent(ErrorKind.BAD_REPLY)
                            .because(carrier.address() + " did not list its shells to the end");
                }
                reply = send(channel, envelopes.pullShells(context, timeout(deadline)), deadline);
            }
        } catch (Fault fault) {
            throw fault.phase() == FaultPhase.UNANSWERED || fault.phase() == FaultPhase.TRANSIENT
                    ? fault.as(FaultPhase.NEVER_SENT).because("while shells were listed: " + fault.getMessage())
                    : fault;
        } finally {
            channel.close();
        }
    }

    private Reply send(HttpChannel channel, Envelope envelope, Deadline deadline) {
        Reply reply = client.send(channel, envelope, timeout(deadline), deadline, Envelopes.LARGE_ENVELOPE);
        if (reply.fault() != null) {
            throw WsManFaultTable.fault(reply.fault(), options.configurationName());
        }
        return reply;
    }

    private Duration timeout(Deadline deadline) {
        Duration left = deadline.remaining();
        return options.quiet().compareTo(left) <= 0 ? options.quiet() : left;
    }
}
