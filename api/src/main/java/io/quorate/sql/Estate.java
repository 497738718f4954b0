package io.quorate.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What several instances tell at about one moment, in the order they were asked.
 *
 * @param answers what came back from mirroring endpoints that were looked for, by the instances' hosts
 */
record Estate(List<SqlInventory> instances, Map<String, EndpointAnswer> answers) {
    Estate {
        instances = List.copyOf(instances);
        answers = Map.copyOf(answers);
    }

    Estate(List<SqlInventory> instances) {
        this(instances, Map.of());
    }

    /** The same, with what came back from mirroring endpoints. */
    Estate with(Map<String, EndpointAnswer> heard) {
        return new Estate(instances, heard);
    }

    /** What one instance tells, by the host it was asked at. */
    Optional<SqlInventory> at(String host) {
        return instances.stream()
                .filter(one -> one.instance().host().equalsIgnoreCase(host))
                .findFirst();
    }

    /** What the instance of this name tells. */
    Optional<SqlInventory> named(String server) {
        return instances.stream().filter(one -> one.instance().isNamed(server)).findFirst();
    }

    /** The instances that take themselves for the primary of a group. */
    List<SqlInventory> primaries(String group) {
        return instances.stream().filter(one -> leads(one, group)).toList();
    }

    /** The instances that have a part of a group. */
    List<SqlInventory> holders(String group) {
        return instances.stream().filter(one -> one.group(group).isPresent()).toList();
    }

    static boolean leads(SqlInventory one, String group) {
        return role(one, group).filter(ReplicaRole.PRIMARY::equals).isPresent();
    }

    /** What an instance says that it is itself; of a distributed group, what the member is that it leads. */
    static Optional<ReplicaRole> role(SqlInventory one, String group) {
        return one.group(group)
                .flatMap(found -> found.distributed()
                        ? found.replicas().stream()
                                .filter(member ->
                                        member.state() != null && member.state().local())
                                .findFirst()
                        : found.replica(one.instance().name()))
                .map(AvailabilityReplica::state)
                .map(ReplicaState::role);
    }

    /** The group as the best instance tells it: its primary, or else the one with the newest configuration. */
    Optional<AvailabilityGroup> group(String name) {
        List<SqlInventory> primaries = primaries(name);
        return (primaries.isEmpty() ? holders(name) : primaries)
                .stream()
                        .flatMap(one -> one.group(name).stream())
                        .max(java.util.Comparator.comparingLong(AvailabilityGroup::sequenceNumber));
    }

    /** The replicas of a group, by name, whose instances are not among these; none of a distributed one, whose members are groups. */
    List<String> unheard(AvailabilityGroup group) {
        return group.distributed()
                ? List.of()
                : group.replicas().stream()
                        .map(AvailabilityReplica::name)
                        .filter(server -> named(server).isEmpty())
                        .toList();
    }

    /** The same, with one replica of a group left out wherever an instance tells of it. */
    Estate without(String group, String server) {
        return new Estate(instances.stream()
                .map(one -> one.group(group).isEmpty() ? one : without(one, group, server))
                .toList());
    }

    private static SqlInventory without(SqlInventory one, String group, String server) {
        return one.withGroups(one.groups().stream()
                .map(found -> found.isNamed(group) ? found.without(server) : found)
                .toList());
    }
}
