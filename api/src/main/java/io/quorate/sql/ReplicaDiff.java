package io.quorate.sql;

import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies between replicas as they are and as they are wanted: one statement a property, in an order that is legal. Without I/O. */
final class ReplicaDiff {
    private final String group;
    private final GroupSteps out;

    ReplicaDiff(String group, GroupSteps out) {
        this.group = group;
        this.out = out;
    }

    /** A replica as it is wanted, and as it is; null if it is about to be added. */
    record Pair(ReplicaDefinition wanted, @Nullable AvailabilityReplica there) {}

    void run(AvailabilityGroup seen, List<Pair> pairs) {
        for (Pair pair : pairs) {
            if (pair.there() != null) {
                properties(pair.wanted(), pair.there());
            }
        }
        // A list names only replicas that have a URL, so all URLs come first.
        for (Pair pair : pairs) {
            if (pair.there() != null) {
                set(
                        pair.wanted(),
                        ReplicaOption.READ_ONLY_ROUTING_URL,
                        pair.wanted().routingUrl(),
                        pair.there().routingUrl());
                set(
                        pair.wanted(),
                        ReplicaOption.READ_WRITE_ROUTING_URL,
                        pair.wanted().readWriteRoutingUrl(),
                        pair.there().readWriteRoutingUrl());
            }
        }
        for (Pair pair : pairs) {
            routing(seen, pair, pairs);
        }
    }

    private void properties(ReplicaDefinition wish, AvailabilityReplica there) {
        set(wish, ReplicaOption.ENDPOINT_URL, wish.endpointUrl(), there.endpointUrl());
        // Asynchronous commit and automatic failover never stand together, not even for a moment (35211).
        boolean first = !FailoverMode.AUTOMATIC.equals(wish.failover());
        if (first) {
            set(wish, ReplicaOption.FAILOVER_MODE, wish.failover(), there.failover());
        }
        if (wish.mode().equals(there.mode())
                || !wish.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)
                        && !there.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            set(wish, ReplicaOption.AVAILABILITY_MODE, wish.mode(), there.mode());
        } else {
            out.against("replica " + there.name() + " is " + there.mode() + ", and no replica becomes " + wish.mode()
                    + " (47113); remove it and add it anew if that is meant");
        }
        if (!first) {
            set(wish, ReplicaOption.FAILOVER_MODE, wish.failover(), there.failover());
        }
        set(wish, ReplicaOption.SEEDING_MODE, wish.seeding(), there.seeding());
        set(wish, ReplicaOption.BACKUP_PRIORITY, wish.backupPriority(), there.backupPriority());
        set(
                wish,
                ReplicaOption.SESSION_TIMEOUT,
                wish.sessionTimeout() == null ? null : wish.sessionTimeout().toSeconds(),
                there.sessionTimeout().toSeconds());
        set(wish, ReplicaOption.PRIMARY_CONNECTIONS, wish.primaryConnections(), there.primaryConnections());
        set(wish, ReplicaOption.SECONDARY_CONNECTIONS, wish.secondaryConnections(), there.secondaryConnections());
    }

    private void set(ReplicaDefinition wish, ReplicaOption option, @Nullable Object value, @Nullable Object now) {
        if (value == null || now != null && value.toString().equalsIgnoreCase(now.toString())) {
            return;
        }
        out.add(
                new SetReplicaOption(group, wish.server(), ReplicaSetting.of(option, value)),
                "set " + option + " of replica " + wish.server() + " to " + value + ", which is "
                        + (now == null ? "not set" : now));
    }

    private void routing(AvailabilityGroup seen, Pair pair, List<Pair> pairs) {
        RoutingList list = pair.wanted().routing();
        if (list == null) {
            return;
        }
        for (String member : list.members()) {
            boolean url = pairs.stream()
                    .filter(one -> one.wanted().server().equalsIgnoreCase(member))
                    .anyMatch(one -> one.wanted().routingUrl() != null
                            || one.there() != null && one.there().routingUrl() != null);
            if (!url) {
                out.against("replica " + pair.wanted().server() + " is to route to " + member
                        + ", which is none of the group's replicas or has no routing URL (19402, 19404)");
                return;
            }
        }
        RoutingList now = pair.there() == null ? RoutingList.NONE : pair.there().routing();
        if (!list.sameAs(now)) {
            out.add(
                    new SetRoutingList(group, pair.wanted().server(), list),
                    "have replica " + pair.wanted().server() + " of group " + seen.name() + " route to " + list
                            + " instead of " + now);
        }
    }
}
