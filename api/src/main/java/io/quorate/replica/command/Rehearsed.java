package io.quorate.replica.command;

import io.quorate.Size;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaServer;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationEdge;
import io.quorate.replica.ReplicationHealth;
import io.quorate.replica.ReplicationKind;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.Placeholder;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a rehearsal pretends of hosts and replications it has not looked at. */
final class Rehearsed {
    private Rehearsed() {}

    static ReplicaServer server(String host) {
        return new ReplicaServer(host, false, false, false, 80, 443, "", false, "", List.of());
    }

    static ReplicaServer with(ReplicaServer before, List<ReplicaAuthorization> entries) {
        return new ReplicaServer(
                before.host(),
                before.enabled(),
                before.kerberos(),
                before.certificate(),
                before.kerberosPort(),
                before.certificatePort(),
                before.thumbprint(),
                before.fromAnyServer(),
                before.storage(),
                entries);
    }

    /** A machine that is not replicated. */
    static VmReplication replication(String host, UUID id) {
        return new VmReplication(
                id,
                Placeholder.TEXT,
                host,
                VmState.OFF,
                ReplicationMode.NONE,
                ReplicationState.DISABLED,
                ReplicationHealth.NOT_APPLICABLE,
                "",
                "",
                Duration.ZERO,
                0,
                null,
                ReplicationKind.NONE,
                ReplicationKind.NONE,
                Size.bytes(0),
                Size.bytes(0),
                null,
                Instant.EPOCH);
    }

    /** What an act makes of what was seen. */
    static VmReplication after(VmReplication before, ReplicationAct act) {
        ReplicationState state = ReplicationEdge.all().stream()
                .filter(edge -> edge.act() == act
                        && edge.mode().equals(before.mode())
                        && edge.from().equals(before.state()))
                .map(ReplicationEdge::to)
                .findFirst()
                .orElse(before.state());
        return switch (act) {
            case START_MACHINE -> before.with(VmState.RUNNING);
            case START_TEST -> before.withTest(Placeholder.uuid("test of " + before.id()));
            case END_TEST -> before.withTest(null);
            case FAIL_OVER -> before.failedOver(ReplicationKind.PLANNED);
            case FAIL_OVER_UNPLANNED -> before.failedOver(ReplicationKind.REGULAR);
            case REVERSE -> before.with(ReplicationMode.PRIMARY, state);
            case REMOVE -> before.with(ReplicationMode.NONE, ReplicationState.DISABLED);
            default -> before.with(before.mode(), state);
        };
    }
}
