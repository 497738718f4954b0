package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.spi.Target;
import io.quorate.sql.command.GetJobs;
import io.quorate.sql.command.RemoveJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Agent jobs of a group's instances. Jobs stay with their instance when a group fails over; so each instance has them all, and a job asks
 * whether it is its turn ({@link JobCondition}).
 *
 * {@snippet file="io/quorate/samples/SyncLogins.java" region="jobs"}
 *
 * <p>Jobs are the same by name; what differs is told field by field. Left as they are: jobs that another server sends, and those of replication,
 * log shipping, maintenance plans and the server itself; and what an instance has besides. Plans and differences show what a step does: a
 * password does not belong there.
 *
 * <p>Needs sysadmin. Common errors are those of {@link AvailabilityGroupClient}. Every instance has to answer. Immutable and thread-safe.
 */
public final class GroupJobs {
    private static final Duration TURN = Duration.ofMinutes(15);

    private final Calls calls;
    private final String group;

    GroupJobs(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    /** Reads the jobs of one instance. Changes nothing; one query. */
    public List<AgentJob> list(String host) {
        return calls.run(new GetJobs(host)).jobs();
    }

    /** Compares the jobs of the primary with those of the other replicas. Changes nothing; two queries an instance. */
    public JobComparison compare() {
        return compare(sync -> {});
    }

    /** Compares the jobs of one instance with those of the other replicas. Changes nothing; two queries an instance. */
    public JobComparison compare(Consumer<JobSync> sync) {
        return found("sql.job.compare", wish(sync)).comparison();
    }

    /** Looks what it would take to have the jobs be the same. Changes nothing; two queries an instance. */
    public GroupPlan plan(Consumer<JobSync> sync) {
        return found("sql.job.plan", wish(sync)).plan();
    }

    /** Has the jobs of the other replicas be as on the primary; see {@link #ensure(Consumer)}. */
    public Ensured<JobComparison> ensure() {
        return ensure(sync -> {});
    }

    /**
     * Has the jobs of the other replicas be as on one instance: missing ones are created, the others get what differs. Read back. May be
     * repeated; a second time nothing is sent. After any interruption the same call again leads to the same end.
     *
     * @return what differs now, and whether something was changed
     * @throws io.quorate.error.ConflictException if something keeps one of them from being the same; nothing was changed then, and the message
     *     lists all of it: an owner, operator or proxy that is missing, steps or schedules besides without a consent
     * @throws io.quorate.error.NotFoundException if there is no such group, or it has no primary and no instance is named
     */
    public Ensured<JobComparison> ensure(Consumer<JobSync> sync) {
        JobSync.Wish wish = wish(sync);
        return inTurn(() -> {
            GroupMembers members = members("sql.job.ensure", wish);
            return ensured(() -> found(members, wish));
        });
    }

    /**
     * Has every replica have a job, such as one that asks for the role. May be repeated; a second time nothing is sent.
     *
     * @return what differs now, and whether something was changed
     * @throws io.quorate.error.ConflictException as {@link #ensure(Consumer)}
     */
    public Ensured<JobComparison> ensure(JobDefinition job) {
        return ensure(job, sync -> {});
    }

    /** Has every replica have a job, with the consents that it takes; see {@link #ensure(JobDefinition)}. */
    public Ensured<JobComparison> ensure(JobDefinition job, Consumer<JobSync> sync) {
        Objects.requireNonNull(job, "job");
        JobSync.Wish wish = wish(sync);
        return inTurn(() -> {
            GroupMembers members = members("sql.job.ensure", wish);
            return ensured(() -> JobDiff.of(calls.endpoint(), group, wish, job, jobs(members)));
        });
    }

    private <T> T inTurn(Supplier<T> work) {
        return calls.inTurn(new Target("jobs of", group), TURN, work);
    }

    private Ensured<JobComparison> ensured(Supplier<JobDiff.Found> look) {
        long started = calls.runtime().nanos();
        JobDiff.Found found = look.get();
        GroupPlan plan = found.plan();
        if (!plan.obstacles().isEmpty()) {
            throw Reports.conflict(calls, "sql.job.ensure", "jobs of " + group, started, plan.obstacles());
        }
        if (plan.steps().isEmpty()) {
            return new Ensured<>(found.comparison(), false);
        }
        boolean changed = false;
        for (GroupStep step : plan.steps()) {
            changed |= calls.give(step.order()).changed();
        }
        return new Ensured<>(calls.rehearses() ? found.comparison() : look.get().comparison(), changed);
    }

    /**
     * Deletes a job of one instance with its history; already gone is fine.
     *
     * @param consent names {@code job@host}
     * @return whether something was changed
     */
    public boolean remove(String host, String job, @Nullable Consent consent) {
        Optional<AgentJob> there = calls.run(new GetJobs(host)).job(job);
        return there.isPresent()
                && calls.give(Order.ensure(
                                        calls.endpoint(),
                                        new RemoveJob(host, job, there.get().id()))
                                .with(consent))
                        .changed();
    }

    private JobDiff.Found found(String operation, JobSync.Wish wish) {
        return found(members(operation, wish), wish);
    }

    private JobDiff.Found found(GroupMembers members, JobSync.Wish wish) {
        List<JobInventory> all = jobs(members);
        return JobDiff.of(calls.endpoint(), group, wish, all.get(0), all.subList(1, all.size()));
    }

    private GroupMembers members(String operation, JobSync.Wish wish) {
        return GroupMembers.of(calls, operation, group, wish.source());
    }

    private List<JobInventory> jobs(GroupMembers members) {
        List<String> hosts = new ArrayList<>();
        hosts.add(members.source());
        hosts.addAll(members.others());
        return calls.atEach(hosts, host -> calls.run(new GetJobs(host)));
    }

    private static JobSync.Wish wish(Consumer<JobSync> sync) {
        JobSync said = new JobSync();
        sync.accept(said);
        return said.wish();
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("group", group)
                .toString();
    }
}
