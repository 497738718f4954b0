package io.quorate.winrm.recipe.host;

import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.HostDisk;
import io.quorate.host.InitiatorSession;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.host.InitiatorReads.SessionRow;
import java.util.List;

/** Forgets a target's persistent sessions and logs out of all, after a look at the disks they bring; judges by the sessions that are left. */
final class DisconnectTargetRecipe implements Recipe<DisconnectTarget, List<InitiatorSession>> {
    private static final String TARGET = "TargetNodeAddress";

    @Override
    public Class<DisconnectTarget> handles() {
        return DisconnectTarget.class;
    }

    @Override
    public List<PsPipeline> steps(DisconnectTarget command) {
        String target = command.iqn().value();
        return List.of(
                Line.message(InitiatorReads.sessions()),
                InitiatorReads.connections(List.of("(each session's)")),
                disks(target),
                forget(target));
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

    @Override
    public List<InitiatorSession> run(DisconnectTarget command, PowerShell shell) {
        List<SessionRow> sessions = sessions(command, shell);
        if (sessions.isEmpty()) {
            return List.of();
        }
        String target = sessions.get(0).rawTarget();
        refuseInUse(command, DiskReads.disks(command.host(), Answers.orNone(shell, disks(target))));
        Fault refusal = Answers.attempt(shell, forget(target));
        if (!sessions(command, shell).isEmpty()) {
            throw Answers.failed(refusal, "the host still has a session to " + command.iqn());
        }
        return sessions.stream().map(SessionRow::session).toList();
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

    private static List<SessionRow> sessions(DisconnectTarget command, PowerShell shell) {
        return InitiatorReads.of(command.iqn(), InitiatorReads.sessions(shell));
    }
}
