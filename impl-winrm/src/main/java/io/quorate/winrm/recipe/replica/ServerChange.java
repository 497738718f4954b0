package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaServer;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * A recipe that changes a replica server: one message, and then what the server says itself.
 *
 * @param <C> the command
 */
abstract class ServerChange<C extends HostCommand<ReplicaServer> & Command<ReplicaServer>>
        extends Changing<C, ReplicaServer, ReplicaServer> {

    /** Tells whether it is so. */
    abstract boolean isSo(C command, ReplicaServer seen);

    /** Returns what is sent. */
    abstract PsPipeline message(C command);

    @Override
    protected final ReplicaServer read(C command, WindowsHost host) {
        return server(command, host.powerShell());
    }

    private ReplicaServer server(C command, PowerShell shell) {
        return ServerReads.read(command.host(), shell.run(ServerReads.message()));
    }

    @Override
    protected final Observation<ReplicaServer> done(C command, ReplicaServer seen) {
        return isSo(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected final List<PipelineStep> change(C command, ReplicaServer seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected final ReplicaServer unseen(C command) {
        return command.rehearsed();
    }

    @Override
    protected final ReplicaServer carryOut(C command, ReplicaServer seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command));
        ReplicaServer after = server(command, shell);
        if (!isSo(command, after)) {
            throw Answers.failed(refusal, "the replica server says otherwise: " + after);
        }
        return after;
    }
}
