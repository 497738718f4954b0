package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ExtendedReplication;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.CopyExtension;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Begins the extension's first copy with {@code Start-VMInitialReplication}, the extension piped: the machine would mean what it receives. */
final class CopyExtensionRecipe extends ReplicationStep<CopyExtension> {
    @Override
    public Class<CopyExtension> handles() {
        return CopyExtension.class;
    }

    @Override
    boolean isSo(CopyExtension command, VmReplication seen) {
        ExtendedReplication extended = seen.extended();
        return extended != null
                && (extended.state().equals(ReplicationState.INITIAL_REPLICATION_IN_PROGRESS)
                        || extended.state().equals(ReplicationState.REPLICATING));
    }

    @Override
    protected void refuse(CopyExtension command, VmReplication seen) {
        ExtendedReplication extended = seen.extended();
        if (extended == null || !extended.state().equals(ReplicationState.READY_FOR_INITIAL_REPLICATION)) {
            throw Answers.refused(
                    extended == null ? "the replica is not extended" : "the extension is " + extended.state(),
                    "a first copy begins where the state is " + ReplicationState.READY_FOR_INITIAL_REPLICATION);
        }
    }

    @Override
    PsPipeline message(CopyExtension command) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                Cmdlet.GET_VM_REPLICATION.line().with("ReplicationRelationshipType", "Extended"),
                Cmdlet.START_VM_INITIAL_REPLICATION.line().unasked()));
    }
}
