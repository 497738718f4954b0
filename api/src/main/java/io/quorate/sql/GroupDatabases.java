package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Progress;
import io.quorate.call.Waiter;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.RemoveDatabase;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.sql.command.SuspendDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The databases of a group. Rights and common errors are those of {@link AvailabilityGroupClient}. Immutable and thread-safe. */
public final class GroupDatabases {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Calls calls;
    private final String group;

    GroupDatabases(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    /** Reads all, as the primary tells them. Changes nothing; one query an instance. */
    public List<AvailabilityDatabase> list() {
        return new AvailabilityGroups(calls).get(group).databases();
    }

    /** Reads one. Changes nothing; one query an instance. */
    public Optional<AvailabilityDatabase> find(String database) {
        return new AvailabilityGroups(calls).get(group).database(database);
    }

    /**
     * Reads one. Changes nothing; one query an instance.
     *
     * @throws io.quorate.error.NotFoundException if it is none of the group's databases
     */
    public AvailabilityDatabase get(String database) {
        return find(database)
                .orElseThrow(() -> Reports.missing(
                        calls,
                        "sql.database.get",
                        "availability database " + database + "@" + group,
                        "it is none of the group's databases"));
    }

    /** Adds one on the primary; in already is fine. Secondaries with automatic seeding get it by themselves. Up to five minutes. */
    public Ensured<AvailabilityDatabase> add(String database) {
        boolean changed = calls.ensure(new AddDatabase(group, database)).changed();
        return new Ensured<>(get(database), changed);
    }

    /**
     * Takes one out of the group; out already is fine. It stays writable on the primary, restoring elsewhere.
     *
     * @param consent names {@code database@group}
     */
    public void remove(String database, @Nullable Consent consent) {
        calls.run(new RemoveDatabase(group, database), consent);
    }

    /** Suspends the movement of data: on the primary's host to all secondaries, else to this one. May be repeated. The primary's log grows meanwhile. */
    public boolean suspend(String host, String database) {
        return calls.ensure(new SuspendDatabase(host, group, database)).changed();
    }

    /** Resumes the movement of data at one host. May be repeated. After a forced failover this undoes what the new primary does not have. */
    public boolean resume(String host, String database) {
        return calls.ensure(new ResumeDatabase(host, group, database)).changed();
    }

    /**
     * Resumes every database of the group at every instance that answers and has it suspended. After a forced failover this undoes what the new
     * primary does not have.
     *
     * @return what was resumed, as {@code database@host}
     */
    public List<String> resumeAll() {
        return resumeAll(new SqlInstances(calls).sight().estate());
    }

    List<String> resumeAll(Estate estate) {
        return estate.holders(group).stream()
                .flatMap(one -> one.group(group).orElseThrow().databases().stream()
                        .filter(database -> database.on(one.instance().name())
                                .filter(DatabaseReplicaState::suspended)
                                .isPresent())
                        .filter(database -> resume(one.instance().host(), database.name()))
                        .map(database -> database.name() + "@" + one.instance().host()))
                .toList();
    }

    /**
     * Waits until every copy of a database is joined and in step as its replica's mode wants: synchronized where it commits synchronously,
     * synchronizing at least elsewhere. Looks twice a second. Changes nothing.
     *
     * @param progress hears of every look
     * @throws io.quorate.error.DeadlineExceededException if it was not so in time; tells what was seen last
     * @throws io.quorate.error.RejectedException if a copy is suspended or its seeding has failed, which no waiting mends
     */
    public AvailabilityDatabase awaitSynchronized(String database, Duration atMost, Consumer<Progress> progress) {
        return Waiter.of(
                        calls.runtime(),
                        "database " + database + " of group " + group + " is in step",
                        () -> look(database))
                .until(look -> {
                    progress.accept(look.progress());
                    return look.lagging().isEmpty();
                })
                .never(Look::hopeless)
                .describedBy(Look::words)
                .every(LOOK_AGAIN)
                .await(atMost)
                .database();
    }

    /**
     * Reads how much of their logs the group's databases use, at the primary. Changes nothing; one query an instance, and one more of the primary.
     *
     * @throws io.quorate.error.ConflictException if nobody who answers leads the group, or several do
     */
    public List<LogUse> logs() {
        return new GroupLogs(calls, group).uses();
    }

    /**
     * Watches how the logs of the group's databases grow, as they do while a copy is suspended or seeded: looks again and again and tells what two
     * looks measured. Changes nothing.
     *
     * @param every how long between two looks
     * @param atMost how long to go on; there are two looks at least
     * @param hears hears of each database at each look but the first; {@link LogGrowth#warning} says what is to be minded
     * @return what the last two looks measured
     * @throws io.quorate.error.ConflictException if nobody who answers leads the group, or several do
     */
    public List<LogGrowth> watchLogs(Duration every, Duration atMost, Consumer<LogGrowth> hears) {
        return new GroupLogs(calls, group).watch(every, atMost, hears);
    }

    private Look look(String database) {
        SqlInstances.Sight sight = new SqlInstances(calls).sight();
        Estate estate = sight.estate();
        AvailabilityGroup found = sight.group(group)
                .orElseThrow(() -> Reports.missing(
                        calls, "sql.group.get", "availability group " + group, "no instance that answers has it"));
        AvailabilityDatabase one = found.database(database)
                .orElseThrow(() -> Reports.missing(
                        calls,
                        "sql.database.get",
                        "availability database " + database + "@" + group,
                        "it is none of the group's databases"));
        List<SeedingProgress> seedings = estate.primaries(group).stream()
                .flatMap(primary -> primary.seedings().stream())
                .filter(run ->
                        run.group().equalsIgnoreCase(group) && run.database().equalsIgnoreCase(database))
                .toList();
        return new Look(found, one, seedings);
    }

    /** How a database is on all its replicas. */
    record Look(AvailabilityGroup group, AvailabilityDatabase database, List<SeedingProgress> seedings) {

        List<String> lagging() {
            return group.replicas().stream()
                    .filter(replica -> !replica.mode().equals(AvailabilityMode.CONFIGURATION_ONLY))
                    .filter(replica -> !inStep(replica))
                    .map(AvailabilityReplica::name)
                    .toList();
        }

        private boolean inStep(AvailabilityReplica replica) {
            Optional<DatabaseReplicaState> state = database.on(replica.name());
            boolean synchronous = replica.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT);
            return state.filter(one -> one.joined() || one.primary())
                    .filter(one -> one.is(SynchronizationState.SYNCHRONIZED)
                            || !synchronous && one.is(SynchronizationState.SYNCHRONIZING))
                    .isPresent();
        }

        Optional<String> hopeless() {
            for (SeedingProgress run : seedings) {
                if (run.failed() && lagging().stream().anyMatch(run.replica()::equalsIgnoreCase)) {
                    return Optional.of("seeding to " + run.replica() + " failed: "
                            + Objects.requireNonNullElse(run.failure(), "for no reason that is told")
                            + (run.errorCode() == null ? "" : " (" + run.errorCode() + ")"));
                }
            }
            return database.replicas().stream()
                    .filter(DatabaseReplicaState::suspended)
                    .map(one -> "it is suspended at " + one.replica() + ": "
                            + Objects.requireNonNullElse(one.suspendReason(), "no reason is told"))
                    .findFirst();
        }

        Progress progress() {
            return seedings.stream()
                    .filter(run -> lagging().stream().anyMatch(run.replica()::equalsIgnoreCase))
                    .findFirst()
                    .map(SeedingProgress::progress)
                    .orElseGet(() -> lagging().isEmpty() ? Progress.of(100, words()) : Progress.of(words()));
        }

        String words() {
            return group.replicas().stream()
                    .map(replica -> replica.name() + " "
                            + database.on(replica.name())
                                    .map(one -> one.synchronization() == null
                                            ? one.joined() ? "joined" : "not joined"
                                            : one.synchronization().word())
                                    .orElse("without a copy"))
                    .collect(Collectors.joining(", "));
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("group", group)
                .toString();
    }
}
