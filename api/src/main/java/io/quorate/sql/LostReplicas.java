package io.quorate.sql;

import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.sql.SqlInstances.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a replica is dead, and what is left of one that was removed. Functions of what was seen, without I/O. */
final class LostReplicas {
    private final String group;
    private final AvailabilityReplica replica;
    private final @Nullable String given;
    private final Sight sight;
    private final List<String> evidence = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    private LostReplicas(String group, AvailabilityReplica replica, @Nullable String given, Sight sight) {
        this.group = group;
        this.replica = replica;
        this.given = given;
        this.sight = sight;
    }

    /**
     * Judges a replica.
     *
     * @param given the host of its instance; null to go by the names
     */
    static LostReplica judge(
            String group, AvailabilityGroup told, AvailabilityReplica replica, @Nullable String given, Sight sight) {
        LostReplicas judge = new LostReplicas(group, replica, given, sight);
        List<SqlInventory> primaries = sight.estate().primaries(group);
        FailoverEstimates.splitBrain(group, primaries, judge.refusals);
        if (primaries.isEmpty()) {
            judge.refusals.add("no primary of group " + group + " answers, so whether " + replica.name()
                    + " is dead cannot be told, nor can it be removed");
        } else if (replica.isPrimary()) {
            judge.refusals.add(replica.name() + " is the primary");
        } else {
            judge.primary(told, primaries.get(0).instance().name());
        }
        String host = judge.instance();
        int left = told.replicas().size() - 1;
        if (told.requiredSynchronizedSecondaries() > left - 1) {
            judge.refusals.add("group " + group + " wants " + told.requiredSynchronizedSecondaries()
                    + " synchronized secondaries for a commit, and without " + replica.name() + " there are "
                    + (left - 1) + "; lower it first (35248)");
        }
        return new LostReplica(group, replica, host, judge.evidence, judge.refusals);
    }

    private void primary(AvailabilityGroup told, String primary) {
        ReplicaState state = replica.state();
        ConnectedState connected = state == null ? null : state.connected();
        if (ConnectedState.CONNECTED.equals(connected)) {
            String copies = told.databases().stream()
                    .flatMap(database -> database.on(replica.name()).stream()
                            .map(copy -> database.name() + " "
                                    + (copy.synchronization() == null
                                            ? "in a state not told"
                                            : copy.synchronization())))
                    .collect(Collectors.joining(", "));
            refusals.add(replica.name() + " is alive: primary " + primary + " is connected to it"
                    + (copies.isEmpty() ? "" : ", with " + copies));
        } else if (ConnectedState.DISCONNECTED.equals(connected)) {
            evidence.add("primary " + primary + " is not connected to it"
                    + (state == null || state.lastError() == null
                            ? ""
                            : ": " + state.lastError() + " (" + state.lastErrorNumber() + ")"));
        } else {
            refusals.add("whether primary " + primary + " is connected to " + replica.name() + " cannot be told");
        }
    }

    /** Judges what its own instance says, or does not; returns the host where that is. */
    private @Nullable String instance() {
        Optional<SqlInventory> answers = sight.estate().named(replica.name());
        if (answers.isPresent()) {
            SqlInventory one = answers.get();
            String host = one.instance().host();
            if (one.group(group).isPresent()) {
                refusals.add(replica.name() + " answers at " + host + " and has group " + group + ": it is "
                        + Estate.role(one, group).map(ReplicaRole::word).orElse("of unknown role")
                        + "; mend what keeps it from the primary, or remove it as one that is alive");
            } else {
                evidence.add("the instance that answers at " + host + " has no group " + group);
            }
            return host;
        }
        List<String> silent = sight.silent().keySet().stream()
                .filter(host -> given == null ? isCalled(host) : host.equalsIgnoreCase(given))
                .toList();
        if (silent.size() != 1) {
            refusals.add(
                    given != null && sight.estate().at(given).isPresent()
                            ? "the instance at " + given + " is "
                                    + sight.estate().at(given).get().instance().name() + ", not " + replica.name()
                            : "which of the endpoint's hosts is " + replica.name()
                                    + " cannot be told, so neither whether it is dead; name its host");
            return null;
        }
        String host = silent.get(0);
        QuorateException why = sight.silent().get(host);
        if (why instanceof UnreachableException) {
            evidence.add("host " + host + " does not answer: " + why.said());
        } else {
            refusals.add("whether the instance at " + host + " is dead cannot be told: "
                    + (why == null ? "nothing is known" : why.said()));
        }
        return host;
    }

    /** Tells whether a host's name is that of the replica or of its endpoint. */
    private boolean isCalled(String host) {
        String machine = replica.name().split("\\\\", 2)[0];
        String url = replica.endpointUrl().replaceFirst("(?i)^tcp://", "").replaceFirst(":\\d+$", "");
        return host.equalsIgnoreCase(machine)
                || host.equalsIgnoreCase(url)
                || label(host).equals(label(machine))
                || label(host).equals(label(url));
    }

    /** Returns the first label of a host's name; an address is taken whole. */
    private static String label(String host) {
        String name = host.toUpperCase(Locale.ROOT);
        return name.matches("[0-9.]+|.*:.*") ? name : name.split("\\.", 2)[0];
    }

    /** Looks what an instance has of a group that it is no replica of; empty if nothing. */
    static Optional<LeftReplica> left(String group, SqlInventory one, Sight sight) {
        Optional<AvailabilityGroup> there = one.group(group);
        String server = one.instance().name();
        List<String> refusals = new ArrayList<>();
        List<SqlInventory> primaries = sight.estate().primaries(group);
        FailoverEstimates.splitBrain(group, primaries, refusals);
        Optional<AvailabilityGroup> told = primaries.stream()
                .filter(primary -> primary != one)
                .findFirst()
                .flatMap(primary -> primary.group(group));
        if (Estate.leads(one, group)) {
            refusals.add(server + " takes itself for the primary of group " + group);
        } else if (told.isEmpty()) {
            refusals.add("no primary of group " + group + " answers, so whether " + server
                    + " is one of its replicas cannot be told");
        } else if (told.get().replica(server).isPresent()) {
            return Optional.empty();
        } else if (there.isPresent() && !there.get().id().equals(told.get().id())) {
            refusals.add(server + " has another group of that name ("
                    + there.get().id() + "), not what was left of " + told.get().id());
        }
        List<String> databases = told.or(() -> there).stream()
                .flatMap(known -> known.databases().stream())
                .map(AvailabilityDatabase::name)
                .filter(name -> one.database(name)
                        .filter(database -> !database.state().equals(DatabaseState.ONLINE))
                        .isPresent())
                .toList();
        if (there.isEmpty() && databases.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LeftReplica(
                group,
                there.map(AvailabilityGroup::id).orElse(null),
                one.instance().host(),
                server,
                databases,
                there.isEmpty() ? List.of() : refusals));
    }
}
