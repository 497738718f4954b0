package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaServer;
import io.quorate.replica.command.AddAuthorization;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Adds an authorization entry with {@code New-VMReplicationAuthorizationEntry}; one for the same server that says otherwise is a conflict. */
final class AddAuthorizationRecipe extends ServerChange<AddAuthorization> {
    @Override
    public Class<AddAuthorization> handles() {
        return AddAuthorization.class;
    }

    @Override
    boolean isSo(AddAuthorization command, ReplicaServer seen) {
        return seen.authorizations().stream().anyMatch(command.entry()::isLike);
    }

    @Override
    protected void refuse(AddAuthorization command, ReplicaServer seen) {
        for (ReplicaAuthorization one : seen.authorizations()) {
            if (one.primary().equalsIgnoreCase(command.entry().primary())) {
                throw Answers.conflict(
                        "the server has another entry for it: " + one, "remove that one first, if nothing needs it");
            }
        }
        if (seen.fromAnyServer()) {
            throw Answers.refused(
                    "the server takes machines of any server, so entries mean nothing",
                    "set it to take only those of its entries (ReplicaServerSettings without a folder)");
        }
    }

    @Override
    PsPipeline message(AddAuthorization command) {
        return Line.message(Line.statement(Cmdlet.NEW_VM_REPLICATION_AUTHORIZATION_ENTRY
                .line()
                .with("AllowedPrimaryServer", command.entry().primary())
                .with("ReplicaStorageLocation", command.entry().storage())
                .with("TrustGroup", command.entry().trustGroup())
                .unasked()));
    }
}
