package io.quorate.winrm.recipe.host;

import io.quorate.host.TargetPortal;
import io.quorate.host.command.AddPortal;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Optional;

/**
 * Adds a portal with {@code New-IscsiTargetPortal}, after the host itself has connected to it ({@code Test-NetConnection}). On a dead portal the
 * cmdlet was seen to block for 22 minutes, and going away does not end what the initiator service does; the test gives up after the host's
 * TCP time-out, some 20 seconds for an address. A test from here would prove nothing: the storage network is the host's.
 */
final class AddPortalRecipe extends Changing<AddPortal, Optional<TargetPortal>, TargetPortal> {
    @Override
    public Class<AddPortal> handles() {
        return AddPortal.class;
    }

    @Override
    protected Optional<TargetPortal> read(AddPortal command, WindowsHost host) {
        return find(command.portal(), host.powerShell());
    }

    private static Optional<TargetPortal> find(Portal portal, PowerShell shell) {
        return InitiatorReads.find(portal, InitiatorReads.portals(shell)).map(InitiatorReads.PortalRow::portal);
    }

    @Override
    protected Observation<TargetPortal> done(AddPortal command, Optional<TargetPortal> seen) {
        return Answers.seen(seen);
    }

    @Override
    protected Optional<TargetPortal> lookCloser(AddPortal command, Optional<TargetPortal> seen, WindowsHost host) {
        if (!answers(host.powerShell().run(test(command.portal())))) {
            throw Fault.passing(ErrorKind.UNREACHABLE)
                    .hint(
                            "address, route from the host, firewall, target service: the host tried it with Test-NetConnection")
                    .because("nothing was added: the host cannot connect to " + command.portal());
        }
        return seen;
    }

    @Override
    protected List<PipelineStep> change(AddPortal command, Optional<TargetPortal> seen) {
        return PipelineStep.of(add(command.portal()));
    }

    @Override
    protected Optional<TargetPortal> unseen(AddPortal command) {
        return Optional.empty();
    }

    private static PsPipeline test(Portal portal) {
        return Line.message(Line.statement(Cmdlet.TEST_NET_CONNECTION
                .line()
                .with("ComputerName", portal.address())
                .with("Port", portal.port())
                .with("InformationLevel", "Quiet")));
    }

    private static PsPipeline add(Portal portal) {
        return Line.message(InitiatorReads.projectPortal(Cmdlet.NEW_ISCSI_TARGET_PORTAL
                .line()
                .with("TargetPortalAddress", portal.address())
                .with("TargetPortalPortNumber", portal.port())));
    }

    private static boolean answers(List<PsValue> output) {
        for (PsValue value : output) {
            PsPrimitive primitive = value.primitive();
            if (primitive != null && primitive.value() instanceof Boolean connected) {
                return connected;
            }
        }
        throw Decode.badReply("the test of the portal did not say whether it connected");
    }

    @Override
    protected TargetPortal carryOut(AddPortal command, Optional<TargetPortal> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, add(command.portal()));
        return find(command.portal(), shell)
                .orElseThrow(() -> Answers.failed(refusal, "the host does not list the portal " + command.portal()));
    }
}
