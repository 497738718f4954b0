package io.quorate.winrm.recipe.directory;

import io.quorate.directory.ComputerObject;
import io.quorate.directory.command.PrestageComputer;
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
import org.jspecify.annotations.Nullable;

/** Makes a disabled computer object with {@code New-ADComputer} and protects it, or protects one that is there. */
final class PrestageComputerRecipe extends Changing<PrestageComputer, ComputerReads.Seen, ComputerObject> {
    @Override
    public Class<PrestageComputer> handles() {
        return PrestageComputer.class;
    }

    @Override
    protected ComputerReads.Seen read(PrestageComputer command, WindowsHost host) {
        return ComputerReads.read(command.computer(), command.trustee(), host.powerShell());
    }

    @Override
    protected Observation<ComputerObject> done(PrestageComputer command, ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        if (found == null) {
            return Observation.absent();
        }
        Fault against = against(command, seen, found);
        if (against != null) {
            return Answers.untold(against);
        }
        return found.deletionProtected() ? Observation.present(found) : Observation.absent();
    }

    private static @Nullable Fault against(PrestageComputer command, ComputerReads.Seen seen, ComputerObject found) {
        if (!seen.computer()) {
            return Answers.conflict(
                    "the account " + command.computer() + "$ is no computer's: " + found.distinguishedName(), null);
        }
        String container = command.container();
        if (container != null && !found.container().equalsIgnoreCase(container)) {
            return Answers.conflict(
                    "the object " + command.computer() + " stands in " + found.container() + ", not in " + container,
                    "name that container, or move the object");
        }
        if (found.enabled() && !seen.isGranted()) {
            return Answers.conflict(
                    "the object " + command.computer() + " is enabled and not under the control of " + command.trustee()
                            + ": it may be a machine's",
                    "take another name, or disable the object if nobody lives by it");
        }
        return null;
    }

    @Override
    protected void refuse(PrestageComputer command, ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        Fault against = found == null ? null : against(command, seen, found);
        if (against != null) {
            throw against;
        }
        if (seen.sid().isEmpty()) {
            throw Answers.notFound(
                    "the directory has no account " + command.trustee() + " to take " + command.computer());
        }
    }

    private static Line protect() {
        return Cmdlet.SET_AD_OBJECT
                .line()
                .with("ProtectedFromAccidentalDeletion", true)
                .with("Server", ReplicationReads.ITSELF)
                .unasked();
    }

    private static PsPipeline message(PrestageComputer command, ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        if (found != null) {
            return Line.message(Line.statement(protect().with("Identity", found.distinguishedName())));
        }
        Line line = Cmdlet.NEW_AD_COMPUTER
                .line()
                .with("Name", command.computer())
                .with("SAMAccountName", command.computer() + "$")
                .with("Enabled", false)
                .with("Description", "Prestaged for a cluster, not to be deleted");
        String container = command.container();
        line = container == null ? line : line.with("Path", container);
        return Line.message(Line.statement(
                line.with("Server", ReplicationReads.ITSELF).flag("PassThru").unasked(), protect()));
    }

    @Override
    protected List<PipelineStep> change(PrestageComputer command, ComputerReads.Seen seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected ComputerReads.Seen unseen(PrestageComputer command) {
        return ComputerReads.unseen();
    }

    @Override
    protected ComputerObject carryOut(PrestageComputer command, ComputerReads.Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command, seen));
        ComputerReads.Seen after = read(command, host);
        ComputerObject found = after.found();
        if (found == null || !found.deletionProtected()) {
            throw Answers.failed(
                    refusal,
                    found == null
                            ? "there is no object " + command.computer()
                            : "the object " + command.computer() + " is not protected from deletion");
        }
        return found;
    }
}
