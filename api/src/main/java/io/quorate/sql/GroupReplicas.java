package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
     * Removes one, alive or not; already gone is fine. Its copies of the databases stay, restoring.
     *
     * @param consent names {@code replica@group}
     */
    public void remove(String server, @Nullable Consent consent) {
        calls.run(new RemoveReplica(group, server), consent);
    }

    /**
     * Looks whether a replica is dead: its primary is not connected to it and its host does not answer, or answers without the group. Changes
     * nothing; one query an instance.
     *
     * @throws io.quorate.error.NotFoundException if it is none of the group's replicas
     */
    public LostReplica lost(String server) {
        return flow().look(server, null);
    }

    /**
     * Looks whether a replica is dead, where the endpoint's name for its host is not the replica's. Changes nothing; one query an instance.
     *
     * @throws io.quorate.error.NotFoundException if it is none of the group's replicas
     */
    public LostReplica lost(String server, String host) {
        return flow().look(server, Objects.requireNonNull(host, "host"));
    }

    /**
     * Removes a dead replica, and from the routing lists of the others; already gone is fine. What its instance has of the group stays there:
     * {@link #left} tells of it when it comes back. May be repeated. A statement for the replica and one for each list that names it.
     *
     * @param consent made by {@link LostReplica#consent}: names {@code replica@group}
     * @return whether something was changed
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another replica; nothing was sent then
     * @throws io.quorate.error.ConflictException if it is not dead, or that cannot be told; nothing was sent then
     */
    public boolean removeLost(LostReplica lost, @Nullable Consent consent) {
        return flow().remove(lost, consent);
    }

    /**
     * Replaces a dead replica by another instance with the same options, as {@link AvailabilityGroups#ensure} adds one: the new one first, the
     * dead one removed when it is there, so that a call that was cut off goes on from what the group shows. Where the group has no room for
     * both, the dead one goes first; then only this value remembers its options, so keep it until the call has come back.
     *
     * @param host the new replica's host, one of the endpoint's
     * @param details what is to be different about it; its URLs name the new host already
     * @param more what else {@link AvailabilityGroups#ensure} needs: certificates, an address of the listener in another subnet, a folder
     * @param consent made by {@link LostReplica#consent}: names {@code replica@group}
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another replica; nothing was sent then
     * @throws io.quorate.error.ConflictException if it is not dead, that cannot be told, or something speaks against the new one
     */
    public Ensured<AvailabilityGroup> replaceLost(
            LostReplica lost,
            String host,
            Consumer<ReplicaSpec> details,
            Consumer<GroupSpec> more,
            @Nullable Consent consent) {
        return flow().replace(lost, host, details, more, consent);
    }

    /** Replaces a dead replica by another instance with the same options and nothing else. */
    public Ensured<AvailabilityGroup> replaceLost(LostReplica lost, String host, @Nullable Consent consent) {
        return replaceLost(lost, host, details -> {}, more -> {}, consent);
    }

    /**
     * Looks what an instance that was removed, and came back, still has of the group. Changes nothing; one query an instance.
     *
     * @return empty if nothing, or if it is one of the group's replicas
     */
    public Optional<LeftReplica> left(String host) {
        return flow().left(host);
    }

    /**
     * Drops what an instance that was removed still has of the group; already gone is fine. Its copies of the databases stay, restoring.
     *
     * @param consent made by {@link LeftReplica#consent}: names {@code group@host}
     * @return whether something was changed
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another instance; nothing was sent then
     * @throws io.quorate.error.ConflictException if it is one of the group's replicas, or that cannot be told; nothing was sent then
     */
    public boolean forget(LeftReplica left, @Nullable Consent consent) {
        return flow().forget(left, consent);
    }

    private LostReplicaFlow flow() {
        return new LostReplicaFlow(calls, group);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("group", group)
                .toString();
    }
}
