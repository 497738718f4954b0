package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.InitiatorSession;
import io.quorate.host.command.DisconnectTarget;
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
import io.quorate.winrm.recipe.host.InitiatorReads.SessionRow;
import java.util.List;

/** Forgets a target's persistent sessions and logs out of all, after a look at the disks they bring; judges by the sessions that are left. */
final class DisconnectTargetRecipe extends Changing<DisconnectTarget, List<SessionRow>, List<InitiatorSession>> {
    private static final String TARGET = "TargetNodeAddress";

    @Override
    public Class<DisconnectTarget> handles() {
        return DisconnectTarget.class;
    }

    @Override
    protected List<SessionRow> read(DisconnectTarget command, WindowsHost host) {
        return sessions(command, host.powerShell());
    }

    private static List<SessionRow> sessions(DisconnectTarget command, PowerShell shell) {
        return InitiatorReads.of(command.iqn(), InitiatorReads.sessions(shell));
    }

    @Override
    protected Observation<List<InitiatorSession>> done(DisconnectTarget command, List<SessionRow> seen) {
        return seen.isEmpty() ? Observation.present(List.of()) : Observation.absent();
    }

    @Override
    protected List<SessionRow> lookCloser(DisconnectTarget command, List<SessionRow> seen, WindowsHost host) {
        List<PsValue> disks = Answers.orNone(host.powerShell(), disks(spelling(command, seen)));
        refuseInUse(command, DiskReads.disks(command.host(), disks));
        return seen;
    }

    @Override
    protected List<PipelineStep> change(DisconnectTarget command, List<SessionRow> seen) {
        return PipelineStep.of(forget(spelling(command, seen)));
    }

    @Override
    protected List<SessionRow> unseen(DisconnectTarget command) {
        return List.of();
    }

    /** Returns the target's name as Windows spells it, if there is a session to it. */
    private static String spelling(DisconnectTarget command, List<SessionRow> sessions) {
        return sessions.isEmpty() ? command.iqn().value() : sessions.get(0).rawTarget();
    }

    private static PsPipeline disks(String target) {
        return Line.message(Line.statement(
                InitiatorReads.live(), Line.where(TARGET, target), Cmdlet.GET_DISK.line(), DiskReads.projectDisk()));
    }

    private static PsPipeline forget(String target) {
        return Line.message(
                Line.statement(
                        InitiatorReads.live(),
                        Line.where(TARGET, target),
                        Line.where("IsPersistent", PsValue.bool(true)),
                        Cmdlet.UNREGISTER_ISCSI_SESSION.line()),
                Line.statement(Cmdlet.DISCONNECT_ISCSI_TARGET
                        .line()
                        .with("NodeAddress", List.of(target))
                        .unasked()));
    }

    private static void refuseInUse(DisconnectTarget command, List<DiskReads.DiskRow> disks) {
        for (DiskReads.DiskRow row : disks) {
            HostDisk disk = row.disk();
            if (disk.clustered() || !disk.offline()) {
                throw Answers.refused(
                        "nothing was disconnected: disk " + disk.uniqueId() + " of " + command.iqn() + " is "
                                + (disk.clustered() ? "owned by the cluster" : "online on " + command.host()),
                        disk.clustered()
                                ? "take it out of the cluster first"
                                : "take it offline first, when nothing uses it any more");
            }
        }
    }

    @Override
    protected List<InitiatorSession> carryOut(DisconnectTarget command, List<SessionRow> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, forget(spelling(command, seen)));
        if (!sessions(command, shell).isEmpty()) {
            throw Answers.failed(refusal, "the host still has a session to " + command.iqn());
        }
        return seen.stream().map(SessionRow::session).toList();
    }
}
