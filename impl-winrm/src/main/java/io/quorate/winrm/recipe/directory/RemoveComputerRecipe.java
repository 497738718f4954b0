package io.quorate.winrm.recipe.directory;

import io.quorate.directory.ComputerObject;
import io.quorate.directory.command.RemoveComputer;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Takes the protection from a computer object, then the object away; both name it by its identity. */
final class RemoveComputerRecipe extends Changing<RemoveComputer, ComputerReads.Seen, Boolean> {
    @Override
    public Class<RemoveComputer> handles() {
        return RemoveComputer.class;
    }

    @Override
    protected ComputerReads.Seen read(RemoveComputer command, WindowsHost host) {
        return ComputerReads.read(command.computer(), command.computer() + "$", host.powerShell());
    }

    @Override
    protected Observation<Boolean> done(RemoveComputer command, ComputerReads.Seen seen) {
        return ComputerReads.is(seen.found(), command.id()) ? Observation.absent() : Observation.present(true);
    }

    @Override
    protected void refuse(RemoveComputer command, ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        if (found != null && (found.enabled() || !seen.computer())) {
            throw Answers.refused(
                    "the object " + command.computer() + " is enabled: a cluster or a machine lives by it",
                    "disable it first, if nobody does");
        }
    }

    private static PsPipeline message(RemoveComputer command) {
        String id = command.id().toString();
        return Line.message(
                Line.statement(Cmdlet.SET_AD_OBJECT
                        .line()
                        .with("ProtectedFromAccidentalDeletion", false)
                        .with("Server", ReplicationReads.ITSELF)
                        .unasked()
                        .with("Identity", id)),
                Line.statement(Cmdlet.REMOVE_AD_COMPUTER
                        .line()
                        .with("Identity", id)
                        .with("Server", ReplicationReads.ITSELF)
                        .unasked()));
    }

    @Override
    protected List<PipelineStep> change(RemoveComputer command, ComputerReads.Seen seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected ComputerReads.Seen unseen(RemoveComputer command) {
        return ComputerReads.unseen();
    }

    @Override
    protected Boolean carryOut(RemoveComputer command, ComputerReads.Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command));
        if (ComputerReads.is(read(command, host).found(), command.id())) {
            throw Answers.failed(refusal, "the object " + command.computer() + " is still there");
        }
        return true;
    }
}
