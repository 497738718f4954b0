package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ImportInitialCopy;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Takes a first copy in with {@code Import-VMInitialReplication}. */
final class ImportCopyRecipe extends ReplicationStep<ImportInitialCopy> {
    @Override
    public Class<ImportInitialCopy> handles() {
        return ImportInitialCopy.class;
    }

    @Override
    boolean isSo(ImportInitialCopy command, VmReplication seen) {
        return seen.mode().equals(ReplicationMode.REPLICA) && seen.state().equals(ReplicationState.REPLICATING);
    }

    @Override
    protected void refuse(ImportInitialCopy command, VmReplication seen) {
        if (!seen.mode().equals(ReplicationMode.REPLICA)
                || !seen.state().equals(ReplicationState.WAITING_FOR_INITIAL_REPLICATION)) {
            throw Answers.refused(
                    "the replication is " + seen.state() + " (" + seen.mode() + ")",
                    "a first copy is taken in where the state is " + ReplicationState.WAITING_FOR_INITIAL_REPLICATION);
        }
    }

    @Override
    PsPipeline message(ImportInitialCopy command) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                Cmdlet.IMPORT_VM_INITIAL_REPLICATION
                        .line()
                        .with("Path", command.folder())
                        .unasked()));
    }
}
