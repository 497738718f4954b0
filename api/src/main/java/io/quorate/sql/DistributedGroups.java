package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Waiter;
import io.quorate.error.NotFoundException;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Distributed groups: two groups, each with its own cluster and listener, of which one follows the other (2016 and later, editions that have all
 * groups). The endpoint names the hosts of both.
 *
 * <p>Every method reads what is there and goes on from it; after any interruption the same call again leads to the same end. Rights and common
 * errors are those of {@link AvailabilityGroupClient}; what changes both sides needs sysadmin at both. Immutable and thread-safe.
 */
public final class DistributedGroups {
    private static final Duration TURN = Duration.ofMinutes(15);
    private static final Duration VISIBLE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Calls calls;

    DistributedGroups(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Reads one, as the side that leads tells it. Changes nothing; one query an instance. */
    public Optional<AvailabilityGroup> find(String name) {
        return new SqlInstances(calls)
                .sight()
                .group(Objects.requireNonNull(name, "name"))
                .filter(AvailabilityGroup::distributed);
    }

    /**
     * Reads one, as the side that leads tells it. Changes nothing; one query an instance.
     *
     * @throws NotFoundException if no instance has it
     */
    public AvailabilityGroup get(String name) {
        return find(name)
                .orElseThrow(() -> Reports.missing(
                        calls,
                        "sql.group.get",
                        "distributed group " + name,
                        "no instance that answers has such a distributed group"));
    }

    /**
     * Looks what it would take to have a distributed group as wanted. Changes nothing; one query an instance.
     *
     * @throws IllegalArgumentException if what is asked for contradicts itself
     */
    public GroupPlan plan(String name, Consumer<DistributedSpec> spec) {
        return plan(name, wanted(name, spec), estate());
    }

    /**
     * Has a distributed group be as wanted: creates it where the first group is led, has the second one join, sets what differs on both sides, and
     * reads it back. What is there and contradicts the wish is never changed. Databases come to the second group in the course of time. May be
     * repeated; a second time nothing is sent. Takes seconds to minutes.
     *
     * @return the group as the side that leads tells it, and whether something was changed
     * @throws io.quorate.error.ConflictException if something contradicts the wish; nothing was changed then, and the message lists all of it
     * @throws io.quorate.error.UnsupportedException if an instance's version or edition has no distributed groups; nothing was changed then
     * @throws io.quorate.error.DeadlineExceededException if what was done does not show in time; run it again
     * @throws io.quorate.error.OutcomeUnknownException if an answer was lost and reading back could not settle it; run it again
     */
    public Ensured<AvailabilityGroup> ensure(String name, Consumer<DistributedSpec> spec) {
        List<DistributedSpec.Wanted> wanted = wanted(name, spec);
        return calls.inTurn(new Target("building group", name), TURN, () -> ensured(name, wanted));
    }

    private Ensured<AvailabilityGroup> ensured(String name, List<DistributedSpec.Wanted> wanted) {
        long started = calls.runtime().nanos();
        GroupPlan plan = plan(name, wanted, estate());
        Reports.refuse(calls, "sql.group.ensure-distributed", started, plan);
        boolean changed = false;
        for (GroupStep step : plan.steps()) {
            changed |= calls.give(step.order()).changed();
        }
        if (!plan.steps().isEmpty()) {
            Waiter.of(
                            calls.runtime(),
                            "distributed group " + name + " shows as wanted",
                            () -> plan(name, wanted, estate()))
                    .until(GroupPlan::satisfied)
                    .describedBy(left -> left.obstacles().isEmpty()
                            ? "still to do: " + left.steps().get(0).reason()
                            : left.obstacles().get(0))
                    .every(LOOK_AGAIN)
                    .await(VISIBLE);
        }
        return new Ensured<>(get(name), changed);
    }

    /** Tells whether another group can lead without loss now. Changes nothing; one query an instance. */
    public FailoverCheck check(String name, String group) {
        return DistributedMove.check(name, group, estate());
    }

    /**
     * Has another group lead, without loss: both commit synchronously, the side that leads steps down, and the other one is forced to lead once it
     * has all log; then the modes are again as they were. Nothing is written to either side in between. If the other one does not get all in
     * time, the side that led leads again. May be repeated: where the group leads already, nothing is sent, and what was interrupted goes on.
     *
     * @param group the group that is to lead
     * @param atMost how long to wait for each of the steps
     * @throws io.quorate.error.ConflictException if something speaks against it, or it did not get all; the message tells what
     * @throws io.quorate.error.DeadlineExceededException if it was sent and does not show in time
     * @throws io.quorate.error.OutcomeUnknownException if an answer was lost and reading back could not settle it
     */
    public FailoverOutcome failOver(String name, String group, Duration atMost) {
        return calls.inTurn(
                new Target("building group", name), TURN, () -> new DistributedMove(calls, name).to(group, atMost));
    }

    /**
     * Drops one; both groups stay, and both can be written then. May be repeated; already gone is fine.
     *
     * @param consent names the group's id
     * @return whether something was changed
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another group; nothing was changed then
     */
    public boolean remove(String name, @Nullable Consent consent) {
        return find(name).isPresent() && new AvailabilityGroups(calls).remove(name, consent);
    }

    private List<DistributedSpec.Wanted> wanted(String name, Consumer<DistributedSpec> spec) {
        DistributedSpec filled = new DistributedSpec();
        spec.accept(filled);
        return filled.build(Objects.requireNonNull(name, "name"));
    }

    private GroupPlan plan(String name, List<DistributedSpec.Wanted> wanted, Estate seen) {
        return DistributedDiff.of(calls.endpoint(), name, wanted, seen);
    }

    private Estate estate() {
        return new SqlInstances(calls).sight().estate();
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
