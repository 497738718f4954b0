package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.error.ConsentRequiredException;
import io.quorate.spi.Target;
import io.quorate.sql.SqlInstances.Sight;
import io.quorate.sql.command.ForgetGroup;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.SetRoutingList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A dead replica removed, replaced, and tidied up after when it comes back. */
final class LostReplicaFlow {
    private static final Duration TURN = Duration.ofMinutes(15);
    private static final int MOST_REPLICAS = 9;
    private static final int BASIC_REPLICAS = 2;

    private final Calls calls;
    private final String group;

    LostReplicaFlow(Calls calls, String group) {
        this.calls = calls;
        this.group = group;
    }

    private Sight sight() {
        return new SqlInstances(calls).sight();
    }

    private AvailabilityGroup told(Sight sight) {
        return sight.group(group)
                .orElseThrow(() -> Reports.missing(
                        calls, "sql.replica.lost", object(""), "no instance that answers has such a group"));
    }

    private String object(String server) {
        return server.isEmpty() ? "availability group " + group : "availability replica " + server + "@" + group;
    }

    LostReplica look(String server, @Nullable String host) {
        Sight sight = sight();
        AvailabilityGroup told = told(sight);
        AvailabilityReplica replica = told.replica(server)
                .orElseThrow(() -> Reports.missing(
                        calls, "sql.replica.lost", object(server), "it is none of the group's replicas"));
        return LostReplicas.judge(group, told, replica, host, sight);
    }

    private <T> T inTurn(Supplier<T> work) {
        return calls.inTurn(new Target("losing a replica", group), TURN, work);
    }

    boolean remove(LostReplica lost, @Nullable Consent consent) {
        long started = calls.runtime().nanos();
        checked(lost, consent, "sql.replica.remove", started);
        return inTurn(() -> removed(lost, consent, started));
    }

    private void checked(LostReplica lost, @Nullable Consent consent, String operation, long started) {
        if (!lost.group().equalsIgnoreCase(group)) {
            throw new IllegalArgumentException("the replica is one of group " + lost.group() + ", not of " + group);
        }
        required(consent, lost.identity(), operation, object(lost.replica().name()), started);
    }

    private void required(@Nullable Consent consent, String identity, String operation, String object, long started) {
        if (consent == null || !consent.covers(identity)) {
            throw new ConsentRequiredException(
                    calls.report(
                            operation,
                            object,
                            started,
                            consent == null
                                    ? "no consent was given"
                                    : "the consent is for " + consent.identity() + ", not for " + identity,
                            "look at what is to go, then pass its consent(reason)"),
                    identity);
        }
    }

    private boolean removed(LostReplica lost, @Nullable Consent consent, long started) {
        String server = lost.replica().name();
        Sight sight = sight();
        AvailabilityGroup told = told(sight);
        Optional<AvailabilityReplica> there = told.replica(server);
        if (there.isEmpty() && sight.estate().primaries(group).size() == 1) {
            return false;
        }
        refuse(
                LostReplicas.judge(group, told, there.orElse(lost.replica()), lost.host(), sight)
                        .refusals(),
                server,
                started);
        boolean changed = false;
        for (AvailabilityReplica one : told.replicas()) {
            RoutingList fewer = replaced(one.routing(), server, null);
            if (!one.isNamed(server) && !fewer.sameAs(one.routing())) {
                changed |= calls.ensure(new SetRoutingList(group, one.name(), fewer))
                        .changed();
            }
        }
        return changed
                | calls.give(Order.ensure(calls.endpoint(), new RemoveReplica(group, server))
                                .with(consent))
                        .changed();
    }

    private void refuse(List<String> refusals, String server, long started) {
        if (!refusals.isEmpty()) {
            throw Reports.conflict(calls, "sql.replica.remove", object(server), started, refusals);
        }
    }

    /** Returns a list with another name in one's place, or without it. */
    private static RoutingList replaced(RoutingList list, String old, @Nullable String by) {
        List<List<String>> sets = new ArrayList<>();
        for (List<String> set : list.sets()) {
            List<String> members = new ArrayList<>();
            for (String member : set) {
                if (!member.equalsIgnoreCase(old)) {
                    members.add(member);
                } else if (by != null && list.members().stream().noneMatch(by::equalsIgnoreCase)) {
                    members.add(by);
                }
            }
            if (!members.isEmpty()) {
                sets.add(members);
            }
        }
        return new RoutingList(sets);
    }

    Ensured<AvailabilityGroup> replace(
            LostReplica lost,
            String host,
            Consumer<ReplicaSpec> details,
            Consumer<GroupSpec> more,
            @Nullable Consent consent) {
        long started = calls.runtime().nanos();
        checked(lost, consent, "sql.replica.replace", started);
        return inTurn(() -> {
            Sight sight = sight();
            AvailabilityGroup told = told(sight);
            String server = lost.replica().name();
            boolean there = told.replica(server).isPresent();
            if (there) {
                refuse(
                        LostReplicas.judge(group, told, lost.replica(), lost.host(), sight)
                                .refusals(),
                        server,
                        started);
            }
            SqlInventory fresh = sight.estate().at(host).orElseThrow(() -> silent(sight, host));
            boolean first = there
                    && told.replica(fresh.instance().name()).isEmpty()
                    && !room(told, lost.replica(), sight.estate());
            boolean changed = first && removed(lost, consent, started);
            Ensured<AvailabilityGroup> made = new AvailabilityGroups(calls)
                    .without(group, server)
                    .ensure(group, spec -> {
                        asItIs(spec, told, lost.replica(), fresh, details, sight, started);
                        more.accept(spec);
                    });
            changed |= made.changed();
            changed |= there && !first && removed(lost, consent, started);
            return new Ensured<>(calls.rehearses() ? made.value() : new AvailabilityGroups(calls).get(group), changed);
        });
    }

