package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.RemoveExtension;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/**
 * Ends an extension with {@code Remove-VMReplication}, on the replica the extension piped: the machine would mean what it receives. The third
 * server knows of nothing else, so there the machine is.
 */
final class RemoveExtensionRecipe extends ReplicationStep<RemoveExtension> {
    @Override
    public Class<RemoveExtension> handles() {
        return RemoveExtension.class;
    }

    @Override
    boolean isSo(RemoveExtension command, VmReplication seen) {
        return seen.extended() == null && !seen.mode().equals(ReplicationMode.EXTENDED_REPLICA);
    }

    @Override
    PsPipeline message(RemoveExtension command) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                Cmdlet.GET_VM_REPLICATION.line().with("ReplicationRelationshipType", "Extended"),
                Cmdlet.REMOVE_VM_REPLICATION.line().unasked()));
    }

    @Override
    PsPipeline message(RemoveExtension command, VmReplication seen) {
        return seen.mode().equals(ReplicationMode.EXTENDED_REPLICA)
                ? Line.message(Line.statement(
                        Cmdlet.GET_VM.line().with("Id", command.id()),
                        Cmdlet.REMOVE_VM_REPLICATION.line().unasked()))
                : message(command);
    }
}
