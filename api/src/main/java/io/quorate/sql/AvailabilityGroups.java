package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Waiter;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Target;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.GetInventory;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetReplicaOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The groups of an endpoint's instances.
 *
 * {@snippet file="io/quorate/samples/BuildGroup.java" region="wanted"}
 *
 * {@snippet file="io/quorate/samples/BuildGroup.java" region="ensure"}
 *
 * <p>Every method reads what is there and goes on from it; nothing is remembered between calls. So after any interruption the same call again
 * leads to the same end. Rights and common errors are those of {@link AvailabilityGroupClient}. Immutable and thread-safe.
 */
public final class AvailabilityGroups {
    /** Certificates take two; somebody else may change things meanwhile. */
    private static final int ROUNDS = 4;

    /** The numbers by which an instance says that the rollback of a creation failed, too. */
    private static final Pattern HALF_MADE = Pattern.compile("(?<![0-9])(41153|41159)(?![0-9])");

    private static final Duration TURN = Duration.ofMinutes(15);
    private static final Duration VISIBLE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Calls calls;
    private final UnaryOperator<Estate> sees;

    AvailabilityGroups(Calls calls) {
        this(calls, estate -> estate);
    }

    private AvailabilityGroups(Calls calls, UnaryOperator<Estate> sees) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.sees = sees;
    }

    /** Returns one that takes no notice of a replica which is about to go: it neither asks for it nor minds it. */
    AvailabilityGroups without(String group, String server) {
        return new AvailabilityGroups(calls, estate -> estate.without(group, server));
    }

    /**
     * Reads all groups, each as its primary tells it, or else the instance with its newest configuration. Changes nothing; one query an
     * instance. Instances that do not answer are left out, unless none does.
     */
    public List<AvailabilityGroup> list() {
        Estate estate = instances().sight().estate();
        Map<String, AvailabilityGroup> found = new LinkedHashMap<>();
        for (SqlInventory one : estate.instances()) {
            for (AvailabilityGroup group : one.groups()) {
                found.computeIfAbsent(
                        group.name().toUpperCase(Locale.ROOT),
                        key -> estate.group(group.name()).orElse(group));
            }
        }
        return List.copyOf(found.values());
    }

    /** Reads a group; empty only if every instance answered, else what kept one from it is thrown. Changes nothing; one query an instance. */
    public Optional<AvailabilityGroup> find(String name) {
        return instances().sight().group(Objects.requireNonNull(name, "name"));
    }

    /**
     * Reads a group. Changes nothing; one query an instance.
     *
     * @throws NotFoundException if no instance has it
     */
    public AvailabilityGroup get(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    private NotFoundException missing(String name) {
        return Reports.missing(
                calls, "sql.group.get", "availability group " + name, "no instance that answers has such a group");
    }

    /**
     * Looks what it would take to have a group as wanted. Changes nothing; one query an instance, and a connection to each mirroring endpoint of a
     * replica that is to be made, which ends at once.
     *
     * @throws IllegalArgumentException if what is asked for contradicts itself or lacks something
     */
    public GroupPlan plan(String name, Consumer<GroupSpec> spec) {
        GroupSpec.Wanted wanted = wanted(name, spec);
        Estate seen = read(wanted);
        return GroupDiff.of(
                calls.endpoint(), wanted, calls.rehearses() ? seen : new EndpointProbes(calls, wanted).look(seen));
    }

    /**
     * Creates a group as {@link #ensure} does.
     *
     * @throws ConflictException if an instance has it already, or something contradicts the wish; nothing was changed then
     */
    public AvailabilityGroup create(String name, Consumer<GroupSpec> spec) {
        GroupSpec.Wanted wanted = wanted(name, spec);
        long started = calls.runtime().nanos();
        return inTurn(name, () -> {
            List<SqlInventory> holders = read(wanted).holders(name);
            if (!holders.isEmpty()) {
                throw Reports.conflict(
                        calls,
                        "sql.group.create",
                        "availability group " + name,
                        started,
                        List.of("it is there already, at "
                                + holders.get(0).instance().name()));
            }
            return ensured(wanted).value();
        });
    }

    /**
     * Has a group be as wanted: mirroring endpoints and who may connect to them, the group, its replicas, databases, listener and options; and
     * reads it back. What is there and contradicts the wish is never changed, nor what is there besides. Databases that are seeded need not be
     * in step when this ends: {@link GroupDatabases#awaitSynchronized} waits for that. May be repeated; a second time nothing is sent, and one
     * query an instance. Takes seconds to minutes.
     *
     * <p>What a failed creation leaves over is dropped again where it never led; every other half is gone on from by the next call.
     *
     * @return the group as read back, and whether something was changed
     * @throws IllegalArgumentException if what is asked for contradicts itself or lacks something
     * @throws ConflictException if something contradicts the wish; nothing was changed then, and the message lists all of it
     * @throws io.quorate.error.UnsupportedException if an instance's version or edition has not what is wanted; nothing was changed then
     * @throws io.quorate.error.DeadlineExceededException if what was done does not show in time; run it again
     * @throws io.quorate.error.OutcomeUnknownException if an answer was lost and reading back could not settle it; run it again
     */
    public Ensured<AvailabilityGroup> ensure(String name, Consumer<GroupSpec> spec) {
        GroupSpec.Wanted wanted = wanted(name, spec);
        return inTurn(name, () -> ensured(wanted));
    }

    private <T> T inTurn(String name, java.util.function.Supplier<T> work) {
        return calls.inTurn(new Target("building group", name), TURN, work);
    }

    private Ensured<AvailabilityGroup> ensured(GroupSpec.Wanted wanted) {
        long started = calls.runtime().nanos();
        boolean changed = false;
        Estate seen = read(wanted);
        for (int round = 1; ; round++) {
            GroupPlan plan = GroupDiff.of(calls.endpoint(), wanted, seen);
            Reports.refuse(calls, "sql.group.ensure", started, plan);
            if (plan.steps().isEmpty()) {
                return new Ensured<>(seen.group(wanted.name()).orElseThrow(() -> missing(wanted.name())), changed);
            }
            boolean last = round == ROUNDS;
            try {
                for (GroupStep step : plan.steps()) {
                    if (step.later()) {
                        break;
                    }
                    changed |= take(step).changed();
                }
            } catch (ConflictException | NotFoundException e) {
                // Somebody else changed it in between: look again what is there now.
                if (last) {
                    throw e;
                }
            }
            boolean whole = plan.steps().stream().noneMatch(GroupStep::later);
            if (whole && calls.rehearses()) {
                // Nothing comes to pass by itself in a rehearsal: what the orders foretell is all there will be.
                return new Ensured<>(
                        read(wanted).group(wanted.name()).orElseThrow(() -> missing(wanted.name())), changed);
            }
            seen = whole ? readBack(wanted, !last) : read(wanted);
        }
    }

    private Ensured<?> take(GroupStep step) {
        try {
            return calls.give(step.order());
        } catch (ConflictException | RejectedException e) {
            if (step.order().command() instanceof CreateGroup create && isHalfMade(e)) {
                throw cleared(create, e);
            }
            throw e;
        }
    }

    /** Tells whether an instance said that it could not create a group, nor take back what it had begun. */
    private static boolean isHalfMade(QuorateException failure) {
        String code = failure.code();
        return code != null && HALF_MADE.matcher(code).find();
    }

    /** Drops what a failed creation left over, which was not there before and nobody leads, and tells of both. */
    private RejectedException cleared(CreateGroup create, QuorateException failure) {
        String rest = "what was left of it at " + create.host() + " was dropped";
        String hint = failure.hint();
        QuorateException besides = null;
        try {
            SqlInventory left = calls.run(new GetInventory(create.host()));
            Optional<AvailabilityGroup> group = left.group(create.group());
            if (group.isPresent() && !Estate.leads(left, create.group())) {
                UUID id = group.get().id();
                calls.run(
                        new DropGroup(create.host(), create.group(), id),
                        Consent.to(id.toString(), "its creation failed and it never led"));
            } else {
                rest = "nothing of it shows that could be dropped at " + create.host();
            }
        } catch (QuorateException e) {
            besides = e;
            rest = "what is left of it at " + create.host() + " could not be dropped: " + e.said();
            hint = "drop group " + create.group() + " at " + create.host()
                    + ", and its role in the cluster if one is left";
        }
        RejectedException told = new RejectedException(
                new ErrorReport(
                        failure.operation(),
                        failure.object(),
                        failure.host(),
                        failure.wire(),
                        failure.endpoint(),
                        failure.attempts(),
                        failure.elapsed(),
                        failure.said() + "; " + rest,
                        failure.code(),
                        hint,
                        failure.callId()),
                failure);
        if (besides != null) {
            told.addSuppressed(besides);
        }
        return told;
    }

    private Estate readBack(GroupSpec.Wanted wanted, boolean mayGoOn) {
        return Waiter.of(calls.runtime(), "group " + wanted.name() + " shows as wanted", () -> {
                    Estate estate = read(wanted);
                    return new Look(estate, GroupDiff.of(calls.endpoint(), wanted, estate));
                })
                .until(look -> look.plan().satisfied() || mayGoOn && look.seedsAgain())
                .describedBy(Look::words)
                .every(LOOK_AGAIN)
                .await(VISIBLE)
                .estate();
    }

    /** What reading back has seen. */
    private record Look(Estate estate, GroupPlan plan) {

        boolean seedsAgain() {
            return plan.obstacles().isEmpty()
                    && plan.steps().stream().anyMatch(step -> step.order().command() instanceof SetReplicaOption);
        }

        String words() {
            return plan.obstacles().isEmpty()
                    ? "still to do: " + plan.steps().get(0).reason()
                    : plan.obstacles().get(0);
        }
    }

    /** Sets an option of a group and reads it back; the same value is fine. Changes nothing else; one statement. */
    public Ensured<AvailabilityGroup> update(String name, GroupSetting setting) {
        boolean changed = calls.ensure(new SetGroupOption(name, setting)).changed();
        return new Ensured<>(get(name), changed);
    }

    /**
     * Drops a group: on its primary, then what instances that answer still hold of it. Its databases stay, writable where the primary was,
     * restoring elsewhere; its listener goes. May be repeated; already gone is fine. Where no primary answers it is dropped only if every
     * replica does: a silent one may lead, and its databases would be left restoring under its clients.
     *
     * @param consent names the group's id
     * @return whether something was changed
     * @throws ConsentRequiredException without a consent, or with one for another group; nothing was changed then
     * @throws ConflictException if instances hold different groups of that name; nothing was changed then
     * @throws UnreachableException if nobody who answers leads it and a replica is silent, nothing was changed then; or if the group has no
     *     cluster to tell a silent replica that it is gone, and that one's part is left over
     */
    public boolean remove(String name, @Nullable Consent consent) {
        Objects.requireNonNull(name, "name");
        return inTurn(name, () -> removed(name, consent));
    }

    private boolean removed(String name, @Nullable Consent consent) {
        long started = calls.runtime().nanos();
        boolean changed = false;
        SqlInstances.Sight sight = instances().sight();
        if (sight.group(name).isEmpty()) {
            return false;
        }
        Estate estate = sight.estate();
        List<UUID> ids = estate.holders(name).stream()
                .map(one -> one.group(name).orElseThrow().id())
                .distinct()
                .toList();
        if (ids.size() > 1) {
            throw Reports.conflict(
                    calls,
                    "sql.group.remove",
                    "availability group " + name,
                    started,
                    List.of("instances hold different groups of that name: " + ids));
        }
        AvailabilityGroup told = estate.group(name).orElseThrow();
        List<String> unheard = estate.unheard(told);
        List<SqlInventory> holders = estate.primaries(name);
        if (holders.isEmpty()) {
            if (!unheard.isEmpty()) {
                throw Reports.unheard(
                        calls,
                        "sql.group.remove",
                        "availability group " + name,
                        started,
                        "no primary of it answers, and nothing is heard of " + String.join(", ", unheard)
                                + ", which may lead it; nothing was dropped",
                        "wait until it answers; or fail over to a replica that answers first, by force if it must be",
                        sight);
            }
            holders = estate.holders(name);
        }
        while (!holders.isEmpty()) {
            SqlInventory one = holders.get(0);
            changed |= calls.give(io.quorate.call.Order.ensure(
                                    calls.endpoint(),
                                    new DropGroup(one.instance().host(), name, ids.get(0)))
                            .with(consent))
                    .changed();
            List<SqlInventory> left = instances().sight().estate().holders(name);
            if (left.size() >= estate.holders(name).size()
                    && left.stream()
                            .anyMatch(other -> other.instance()
                                    .host()
                                    .equalsIgnoreCase(one.instance().host()))) {
                throw Reports.conflict(
                        calls,
                        "sql.group.remove",
                        "availability group " + name,
                        started,
                        List.of("it still shows at " + one.instance().name()));
            }
            holders = left;
        }
        if (!unheard.isEmpty() && !told.clusterType().equals(ClusterType.WSFC)) {
            throw Reports.unheard(
                    calls,
                    "sql.group.remove",
                    "availability group " + name,
                    started,
                    "it was dropped wherever an instance answers; what is left of it at " + String.join(", ", unheard)
                            + " cannot be seen",
                    "run it again when it answers: no cluster tells it that the group is gone",
                    sight);
        }
        return changed;
    }

    private GroupSpec.Wanted wanted(String name, Consumer<GroupSpec> spec) {
        GroupSpec filled = new GroupSpec();
        spec.accept(filled);
        return filled.build(Objects.requireNonNull(name, "name"), calls.hosts());
    }

    private Estate read(GroupSpec.Wanted wanted) {
        return sees.apply(instances().estate(wanted.hosts()));
    }

    private SqlInstances instances() {
        return new SqlInstances(calls);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
