package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaServer;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Removes an authorization entry; it is found by comparing and piped, because its name may be a pattern. */
final class RemoveAuthorizationRecipe extends ServerChange<RemoveAuthorization> {
    @Override
    public Class<RemoveAuthorization> handles() {
        return RemoveAuthorization.class;
    }

    @Override
    boolean isSo(RemoveAuthorization command, ReplicaServer seen) {
        return seen.authorizations().stream().noneMatch(one -> one.primary().equalsIgnoreCase(command.primary()));
    }

    @Override
    PsPipeline message(RemoveAuthorization command) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM_REPLICATION_AUTHORIZATION_ENTRY.line(),
                Line.where("AllowedPrimaryServer", command.primary()),
                Cmdlet.REMOVE_VM_REPLICATION_AUTHORIZATION_ENTRY.line().unasked()));
    }
}
