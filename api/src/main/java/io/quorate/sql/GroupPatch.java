package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Waiter;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.spi.Target;
import io.quorate.sql.SqlInstances.Sight;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.text.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rolling patch of a group's instances: secondaries first, one at a time, then the group is failed over to a patched one, and the old primary
 * is patched.
 *
 * <p>Each run goes on from what the instances show - who is patched, who leads, who is in step - and remembers nothing, so the same call again goes
 * on after any interruption. Rights and common errors are those of {@link AvailabilityGroupClient}. Immutable and thread-safe.
 */
public final class GroupPatch {
    private static final Duration TURN = Duration.ofMinutes(15);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Calls calls;
    private final String group;

    GroupPatch(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    /**
     * Looks what is to be done still. Changes nothing; one query an instance.
     *
     * @throws io.quorate.error.NotFoundException if no instance has the group
     */
    public PatchPlan plan(Consumer<PatchSpec> spec) {
        return look(wanted(spec)).plan();
    }

    /**
     * Patches what is not patched. Of each secondary: it is in step; it is taken out of automatic failover, if it was in it; your step patches it; it
     * is back, patched and in step; it is put back into automatic failover. Then the group is failed over to a patched one, the old primary is
     * patched likewise, and, if that was wished, leads again. An instance that is older than the primary by a major version follows it again only
     * when it is patched, so the failover comes when all others are. What SQL Server suspended meanwhile is resumed; what a user did is not.
     *
     * <p>Without {@link PatchSpec#by} it stops where an instance is ready to be patched by hand. What your step throws comes out of here; run
     * again once it is mended. It takes as long as your steps do.
     *
     * @param consent made by {@link PatchPlan#consent}: names the group's id; needed where the primary has no synchronized partner meanwhile, as
     *     always in a group of two
     * @throws ConsentRequiredException without a consent, where one is needed; the group is as it was then
     * @throws io.quorate.error.ConflictException if something speaks against it, or commits would wait for too few secondaries
     * @throws io.quorate.error.DeadlineExceededException if an instance is not back in time; tells what was seen last
     */
    public PatchOutcome run(Consumer<PatchSpec> spec, @Nullable Consent consent) {
        PatchSpec.Wanted wanted = wanted(spec);
        return calls.inTurn(new Target("patching group", group), TURN, () -> new Run(wanted, consent).go());
    }

    private PatchSpec.Wanted wanted(Consumer<PatchSpec> spec) {
        PatchSpec filled = new PatchSpec();
        spec.accept(filled);
        return filled.build(group);
    }

    private PatchState look(PatchSpec.Wanted wanted) {
        Sight sight = new SqlInstances(calls).sight();
        AvailabilityGroup told = sight.group(group)
                .orElseThrow(() -> Reports.missing(
                        calls,
                        "sql.group.patch",
                        "availability group " + group,
                        "no instance that answers has such a group"));
        return PatchState.of(wanted, told, sight);
    }

    /** One run. */
    private final class Run {
        private final PatchSpec.Wanted wanted;
        private final @Nullable Consent consent;
        private final long started = calls.runtime().nanos();
        private final List<String> patched = new ArrayList<>();
        private final List<String> failovers = new ArrayList<>();

        Run(PatchSpec.Wanted wanted, @Nullable Consent consent) {
            this.wanted = wanted;
            this.consent = consent;
        }

        PatchOutcome go() {
            PatchState first = clear(look(wanted));
            for (String alone : first.plan().alone()) {
                consented(first, alone);
            }
            while (true) {
                PatchState state = clear(look(wanted));
                List<SqlInventory> waiting = state.waiting();
                restore(state);
                if (waiting.isEmpty()) {
                    finish(state);
                    return outcome(null);
                }
                SqlInventory next = waiting.get(0);
                String server = next.instance().name();
                if (state.leads(next)) {
                    if (calls.rehearses()) {
                        return outcome(next.instance());
                    }
                    failOver(server);
                    continue;
                }
                if (!prepare(server)) {
                    continue;
                }
                if (wanted.step() == null || calls.rehearses()) {
                    return outcome(next.instance());
                }
                wanted.step().accept(next.instance());
                back(server);
                patched.add(server);
            }
        }

        private PatchState clear(PatchState state) {
            if (!state.obstacles.isEmpty()) {
                throw against(state.obstacles);
            }
            return state;
        }

        /** Lets the cluster choose those again whose patch is over: a run that was cut off did not come to it. */
        private void restore(PatchState state) {
            for (SqlInventory one : state.otherwise()) {
                if (state.patched(one) && state.wantsAutomatic(one) && !state.leads(one)) {
                    back(one.instance().name());
                }
            }
        }

        private PatchOutcome outcome(@Nullable SqlInstance waitsFor) {
            return new PatchOutcome(look(wanted).group, patched, failovers, waitsFor);
        }

        private QuorateException against(List<String> obstacles) {
            return Reports.conflict(calls, "sql.group.patch", "availability group " + group, started, obstacles);
        }

        /**
         * Sees to it that an instance can go without harm, and that nobody fails over to it.
         *
         * @return whether it waits for its patch still: somebody else may have patched it meanwhile, or made it the primary
         */
        private boolean prepare(String server) {
            PatchState state = look(wanted);
            SqlInventory one = named(state, server);
            boolean behind = state.primary != null
                    && one.instance().version().major()
                            < state.primary.instance().version().major();
            if (!behind && !state.lagging(one).isEmpty()) {
                state = inStep(server);
                one = named(state, server);
            }
            if (!waits(state, server)) {
                return false;
            }
            int required = state.group.requiredSynchronizedSecondaries();
            int partners = state.partners(one).size();
            if (!behind && partners < required) {
                throw against(List.of("a commit waits for " + required + " synchronized secondaries, and without "
                        + server + " there are " + partners + "; lower it while " + server + " is patched"));
            }
            if (!behind && state.leavesAlone(one)) {
                consented(state, server);
            }
            if (state.automatic(one)) {
                set(server, FailoverMode.MANUAL);
                return waits(look(wanted), server);
            }
            return true;
        }

        private boolean waits(PatchState state, String server) {
            SqlInventory one = named(state, server);
            return !state.patched(one) && !state.leads(one);
        }

        private void consented(PatchState state, String server) {
            String id = state.group.id().toString();
            if (consent == null || !consent.covers(id)) {
                throw new ConsentRequiredException(
                        calls.report(
                                "sql.group.patch",
                                "availability group " + group,
                                started,
                                "while " + server + " is patched the primary has no synchronized partner, and "
                                        + (consent == null
                                                ? "no consent was given"
                                                : "the consent is for " + consent.identity()),
                                "look at the plan, then pass plan.consent(reason)"),
                        id);
            }
        }

        private void set(String server, FailoverMode mode) {
            calls.ensure(new SetReplicaOption(group, server, ReplicaSetting.of(ReplicaOption.FAILOVER_MODE, mode)));
        }

        private SqlInventory named(PatchState state, String server) {
            return state.group
                    .replica(server)
                    .flatMap(state::instance)
                    .orElseThrow(() -> against(List.of("replica " + server + " does not answer")));
        }

        private PatchState inStep(String server) {
            return Waiter.of(calls.runtime(), server + " is in step", () -> look(wanted))
                    .until(state -> state.obstacles.isEmpty()
                            && state.lagging(named(state, server)).isEmpty())
                    .describedBy(state -> words(state, server))
                    .every(LOOK_AGAIN)
                    .await(wanted.within());
        }

        private String words(PatchState state, String server) {
            return state.obstacles.isEmpty()
                    ? String.join("; ", state.lagging(named(state, server)))
                    : String.join("; ", state.obstacles);
        }

        /** Waits until an instance is patched and in step again, then lets the cluster choose it again. */
        private void back(String server) {
            Waiter.of(calls.runtime(), server + " is back, patched and in step", () -> look(wanted))
                    .until(state -> isBack(state, server))
                    .describedBy(state -> state.obstacles.isEmpty() && !state.patched(named(state, server))
                            ? "it has no " + wanted.wish() + " yet: it is "
                                    + named(state, server).instance().version()
                            : words(state, server))
                    .every(LOOK_AGAIN)
                    .await(wanted.within());
            if (wanted.automatic().contains(server)) {
                set(server, FailoverMode.AUTOMATIC);
            }
        }

        private boolean isBack(PatchState state, String server) {
            if (!state.obstacles.isEmpty() || !state.patched(named(state, server))) {
                return false;
            }
            resume(state, server);
            return state.lagging(named(state, server)).isEmpty();
        }

        /** Resumes what the patch, or the lack of it, suspended; not what a user did. */
        private void resume(PatchState state, String server) {
            for (AvailabilityDatabase database : state.group.databases()) {
                boolean suspended = database.on(server)
                        .filter(DatabaseReplicaState::suspended)
                        .filter(copy -> !"SUSPEND_FROM_USER".equalsIgnoreCase(copy.suspendReason()))
                        .isPresent();
                if (suspended) {
                    calls.ensure(
                            new ResumeDatabase(named(state, server).instance().host(), group, database.name()));
                }
            }
        }

        private void failOver(String primary) {
            PatchState state = look(wanted);
            if (isOld(state, primary) && !state.mayLead()) {
                throw against(List.of("no patched secondary commits synchronously, so nobody can take over from "
                        + primary + " without loss; have one do so until " + primary + " is patched"));
            }
            Optional<SqlInventory> target = Waiter.of(
                            calls.runtime(),
                            "a patched secondary is ready to take over from " + primary,
                            () -> look(wanted))
                    .until(one -> !isOld(one, primary) || one.target().isPresent())
                    .describedBy(one -> one.obstacles.isEmpty() ? "none is" : String.join("; ", one.obstacles))
                    .every(LOOK_AGAIN)
                    .await(wanted.within())
                    .target();
            target.ifPresent(one -> lead(one, seen -> isOld(seen, primary)));
        }

        /** Tells whether an instance waits for its patch and leads, as far as that can be told: somebody else may have failed over meanwhile. */
        private boolean isOld(PatchState state, String server) {
            SqlInventory leads = state.primary;
            return leads == null || leads.instance().isNamed(server) && !state.patched(leads);
        }

        private void lead(SqlInventory target, Predicate<PatchState> wished) {
            new GroupFailover(calls, group)
                    .to(
                            target.instance().host(),
                            wanted.within(),
                            sight -> sight.group(group)
                                    .filter(told -> wished.test(PatchState.of(wanted, told, sight)))
                                    .isPresent())
                    .ifPresent(done -> failovers.add(target.instance().name()));
        }

        /** All are patched: modes as wished, and who is to lead. */
        private void finish(PatchState state) {
            for (SqlInventory one : state.otherwise()) {
                set(one.instance().name(), state.wantsAutomatic(one) ? FailoverMode.AUTOMATIC : FailoverMode.MANUAL);
            }
            String back = wanted.back();
            if (back != null
                    && state.primary != null
                    && !state.primary.instance().isNamed(back)
                    && !calls.rehearses()) {
                lead(named(inStep(back), back), seen -> true);
            }
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
