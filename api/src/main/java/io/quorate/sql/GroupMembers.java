package io.quorate.sql;

import io.quorate.call.Calls;
import io.quorate.error.NotFoundException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instances that hold a group, as the endpoint names their hosts.
 *
 * @param group the group as its primary tells it
 * @param source who is the model
 * @param primary who leads; null if nobody does
 * @param others the others, each of which answers
 */
record GroupMembers(
        AvailabilityGroup group, String source, @Nullable String primary, List<String> others) {

    /**
     * Reads who holds a group. Every instance has to answer: what one has that is silent cannot be compared.
     *
     * @param wanted the host that is the model; null for the primary
     */
    static GroupMembers of(Calls calls, String operation, String group, @Nullable String wanted) {
        Estate estate = new SqlInstances(calls).estate(calls.hosts());
        AvailabilityGroup found =
                estate.group(group).orElseThrow(() -> missing(calls, operation, group, "no instance has such a group"));
        for (AvailabilityReplica replica : found.replicas()) {
            if (estate.named(replica.name()).isEmpty()) {
                throw missing(
                        calls,
                        operation,
                        group,
                        "replica " + replica.name() + " is none of the endpoint's instances: name its host there");
            }
        }
        List<SqlInventory> members = estate.instances().stream()
                .filter(one -> found.replica(one.instance().name()).isPresent())
                .toList();
        List<SqlInventory> leaders = estate.primaries(group);
        String primary = leaders.size() == 1 ? leaders.get(0).instance().host() : null;
        String source = wanted == null ? primary : wanted;
        if (source == null) {
            throw missing(
                    calls,
                    operation,
                    group,
                    (leaders.isEmpty() ? "no instance leads the group" : "more than one instance leads the group")
                            + ": name the instance that is the model");
        }
        List<String> hosts = members.stream().map(one -> one.instance().host()).toList();
        if (hosts.stream().noneMatch(source::equalsIgnoreCase)) {
            throw missing(calls, operation, group, source + " has no replica of the group; " + hosts + " have");
        }
        return new GroupMembers(
                found,
                hosts.stream().filter(source::equalsIgnoreCase).findFirst().orElse(source),
                primary,
                hosts.stream().filter(host -> !host.equalsIgnoreCase(source)).toList());
    }

    private static NotFoundException missing(Calls calls, String operation, String group, String said) {
        return Reports.missing(calls, operation, "availability group " + group, said);
    }
}
