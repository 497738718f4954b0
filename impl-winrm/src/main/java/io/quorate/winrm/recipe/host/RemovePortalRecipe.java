package io.quorate.winrm.recipe.host;

import io.quorate.host.TargetPortal;
import io.quorate.host.command.RemovePortal;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.InitiatorReads.PortalRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pipes the live portal into {@code Remove-IscsiTargetPortal}: by name, the cmdlet fails over the type of its own port parameter. Judges by
 * whether the portal is listed afterwards.
 */
final class RemovePortalRecipe extends Changing<RemovePortal, RemovePortalRecipe.Portals, List<TargetPortal>> {

    /**
     * The portals of the host.
     *
     * @param wanted the one to remove; null if it is not among them
     */
    record Portals(@Nullable PortalRow wanted, List<TargetPortal> all) {
        static Portals read(RemovePortal command, PowerShell shell) {
            List<PortalRow> rows = InitiatorReads.portals(shell);
            return new Portals(
                    InitiatorReads.find(command.portal(), rows).orElse(null),
                    rows.stream().map(PortalRow::portal).toList());
        }
    }

    @Override
    public Class<RemovePortal> handles() {
        return RemovePortal.class;
    }

    @Override
    protected Portals read(RemovePortal command, WindowsHost host) {
        return Portals.read(command, host.powerShell());
    }

    @Override
    protected Observation<List<TargetPortal>> done(RemovePortal command, Portals seen) {
        return seen.wanted() == null ? Observation.present(seen.all()) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(RemovePortal command, Portals seen) {
        return PipelineStep.of(remove(command, seen));
    }

    @Override
    protected Portals unseen(RemovePortal command) {
        return new Portals(null, List.of());
    }

    private static PsPipeline remove(RemovePortal command, Portals seen) {
        String address = seen.wanted() == null
                ? command.portal().address()
                : seen.wanted().rawAddress();
        return Line.message(Line.statement(
                Cmdlet.GET_ISCSI_TARGET_PORTAL.line(),
                Line.where("TargetPortalAddress", address),
                Line.where(
                        "TargetPortalPortNumber", PsValue.int32(command.portal().port())),
                Cmdlet.REMOVE_ISCSI_TARGET_PORTAL.line().unasked()));
    }

    @Override
    protected List<TargetPortal> carryOut(RemovePortal command, Portals seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, remove(command, seen));
        Portals left = Portals.read(command, shell);
        if (left.wanted() != null) {
            throw Answers.failed(refusal, "the host still lists the portal " + command.portal());
        }
        return left.all();
    }
}
