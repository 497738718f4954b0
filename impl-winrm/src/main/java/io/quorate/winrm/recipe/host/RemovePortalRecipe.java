package io.quorate.winrm.recipe.host;

import io.quorate.host.command.RemovePortal;
import io.quorate.host.TargetPortal;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/**
 * Pipes the live portal into {@code Remove-IscsiTargetPortal}: by name, the cmdlet fails over the type of its own port parameter. Judges by
 * whether the portal is listed afterwards.
 */
final class RemovePortalRecipe implements Recipe<RemovePortal, List<TargetPortal>> {
    @Override
    public Class<RemovePortal> handles() {
        return RemovePortal.class;
    }

    @Override
    public List<PsPipeline> steps(RemovePortal command) {
        return List.of(
                Line.message(InitiatorReads.portals()),
                remove(command.portal().address(), command.portal().port()));
    }

    private static PsPipeline remove(String address, int port) {
        return Line.message(Line.statement(
                Cmdlet.GET_ISCSI_TARGET_PORTAL.line(),
                Line.where("TargetPortalAddress", address),
                Line.where("TargetPortalPortNumber", PsValue.int32(port)),
                Cmdlet.REMOVE_ISCSI_TARGET_PORTAL.line().unasked()));
    }

    @Override
    public List<TargetPortal> run(RemovePortal command, PowerShell shell) {
        List<InitiatorReads.PortalRow> portals = InitiatorReads.portals(shell);
        Optional<InitiatorReads.PortalRow> there = InitiatorReads.find(command.portal(), portals);
        if (there.isPresent()) {
            Fault refusal = Answers.attempt(
                    shell, remove(there.get().rawAddress(), command.portal().port()));
            portals = InitiatorReads.portals(shell);
            if (InitiatorReads.find(command.portal(), portals).isPresent()) {
                throw Answers.failed(refusal, "the host still lists the portal " + command.portal());
            }
        }
        return portals.stream().map(InitiatorReads.PortalRow::portal).toList();
    }
}
