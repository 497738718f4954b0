package io.quorate.winrm.recipe.host;

import io.quorate.host.command.AddPortal;
import io.quorate.host.TargetPortal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.san.Portal;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds a portal with {@code New-IscsiTargetPortal}, after the host itself has connected to it ({@code Test-NetConnection}). On a dead portal the
 * cmdlet was seen to block for 22 minutes, and going away does not end what the initiator service does; the test gives up after the host's
 * TCP time-out, some 20 seconds for an address. A test from here would prove nothing: the storage network is the host's.
 */
final class AddPortalRecipe implements Recipe<AddPortal, TargetPortal> {
    @Override
    public Class<AddPortal> handles() {
        return AddPortal.class;
    }

    @Override
    public List<PsPipeline> steps(AddPortal command) {
        return List.of(Line.message(InitiatorReads.portals()), test(command.portal()), add(command.portal()));
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

    @Override
    public TargetPortal run(AddPortal command, PowerShell shell) {
        Portal portal = command.portal();
        Optional<TargetPortal> there = find(portal, shell);
        if (there.isPresent()) {
            return there.get();
        }
        if (!answers(shell.run(test(portal)))) {
            throw Fault.passing(ErrorKind.UNREACHABLE)
                    .hint(
                            "address, route from the host, firewall, target service: the host tried it with Test-NetConnection")
                    .because("nothing was added: the host cannot connect to " + portal);
        }
        Fault refusal = Answers.attempt(shell, add(portal));
        return find(portal, shell).orElseThrow(() -> failed(refusal, portal));
    }

    private static Fault failed(@Nullable Fault refusal, Portal portal) {
        return Answers.failed(refusal, "the host does not list the portal " + portal);
    }

    private static Optional<TargetPortal> find(Portal portal, PowerShell shell) {
        return InitiatorReads.find(portal, InitiatorReads.portals(shell)).map(InitiatorReads.PortalRow::portal);
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
    public Observation<TargetPortal> observe(AddPortal command, PowerShell shell) {
        return Answers.observe(() -> find(command.portal(), shell));
    }
}
