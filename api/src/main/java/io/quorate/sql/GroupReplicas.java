package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of a group; one is added by {@link AvailabilityGroups#ensure}, which prepares its instance, too. Rights and common errors are those
 * of {@link AvailabilityGroupClient}. Immutable and thread-safe.
 */
public final class GroupReplicas {
    private final Calls calls;
    private final String group;

    GroupReplicas(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    /** Reads all, as the primary tells them. Changes nothing; one query an instance. */
    public List<AvailabilityReplica> list() {
        return new AvailabilityGroups(calls).get(group).replicas();
    }

    /** Reads one by its instance's name. Changes nothing; one query an instance. */
    public Optional<AvailabilityReplica> find(String server) {
        return new AvailabilityGroups(calls).get(group).replica(server);
    }

    /**
     * Reads one by its instance's name. Changes nothing; one query an instance.
     *
     * @throws io.quorate.error.NotFoundException if it is none of the group's replicas
     */
    public AvailabilityReplica get(String server) {
        return find(server)
                .orElseThrow(() -> Reports.missing(
                        calls,
                        "sql.replica.get",
                        "availability replica " + server + "@" + group,
                        "it is none of the group's replicas"));
    }

    /** Sets one option and reads it back; the same value is fine. One statement. */
    public Ensured<AvailabilityReplica> update(String server, ReplicaSetting setting) {
        boolean changed =
                calls.ensure(new SetReplicaOption(group, server, setting)).changed();
        return new Ensured<>(get(server), changed);
    }

    /** Sets where it sends those who ask to read only when it is primary, and reads it back. One statement. */
    public Ensured<AvailabilityReplica> route(String server, RoutingList routing) {
        boolean changed =
                calls.ensure(new SetRoutingList(group, server, routing)).changed();
        return new Ensured<>(get(server), changed);
    }

    /**
     * Removes one; already gone is fine. Its copies of the databases stay, restoring.
     *
     * @param consent names {@code replica@group}
     */
    public void remove(String server, @Nullable Consent consent) {
        calls.run(new RemoveReplica(group, server), consent);
    }
}
