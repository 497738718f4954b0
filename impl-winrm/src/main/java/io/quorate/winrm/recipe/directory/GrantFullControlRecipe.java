package io.quorate.winrm.recipe.directory;

import io.quorate.directory.ComputerObject;
import io.quorate.directory.command.GrantFullControl;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * Adds an entry to an object's access list, by the object that {@code Get-Acl} gives and {@code Set-Acl} takes; judges by the list that the
 * directory tells then. The first statement has the module make its drive.
 */
final class GrantFullControlRecipe extends Changing<GrantFullControl, ComputerReads.Seen, ComputerObject> {
    private static final String KEPT = "descriptor";

    @Override
    public Class<GrantFullControl> handles() {
        return GrantFullControl.class;
    }

    @Override
    protected ComputerReads.Seen read(GrantFullControl command, WindowsHost host) {
        return ComputerReads.read(command.computer(), command.trustee(), host.powerShell());
    }

    @Override
    protected Observation<ComputerObject> done(GrantFullControl command, ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        return found != null && seen.isGranted() ? Observation.present(found) : Observation.absent();
    }

    @Override
    protected void refuse(GrantFullControl command, ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        if (found == null) {
            throw Answers.notFound("the directory has no computer object " + command.computer());
        }
        if (seen.sid().isEmpty()) {
            throw Answers.notFound("the directory has no account " + command.trustee());
        }
        if (found.enabled() || !seen.computer()) {
            throw Answers.conflict(
                    "the object " + command.computer()
                            + " is enabled and may be a machine's: whoever controls it controls the machine",
                    "disable it first, if nobody lives by it");
        }
    }

    private static PsPipeline message(ComputerReads.Seen seen) {
        ComputerObject found = seen.found();
        Sddl descriptor = seen.descriptor();
        PsValue path = found == null ? PipelineStep.PLACEHOLDER : PsValue.string("AD:\\" + found.distinguishedName());
        PsValue list = descriptor == null ? PipelineStep.PLACEHOLDER : PsValue.string(descriptor.granting(seen.sid()));
        List<PsCommand> drive = Cmdlet.GET_AD_ROOT_DSE
                .line()
                .with("Server", ReplicationReads.ITSELF)
                .select(List.of("currentTime"));
        Line kept = Cmdlet.GET_VARIABLE.line().with("Name", List.of(KEPT)).flag("ValueOnly");
        return Line.message(
                drive,
                Line.statement(
                        Cmdlet.GET_ACL.line().with("LiteralPath", PsObject.array(List.of(path))),
                        Cmdlet.SET_VARIABLE.line().with("Name", List.of(KEPT)).unasked()),
                Line.statement(
                        kept,
                        Cmdlet.FOR_EACH_OBJECT
                                .line()
                                .with("MemberName", "SetSecurityDescriptorSddlForm")
                                .with("ArgumentList", PsObject.array(List.of(list, PsValue.string("Access"))))
                                .unasked()),
                Line.statement(
                        kept,
                        Cmdlet.SET_ACL
                                .line()
                                .with("LiteralPath", PsObject.array(List.of(path)))
                                .unasked()));
    }

    @Override
    protected List<PipelineStep> change(GrantFullControl command, ComputerReads.Seen seen) {
        return PipelineStep.of(message(seen));
    }

    @Override
    protected ComputerReads.Seen unseen(GrantFullControl command) {
        return ComputerReads.unseen();
    }

    @Override
    protected ComputerObject carryOut(GrantFullControl command, ComputerReads.Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(seen));
        ComputerReads.Seen after = read(command, host);
        ComputerObject found = after.found();
        if (found == null || !after.isGranted()) {
            throw Answers.failed(
                    refusal, command.trustee() + " does not have full control of the object " + command.computer());
        }
        return found;
    }
}
