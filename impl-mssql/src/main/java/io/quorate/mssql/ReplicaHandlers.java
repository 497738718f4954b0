package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.command.AddReplica;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How replicas are added, changed and removed. */
final class ReplicaHandlers {
    private ReplicaHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(
                new PrimaryChange<>(
                                AddReplica.class,
                                AddReplica::group,
                                ReplicaHandlers::added,
                                c -> TSql.addReplica(c.group(), c.replica()))
                        .refusing((c, group, seen) -> Gates.replica(seen.instance(), c.replica())),
                new PrimaryChange<>(
                        RemoveReplica.class,
                        RemoveReplica::group,
                        (c, group, seen) -> Seen.so(group.replica(c.replica()).isEmpty()),
                        c -> TSql.removeReplica(c.group(), c.replica())),
                new PrimaryChange<>(
                                SetReplicaOption.class,
                                SetReplicaOption::group,
                                ReplicaHandlers::isSet,
                                c -> TSql.setReplica(c.group(), c.replica(), c.setting()))
                        .refusing((c, group, seen) -> Gates.setting(seen.instance(), c.setting())),
                new PrimaryChange<>(
                                SetRoutingList.class,
                                SetRoutingList::group,
                                (c, group, seen) -> of(c.replica(), group)
                                        .map(replica ->
                                                Seen.so(replica.routing().sameAs(c.routing())))
                                        .orElseGet(() -> missing(c.replica(), group)),
                                c -> TSql.route(c.group(), c.replica(), c.routing()))
                        .refusing(ReplicaHandlers::mayRoute));
    }

    private static Optional<AvailabilityReplica> of(String replica, AvailabilityGroup group) {
        return group.replica(replica);
    }

    private static Observation<Void> missing(String replica, AvailabilityGroup group) {
        return Seen.other(Seen.missing("group " + group.name() + " has no replica " + replica));
    }

    private static Observation<Void> added(AddReplica c, AvailabilityGroup group, SqlInventory seen) {
        Optional<AvailabilityReplica> there = group.replica(c.replica().server());
        if (there.isEmpty()) {
            return Observation.absent();
        }
        List<String> other = new ArrayList<>();
        if (!there.get().endpointUrl().equalsIgnoreCase(c.replica().endpointUrl())) {
            other.add("endpoint URL " + there.get().endpointUrl());
        }
        return other.isEmpty()
                ? Seen.so()
                : Seen.other(Seen.conflict("replica " + c.replica().server() + " of group " + c.group()
                        + " is there, but with " + String.join(", ", other)));
    }

    private static Observation<Void> isSet(SetReplicaOption c, AvailabilityGroup group, SqlInventory seen) {
        Optional<AvailabilityReplica> found = of(c.replica(), group);
        if (found.isEmpty()) {
            return missing(c.replica(), group);
        }
        AvailabilityReplica is = found.get();
        ReplicaSetting setting = c.setting();
        String value = setting.value();
        return Seen.so(
                switch (setting.option()) {
                    case ENDPOINT_URL -> is.endpointUrl().equalsIgnoreCase(value);
                    case AVAILABILITY_MODE -> is.mode().word().equals(value);
                    case FAILOVER_MODE -> is.failover().word().equals(value);
                    case SEEDING_MODE -> is.seeding().word().equals(value) && !seedsAgain(c, seen);
                    case BACKUP_PRIORITY -> is.backupPriority() == Long.parseLong(value);
                    case SESSION_TIMEOUT -> is.sessionTimeout().toSeconds() == Long.parseLong(value);
                    case PRIMARY_CONNECTIONS -> is.primaryConnections().word().equals(value);
                    case SECONDARY_CONNECTIONS ->
                        is.secondaryConnections().word().equals(value);
                    case READ_ONLY_ROUTING_URL -> url(is.routingUrl()).equalsIgnoreCase(value);
                    case READ_WRITE_ROUTING_URL -> url(is.readWriteRoutingUrl()).equalsIgnoreCase(value);
                });
    }

    /** A seeding that has failed for good begins anew when the mode is set again. */
    private static boolean seedsAgain(SetReplicaOption c, SqlInventory seen) {
        return c.setting().value().equals(SeedingMode.AUTOMATIC.word())
                && seen.seedings().stream()
                        .anyMatch(seeding -> seeding.failed()
                                && seeding.group().equalsIgnoreCase(c.group())
                                && seeding.replica().equalsIgnoreCase(c.replica()));
    }

    private static String url(@Nullable String url) {
        return Objects.requireNonNullElse(url, "");
    }

    private static void mayRoute(SetRoutingList c, AvailabilityGroup group, SqlInventory seen) {
        Gates.routing(seen.instance(), c.routing());
        for (String member : c.routing().members()) {
            Optional<AvailabilityReplica> to = group.replica(member);
            if (to.isEmpty()) {
                throw Seen.refused(19_402, "group " + c.group() + " has no replica " + member);
            }
            if (to.get().routingUrl() == null) {
                throw Seen.refused(19_404, "replica " + member + " has no routing URL yet");
            }
        }
    }
}
