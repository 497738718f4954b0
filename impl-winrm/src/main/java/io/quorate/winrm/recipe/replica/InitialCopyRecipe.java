package io.quorate.winrm.recipe.replica;

import io.quorate.replica.CopySource;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.StartInitialCopy;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Begins a first copy with {@code Start-VMInitialReplication}: later, into a folder, or of what differs from a backup. */
final class InitialCopyRecipe extends ReplicationStep<StartInitialCopy> {
    private static final Duration LATEST = Duration.ofDays(7);

    @Override
    public Class<StartInitialCopy> handles() {
        return StartInitialCopy.class;
    }

    @Override
    boolean isSo(StartInitialCopy command, VmReplication seen) {
        Instant at = at(command.source());
        return seen.mode().equals(ReplicationMode.PRIMARY)
                && (seen.state().equals(ReplicationState.INITIAL_REPLICATION_IN_PROGRESS)
                        || seen.state().equals(ReplicationState.REPLICATING)
                        || at != null && at.equals(seen.copyAt()));
    }

    private static @Nullable Instant at(CopySource source) {
        return source.kind() == CopySource.Kind.SCHEDULED ? source.at() : null;
    }

    @Override
    protected void refuse(StartInitialCopy command, VmReplication seen) {
        if (!seen.mode().equals(ReplicationMode.PRIMARY)
                || !seen.state().equals(ReplicationState.READY_FOR_INITIAL_REPLICATION)) {
            throw Answers.refused(
                    "the replication is " + seen.state() + " (" + seen.mode() + ")",
                    "a first copy begins where the state is " + ReplicationState.READY_FOR_INITIAL_REPLICATION);
        }
        Instant at = at(command.source());
        if (at != null && (!at.isAfter(seen.clock()) || at.isAfter(seen.clock().plus(LATEST)))) {
            throw Answers.refused(
                    at + " is past, or more than seven days after what " + seen.host() + " has now, " + seen.clock(),
                    null);
        }
    }

    @Override
    PsPipeline message(StartInitialCopy command) {
        CopySource source = command.source();
        Instant at = at(source);
        String folder = source.kind() == CopySource.Kind.MEDIUM ? source.folder() : null;
        Line line = Cmdlet.START_VM_INITIAL_REPLICATION.line();
        if (at != null) {
            // Told as UTC: the cmdlet knows from that where the host's own time is.
            line = line.with(
                    "InitialReplicationStartTime",
                    new PsPrimitive(
                            PsType.DATE_TIME,
                            new PsDateTime(at.atOffset(ZoneOffset.UTC).toLocalDateTime(), ZoneOffset.UTC)));
        } else if (folder != null) {
            line = line.with("DestinationPath", folder);
        } else {
            line = line.flag("UseBackup");
        }
        return Line.message(Line.statement(Cmdlet.GET_VM.line().with("Id", command.id()), line.unasked()));
    }
}
