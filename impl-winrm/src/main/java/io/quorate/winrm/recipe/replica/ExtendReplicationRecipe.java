package io.quorate.winrm.recipe.replica;

import io.quorate.Span;
import io.quorate.replica.ExtendedReplication;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ExtendReplication;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.WindowsHost;

/** Extends with {@code Enable-VMReplication} on the replica; what is extended otherwise is a conflict. */
final class ExtendReplicationRecipe extends ReplicationStep<ExtendReplication> {
    @Override
    public Class<ExtendReplication> handles() {
        return ExtendReplication.class;
    }

    @Override
    boolean isSo(ExtendReplication command, VmReplication seen) {
        ExtendedReplication extended = seen.extended();
        return extended != null
                && extended.replica()
                        .equalsIgnoreCase(command.settings().partner().server())
                && extended.frequency().equals(command.settings().frequency().interval());
    }

    @Override
    protected void refuse(ExtendReplication command, VmReplication seen) {
        if (command.settings().frequency() == ReplicationFrequency.SECONDS_30) {
            throw Answers.refused(
                    "a replica is replicated in turn every 5 or 15 minutes, never every 30 seconds",
                    "extend it every " + Span.words(ReplicationFrequency.MINUTES_5.interval()));
        }
        ExtendedReplication extended = seen.extended();
        if (extended != null) {
            throw Answers.conflict(
                    "it is extended otherwise: to " + extended.replica() + " every " + extended.frequency(),
                    "remove that extension first, if it is not the one that counts");
        }
        if (!seen.mode().equals(ReplicationMode.REPLICA)
                || !seen.state().equals(ReplicationState.REPLICATING)
                        && !seen.state().equals(ReplicationState.SUSPENDED)) {
            throw Answers.refused(
                    "the machine is " + seen.mode() + ", its replication " + seen.state()
                            + ": only a replica that has its first copy is replicated in turn",
                    "ask its replica's host, once that replicates");
        }
        if (seen.frequency().compareTo(command.settings().frequency().interval()) > 0) {
            throw Answers.refused(
                    "the replica receives every " + Span.words(seen.frequency()) + " itself, and cannot send every "
                            + Span.words(command.settings().frequency().interval()),
                    "extend it every " + Span.words(seen.frequency()) + " or less often");
        }
    }

    @Override
    protected VmReplication lookCloser(ExtendReplication command, VmReplication seen, WindowsHost host) {
        ReplicaVersion version = ReplicaVersion.read(host.powerShell());
        if (!version.isR2()) {
            throw version.lacks("a third server");
        }
        return seen;
    }

    @Override
    PsPipeline message(ExtendReplication command) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                SettingsLine.enable(command.settings(), ReplicaVersion.newest()).unasked()));
    }
}
