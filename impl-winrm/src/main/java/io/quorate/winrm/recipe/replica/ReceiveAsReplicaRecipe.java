package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ReceiveAsReplica;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Has a restored machine be a replica with {@code Enable-VMReplication -AsReplica}. */
final class ReceiveAsReplicaRecipe extends ReplicationStep<ReceiveAsReplica> {
    @Override
    public Class<ReceiveAsReplica> handles() {
        return ReceiveAsReplica.class;
    }

    @Override
    boolean isSo(ReceiveAsReplica command, VmReplication seen) {
        return seen.mode().equals(ReplicationMode.REPLICA);
    }

    @Override
    protected void refuse(ReceiveAsReplica command, VmReplication seen) {
        if (!seen.mode().equals(ReplicationMode.NONE)) {
            throw Answers.conflict(
                    "it is replicated already: " + seen.mode() + ", from " + seen.primary() + " to " + seen.replica(),
                    null);
        }
        if (seen.isUp()) {
            throw Answers.refused("the machine is " + seen.machine() + ": a replica is off", "shut it down first");
        }
    }

    @Override
    PsPipeline message(ReceiveAsReplica command) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                Cmdlet.ENABLE_VM_REPLICATION.line().flag("AsReplica").unasked()));
    }
}
