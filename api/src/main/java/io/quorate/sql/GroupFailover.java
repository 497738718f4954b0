package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.GetInventory;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.text.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The failover of a group.
 *
 * {@snippet file="io/quorate/samples/BuildGroup.java" region="failover"}
 *
 * <p>Rights and common errors are those of {@link AvailabilityGroupClient}. Immutable and thread-safe.
 */
public final class GroupFailover {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Calls calls;
    private final String group;

    GroupFailover(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    private SqlInstances.Sight everybody() {
        return new SqlInstances(calls).sight();
    }

    private Estate sight() {
        return everybody().estate();
    }

    /** Returns what a host's instance tells; where it did not answer, why stands in what is thrown. */
    private SqlInventory target(SqlInstances.Sight sight, String host) {
        return sight.estate()
                .at(host)
                .orElseThrow(() -> sight.silent().entrySet().stream()
                        .filter(silent -> silent.getKey().equalsIgnoreCase(host))
                        .<QuorateException>map(Map.Entry::getValue)
                        .findFirst()
                        .orElseGet(() -> Reports.missing(
                                calls,
                                "sql.group.failover",
                                "availability group " + group,
                                host + " is none of the endpoint's hosts")));
    }

    /**
     * Finds the primary's host among the instances that answer. Changes nothing; one query an instance.
     *
     * @return empty if nobody who answers leads it
     * @throws io.quorate.error.ConflictException if several do
     */
    public Optional<String> primary() {
        Estate estate = sight();
        refuseSplitBrain(estate, "sql.group.primary");
        return estate.primaries(group).stream()
                .map(one -> one.instance().host())
                .findFirst();
    }

    private void refuseSplitBrain(Estate estate, String operation) {
        List<String> obstacles = new ArrayList<>();
        FailoverEstimates.splitBrain(group, estate.primaries(group), obstacles);
        if (!obstacles.isEmpty()) {
            throw Reports.conflict(
                    calls,
                    operation,
                    "availability group " + group,
                    calls.runtime().nanos(),
                    obstacles);
        }
    }

    /**
     * Reads the group as its primary tells it, to be kept: a forced failover later estimates its loss from the last one. Changes nothing; one
     * query an instance.
     *
     * @return empty if no primary answers
     * @throws io.quorate.error.ConflictException if several do
     */
    public Optional<GroupSnapshot> snapshot() {
        Estate estate = sight();
        refuseSplitBrain(estate, "sql.group.snapshot");
        return estate.primaries(group).stream()
                .findFirst()
                .map(one -> new GroupSnapshot(
                        calls.runtime().now(), one.group(group).orElseThrow()));
    }

    /**
     * Judges the group by the fourteen conditions of SQL Server's own tools, and by how long its endpoints' certificates last. Changes nothing; one
     * query an instance.
     */
    public List<HealthFinding> health() {
        SqlInstances.Sight sight = everybody();
        Estate estate = sight.estate();
        if (sight.group(group).isEmpty()) {
            throw Reports.missing(calls, "sql.group.health", "availability group " + group, "no instance has it");
        }
        SqlInventory told = estate.primaries(group).stream()
                .findFirst()
                .orElseGet(() -> estate.holders(group).get(0));
        return GroupHealth.of(
                told, told.group(group).orElseThrow(), estate, calls.runtime().now());
    }

    /** Tells whether a planned failover to a host can be done now, and how long its databases need to open. Changes nothing; one query an instance. */
    public FailoverCheck check(String host) {
        SqlInstances.Sight sight = everybody();
        return FailoverEstimates.planned(group, target(sight, host), sight.estate());
    }

    /**
     * Fails over to a host without loss, and waits until it leads, its databases are open and the listener answers. It checks first from the live
     * views; nothing is sent if something speaks against it. May be repeated: where the host leads already, it only waits.
     *
     * <p>A group of cluster type NONE knows the forced failover only, so it is moved by hand, step by step: its commits wait for a synchronised
     * secondary, the old primary is made a secondary, the host is forced to lead, which has all by then, and the others resume. If that is
     * interrupted in between, nobody leads; the same call again goes on, provided every replica answers. Its listener stays where it is. A group
     * of cluster type EXTERNAL is failed over by its cluster manager alone.
     *
     * @param atMost how long to wait once it was sent
     * @throws io.quorate.error.ConflictException if something speaks against it; the message lists all of it
     * @throws io.quorate.error.DeadlineExceededException if it was sent and does not show in time; tells what was seen last
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public FailoverOutcome to(String host, Duration atMost) {
        return to(host, atMost, sight -> true).orElseThrow();
    }

    /** Does so while it is wished for still, by what the check sees; empty if it is not, and nothing was sent. */
    Optional<FailoverOutcome> to(String host, Duration atMost, Predicate<SqlInstances.Sight> wished) {
        long started = calls.runtime().nanos();
        SqlInstances.Sight sight = everybody();
        return wished.test(sight) ? Optional.of(to(host, atMost, sight, started)) : Optional.empty();
    }

    private FailoverOutcome to(String host, Duration atMost, SqlInstances.Sight sight, long started) {
        Estate estate = sight.estate();
        SqlInventory target = target(sight, host);
        FailoverCheck check = FailoverEstimates.planned(group, target, estate);
        boolean leads = Estate.leads(target, group) && estate.primaries(group).size() == 1;
        if (!leads) {
            if (!check.obstacles().isEmpty()) {
                throw Reports.conflict(
                        calls, "sql.group.failover", "availability group " + group, started, check.obstacles());
            }
            if (target.group(group).orElseThrow().clusterType().equals(ClusterType.NONE)) {
                return new ReadScaleMove(calls, group)
                        .to(target, estate, from -> settled(target, from, started, atMost, List.of()));
            }
            calls.ensure(new FailOver(host, group));
        }
        return settled(target, check.from(), started, atMost, List.of());
    }

    /**
     * Makes a host's replica a secondary where it still takes itself for the primary and another one leads, as after a forced failover without a
     * Windows cluster; or steps down before another one is forced to lead. Nobody leads until then. May be repeated.
     *
     * @param consent names the group's id
     * @return whether something was changed
     * @throws ConsentRequiredException without a consent, or with one for another group; nothing was changed then
     * @throws io.quorate.error.ConflictException if a Windows cluster decides who leads; nothing was changed then
     */
    public boolean demote(String host, @Nullable Consent consent) {
        SqlInventory one = target(everybody(), host);
        AvailabilityGroup there = one.group(group)
                .orElseThrow(() -> Reports.missing(
                        calls, "sql.group.demote", "availability group " + group, host + " has no replica of it"));
        if (there.clusterType().equals(ClusterType.WSFC) && !there.distributed()) {
            throw Reports.conflict(
                    calls,
                    "sql.group.demote",
                    "availability group " + group,
                    calls.runtime().nanos(),
                    List.of("its Windows cluster decides who leads; fail it over instead"));
        }
        return calls.give(Order.ensure(calls.endpoint(), new DemoteGroup(host, group, there.id()))
                        .with(consent))
                .changed();
    }

    /**
     * Tells what a forced failover to a host would lose. Changes nothing; one query an instance.
     *
     * @param last the last snapshot that was kept; null for none. It counts only where no primary answers
     */
    public ForcedFailover planForced(String host, @Nullable GroupSnapshot last) {
        SqlInstances.Sight sight = everybody();
        return FailoverEstimates.forced(
                group,
                target(sight, host),
                sight.estate(),
                last,
                calls.runtime().now());
    }

    /**
     * Fails over to a host although what the old primary committed may be lost, once; waits until it leads, its databases are open and the listener
     * answers; then resumes the secondaries that answer, which were suspended by it. A copy stays suspended, and is named, that holds commits which
     * the new primary does not have, or of which no view tells whether it does: to resume it undoes them. So does the copy of an old primary that
     * comes back later: look at it first, it holds what was lost. Never repeated by itself.
     *
     * @param plan what {@link #planForced} told
     * @param consent made by {@link ForcedFailover#consent}: names the group's id and carries the loss
     * @param atMost how long to wait once it was sent
     * @throws ConsentRequiredException without a consent, or with one for another group or loss; nothing was sent then
     * @throws io.quorate.error.ConflictException if something speaks against it that no consent removes: a copy that reverts or initializes, two
     *     primaries; nothing was sent then
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost; look who leads before anything else
     */
    public FailoverOutcome force(ForcedFailover plan, @Nullable Consent consent, Duration atMost) {
        long started = calls.runtime().nanos();
        if (!plan.group().equalsIgnoreCase(group)) {
            throw new IllegalArgumentException("the plan is for group " + plan.group() + ", not for " + group);
        }
        if (!plan.refusals().isEmpty()) {
            throw refused(plan, started);
        }
        if (consent == null || !plan.acceptedBy(consent)) {
            throw new ConsentRequiredException(
                    calls.report(
                            "sql.group.force-failover",
                            "availability group " + group,
                            started,
                            consent == null
                                    ? "committed data may be lost and no consent was given"
                                    : "the consent is for " + consent.identity()
                                            + " and does not carry this group and loss: " + plan.text(),
                            "look at the plan, then pass plan.consent(reason)"),
                    plan.id().toString());
        }
        SqlInstances.Sight sight = everybody();
        Estate estate = sight.estate();
        SqlInventory target = target(sight, plan.host());
        ForcedFailover now = FailoverEstimates.forced(
                group, target, estate, null, calls.runtime().now());
        if (!now.refusals().isEmpty()) {
            throw refused(now, started);
        }
        String from = now.from() == null ? plan.from() : now.from();
        calls.give(Order.create(calls.endpoint(), new ForceFailOver(plan.host(), group, plan.id()))
                .with(consent));
        FailoverOutcome outcome = settled(target, from, started, atMost, plan.losses());
        return resumed(outcome, plan);
    }

    /**
     * Measures what a forced failover lost of each database: from where the new primary's log went on, and where the former primary's ends, which
     * its copy tells while it is suspended. So it is measured when the former primary is back, and before its copy is resumed, which undoes what
     * was lost. Until then, and where no view tells it, it is unknown; that nothing was lost is told only if no other member can hold more, for any of
     * them may have led while nobody looked. How long it took is {@link FailoverOutcome#whole}. Changes nothing; one query
     * an instance.
     *
     * @param outcome what {@link #force} told
     */
    public List<MeasuredLoss> measured(FailoverOutcome outcome) {
        return measured(outcome.from(), outcome.target(), outcome.group(), outcome.losses(), outcome.resumed());
    }

    /**
     * Measures what a forced failover lost whose outcome was not told, as {@link #measured(FailoverOutcome)} does.
     *
     * @param plan what was to be done; where it does not tell who led, nothing can be told
     */
    public List<MeasuredLoss> measured(ForcedFailover plan) {
        return measured(plan.from(), plan.target(), null, plan.losses(), List.of());
    }

    private List<MeasuredLoss> measured(
            @Nullable String from,
            String target,
            @Nullable AvailabilityGroup then,
            List<DatabaseLoss> expected,
            List<String> resumed) {
        return FailoverMeasures.of(group, from, target, then, expected, resumed, sight());
    }

    private io.quorate.error.ConflictException refused(ForcedFailover plan, long started) {
        return Reports.conflict(
                calls, "sql.group.force-failover", "availability group " + group, started, plan.refusals());
    }

    /** Resumes the secondaries, but the old primary, and who holds or may hold more than the new one: to resume such a copy undoes it. */
    private FailoverOutcome resumed(FailoverOutcome outcome, ForcedFailover plan) {
        List<String> resumed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Estate estate = sight();
        for (SqlInventory one : estate.holders(group)) {
            String name = one.instance().name();
            boolean lossless = plan.losses().stream().allMatch(loss -> loss.kind() == DatabaseLoss.Kind.NONE);
            for (AvailabilityDatabase database : one.group(group).orElseThrow().databases()) {
                boolean suspended = database.on(name)
                        .filter(DatabaseReplicaState::suspended)
                        .isPresent();
                if (!suspended) {
                    continue;
                }
                boolean former = name.equalsIgnoreCase(outcome.from());
                FailoverMeasures.More more = FailoverMeasures.holdsMore(
                        one,
                        group,
                        database.name(),
                        FailoverMeasures.kept(group, database.name(), outcome.target(), estate));
                // A rehearsal's copies tell nothing of their logs: it pretends that no more than the plan tells is
                // lost.
                boolean kept =
                        more == FailoverMeasures.More.NO || calls.rehearses() && more == FailoverMeasures.More.UNTOLD;
                if (former && !lossless || !kept) {
                    left.add("database " + database.name() + " at " + name + " stays suspended: "
                            + why(former, former && !lossless || more == FailoverMeasures.More.YES));
                    continue;
                }
                String host = one.instance().host();
                try {
                    calls.ensure(new ResumeDatabase(host, group, database.name()));
                    resumed.add(database.name() + "@" + host);
                } catch (QuorateException e) {
                    left.add("database " + database.name() + " at " + name + " could not be resumed: " + e.said());
                }
            }
        }
        return new FailoverOutcome(
                outcome.group(),
                outcome.from(),
                outcome.target(),
                outcome.role(),
                outcome.whole(),
                outcome.losses(),
                resumed,
                left);
    }

    private static String why(boolean former, boolean known) {
        String said = former ? "it was the primary's, and " : "it ";
        return known
                ? said + "holds what was lost"
                : said
                        + "may hold what was lost: no view tells where its last commit is, or where the new primary went on";
    }

    private FailoverOutcome settled(
            SqlInventory before, @Nullable String from, long started, Duration atMost, List<DatabaseLoss> losses) {
        String host = before.instance().host();
        long[] led = {0};
        SqlInventory after = Waiter.of(
                        calls.runtime(),
                        "group " + group + " is led and served by " + host,
                        () -> calls.run(new GetInventory(host)))
                .until(one -> {
                    boolean leads = Estate.leads(one, group);
                    if (leads && led[0] == 0) {
                        led[0] = calls.runtime().nanos();
                    }
                    return leads && Failovers.missing(one, group).isEmpty();
                })
                .describedBy(one -> String.join("; ", Failovers.missing(one, group)))
                .every(LOOK_AGAIN)
                .await(atMost);
        long ended = calls.runtime().nanos();
        return new FailoverOutcome(
                after.group(group).orElseThrow(),
                from,
                after.instance().name(),
                Duration.ofNanos(led[0] - started),
                Duration.ofNanos(ended - started),
                losses,
                List.of(),
                List.of());
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("group", group)
                .toString();
    }
}
