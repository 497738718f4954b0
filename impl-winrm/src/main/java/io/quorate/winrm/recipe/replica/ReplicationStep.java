package io.quorate.winrm.recipe.replica;

import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ReplicationCommand;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * A recipe that sends one message to one side of a replication and is judged by what that side says then.
 *
 * @param <C> the command
 */
abstract class ReplicationStep<C extends ReplicationCommand<VmReplication>>
        extends Changing<C, VmReplication, VmReplication> {

    /** Tells whether it is so. */
    abstract boolean isSo(C command, VmReplication seen);

    /** Returns what is sent. */
    abstract PsPipeline message(C command);

    /** Returns what is sent where that depends on what was seen. */
    PsPipeline message(C command, VmReplication seen) {
        return message(command);
    }

    @Override
    protected final VmReplication read(C command, WindowsHost host) {
        return ReplicationReads.get(command.host(), command.id(), host.powerShell());
    }

    @Override
    protected final Observation<VmReplication> done(C command, VmReplication seen) {
        return isSo(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected final List<PipelineStep> change(C command, VmReplication seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected final VmReplication unseen(C command) {
        return command.rehearsed();
    }

    @Override
    protected final VmReplication carryOut(C command, VmReplication seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        VmReplication after = ReplicationReads.get(command.host(), command.id(), shell);
        if (!isSo(command, after)) {
            throw Answers.failed(
                    refusal,
                    "the replication is " + after.state() + " (" + after.mode() + "), extended: " + after.extended());
        }
        return after;
    }
}