    private RuntimeException silent(Sight sight, String host) {
        return sight.silent().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(host))
                .<RuntimeException>map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> Reports.missing(
                        calls, "sql.replica.replace", object(""), host + " is none of the endpoint's hosts"));
    }

    /** Tells whether the group takes one more replica of this kind. */
    private static boolean room(AvailabilityGroup told, AvailabilityReplica like, Estate estate) {
        int major = estate.instances().stream()
                .mapToInt(one -> one.instance().version().major())
                .min()
                .orElse(0);
        long synchronous = told.replicas().stream()
                .filter(one -> one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                .count();
        long automatic = told.replicas().stream()
                .filter(one -> one.failover().equals(FailoverMode.AUTOMATIC))
                .count();
        return told.replicas().size() < (told.basic() ? BASIC_REPLICAS : MOST_REPLICAS)
                && (!like.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT)
                        || synchronous < GroupPreflight.mostSynchronous(major))
                && (!like.failover().equals(FailoverMode.AUTOMATIC) || automatic < GroupPreflight.mostAutomatic(major));
    }

    /** Wishes for the group as it is, with a new replica in the dead one's place. */
    private void asItIs(
            GroupSpec spec,
            AvailabilityGroup told,
            AvailabilityReplica dead,
            SqlInventory fresh,
            Consumer<ReplicaSpec> details,
            Sight sight,
            long started) {
        String name = fresh.instance().name();
        spec.clusterType(told.clusterType());
        if (told.basic()) {
            spec.basic();
        }
        if (told.contained()) {
            spec.contained();
        }
        spec.databases(told.databases().stream().map(AvailabilityDatabase::name).toList());
        sight.estate().primaries(group).stream()
                .map(SqlInventory::endpoint)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(endpoint -> spec.endpoint(endpoint.name(), endpoint.port()));
        for (AvailabilityReplica one : told.replicas()) {
            if (one.isNamed(dead.name()) || one.isNamed(name)) {
                continue;
            }
            SqlInventory at = sight.estate()
                    .named(one.name())
                    .orElseThrow(() -> Reports.conflict(
                            calls,
                            "sql.replica.replace",
                            object(dead.name()),
                            started,
                            List.of("replica " + one.name() + " does not answer, and all but the dead one have to")));
            spec.addReplica(at.instance().host(), replica -> {
                same(replica, one, one.endpointUrl());
                if (one.routing().members().stream().anyMatch(dead.name()::equalsIgnoreCase)) {
                    replica.routing(replaced(one.routing(), dead.name(), name));
                }
            });
        }
        spec.addReplica(fresh.instance().host(), replica -> {
            replacement(replica, dead, fresh);
            details.accept(replica);
        });
    }

    private static void same(ReplicaSpec spec, AvailabilityReplica like, @Nullable String url) {
        if (url != null) {
            spec.endpointUrl(url);
        }
        spec.mode(like.mode()).seeding(like.seeding());
        if (!like.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            spec.failover(like.failover());
        }
    }

    private static void replacement(ReplicaSpec spec, AvailabilityReplica dead, SqlInventory fresh) {
        String host = fresh.instance().host();
        same(spec, dead, null);
        spec.backupPriority(dead.backupPriority())
                .sessionTimeout(dead.sessionTimeout())
                .primaryConnections(dead.primaryConnections())
                .secondaryConnections(dead.secondaryConnections())
                .routing(replaced(dead.routing(), dead.name(), fresh.instance().name()));
        if (dead.routingUrl() != null) {
            spec.routingUrl(moved(dead.routingUrl(), host));
        }
        if (dead.readWriteRoutingUrl() != null) {
            spec.readWriteRoutingUrl(moved(dead.readWriteRoutingUrl(), host));
        }
    }

    /** Returns {@code TCP://host:port} with another host. */
    private static String moved(String url, String host) {
        return "TCP://" + host + url.substring(url.lastIndexOf(':'));
    }

    Optional<LeftReplica> left(String host) {
        Sight sight = sight();
        SqlInventory one = sight.estate().at(host).orElseThrow(() -> silent(sight, host));
        return LostReplicas.left(group, one, sight);
    }

    boolean forget(LeftReplica left, @Nullable Consent consent) {
        long started = calls.runtime().nanos();
        String object = "availability group " + group + "@" + left.host();
        if (!left.group().equalsIgnoreCase(group)) {
            throw new IllegalArgumentException("what is left is of group " + left.group() + ", not of " + group);
        }
        required(consent, left.identity(), "sql.replica.forget", object, started);
        return inTurn(() -> {
            Sight sight = sight();
            SqlInventory one = sight.estate().at(left.host()).orElseThrow(() -> silent(sight, left.host()));
            if (one.group(group).isEmpty()) {
                return false;
            }
            Optional<LeftReplica> now = LostReplicas.left(group, one, sight);
            List<String> against = now.map(LeftReplica::refusals)
                    .orElseGet(() -> List.of(one.instance().name() + " is one of the group's replicas"));
            UUID id = now.map(LeftReplica::id).orElse(null);
            if (!against.isEmpty() || id == null || !id.equals(left.id())) {
                throw Reports.conflict(
                        calls,
                        "sql.replica.forget",
                        object,
                        started,
                        against.isEmpty() ? List.of("it is another group than the one that was looked at") : against);
            }
            return calls.give(Order.ensure(calls.endpoint(), new ForgetGroup(left.host(), group, id))
                            .with(consent))
                    .changed();
        });
    }
}
