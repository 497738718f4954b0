package io.quorate.flow;

import io.quorate.Consent;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Waiter;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.flow.FlowStep.Outcome;
import io.quorate.host.HostClient;
import io.quorate.host.HostSqlInstance;
import io.quorate.host.HostSqlInstances;
import io.quorate.sql.AvailabilityDatabase;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.SqlInstance;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SynchronizationState;
import io.quorate.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of switching Always On of an instance. */
final class AlwaysOnChange {
    private static final Logger log = LoggerFactory.getLogger(AlwaysOnChange.class);
    private static final Duration ANSWERS = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Calls windows;
    private final Calls sql;
    private final QuorateRuntime runtime;
    private final AlwaysOnSpec.Wanted wanted;
    private final HostSqlInstances installed;
    private final Deadline deadline;
    private final long started;
    private boolean changed;
    private boolean deafened;

    AlwaysOnChange(Function<String, Calls> doors, QuorateRuntime runtime, AlwaysOnSpec.Wanted wanted) {
        this.windows = doors.apply(wanted.windows());
        this.sql = doors.apply(wanted.sql());
        this.runtime = runtime;
        this.wanted = wanted;
        this.installed = new HostClient(windows, wanted.host()).sqlInstances();
        this.started = runtime.nanos();
        this.deadline = Deadline.in(wanted.atMost(), runtime);
    }

    /** One instance of an endpoint at a time, so that never two are away at once. */
    Ensured<HostSqlInstance> run() {
        return sql.inTurn("Always On of the instances of", wanted.sql(), deadline.remaining(), this::change);
    }

    private Ensured<HostSqlInstance> change() {
        HostSqlInstance before = installed.get(wanted.instance());
        if (before.clustered() && before.service().isStopped()) {
            throw rejected(
                    "the failover cluster instance does not run on " + wanted.host()
                            + ", and what is set on a node that does not own it is lost when it comes there",
                    "ask the node that owns it; nothing was changed");
        }
        SqlInventory seen = before.service().isStopped() ? null : look(before);
        boolean inForce = seen != null && seen.instance().hadrEnabled() == wanted.on();
        tell(
                "always on",
                Outcome.DONE,
                "set " + words(before.alwaysOn()) + ", in force "
                        + words(seen == null ? null : seen.instance().hadrEnabled()));
        if (!inForce) {
            refusePrimary(seen);
            Consent consent = wanted.restart();
            if (consent == null || !consent.covers(wanted.identity())) {
                throw new ConsentRequiredException(
                        report(
                                "the change takes a restart of the instance; "
                                        + (consent == null
                                                ? "no consent was given"
                                                : "the consent is for " + consent.identity())
                                        + "; nothing was changed",
                                "pass restart(Consent.to(\"" + wanted.identity() + "\", reason))"),
                        wanted.identity());
            }
        }
        Ensured<HostSqlInstance> set = installed.ensureAlwaysOn(wanted.instance(), wanted.on());
        tell("setting", set.changed() ? Outcome.CHANGED : Outcome.DONE, words(wanted.on()));
        if (inForce) {
            return new Ensured<>(set.value(), changed);
        }
        inTime("restarting the instance");
        // read before what is in force is: what is not in force then is not in this process
        HostSqlInstance standing = installed.get(wanted.instance());
        if (seen != null || !standing.service().isStopped()) {
            SqlInventory now = look(before);
            if (now.instance().hadrEnabled() == wanted.on()) {
                tell("restart", Outcome.DONE, "by somebody else, meanwhile");
                inStep();
                return new Ensured<>(installed.get(wanted.instance()), changed);
            }
            // what was a secondary a moment ago may have been made primary meanwhile
            refusePrimary(now);
            refuseSecondDown(now);
        }
        installed.restart(standing, wanted.restart());
        tell("restart", Outcome.CHANGED, before.wantsAgent() ? "and its Agent" : "without an Agent");
        if (!windows.rehearses()) {
            inForce();
            inStep();
        }
        return new Ensured<>(installed.get(wanted.instance()), changed);
    }

    private static String words(@Nullable Boolean on) {
        return on == null ? "unknown" : on ? "on" : "off";
    }

    /** Asks the instance; one that has just been started needs a while until it answers. */
    private SqlInventory look(HostSqlInstance installedThere) {
        SqlInventory seen;
        try {
            seen = Waiter.of(
                            runtime,
                            "instance " + wanted.server() + " answers",
                            () -> new AvailabilityGroupClient(sql).instances().inventory(wanted.server()))
                    .every(LOOK_AGAIN)
                    .await(atMost(ANSWERS));
        } catch (QuorateException e) {
            RejectedException untold = rejected(
                    "its service is not stopped, and whether it is a primary cannot be told, because it does not answer: "
                            + e.getMessage(),
                    "nothing was restarted; mend the SQL endpoint, or stop the service by hand if nobody needs it");
            untold.addSuppressed(e);
            throw untold;
        }
        requireSame(seen.instance(), installedThere);
        return seen;
    }

    /** What another instance says of itself tells nothing of the one that is restarted. */
    private void requireSame(SqlInstance answered, HostSqlInstance installedThere) {
        String name = answered.name();
        int at = name.indexOf('\\');
        String machine = at < 0 ? name : name.substring(0, at);
        String instance = at < 0 ? HostSqlInstance.DEFAULT : name.substring(at + 1);
        boolean here = installedThere.clustered()
                ? installedThere.networkName().isEmpty() || machine.equalsIgnoreCase(installedThere.networkName())
                : machine.equalsIgnoreCase(wanted.host().split("\\.", 2)[0]);
        if (!here || !installedThere.isNamed(instance)) {
            throw rejected(
                    "through endpoint " + wanted.sql() + " host " + wanted.server() + " answers as " + name
                            + ", which is not the instance " + wanted.instance() + " of " + wanted.host(),
                    "nothing was changed; look which host the SQL endpoint means, and whether the host was renamed");
        }
    }

    private void refusePrimary(@Nullable SqlInventory seen) {
        if (seen == null || !seen.instance().hadrEnabled()) {
            // without Always On none of its groups' databases is open, and it leads none of them
            return;
        }
        List<String> primary = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        for (AvailabilityGroup group : seen.groups()) {
            Optional<AvailabilityReplica> own = group.replica(seen.instance().name());
            if (own.isPresent() && own.get().isPrimary()) {
                primary.add(group.name());
            } else if (own.isEmpty()
                    || own.get().state() == null
                    || !own.get().state().is(ReplicaRole.SECONDARY)) {
                untold.add(group.name());
            }
        }
        if (!primary.isEmpty()) {
            throw rejected(
                    "it is the primary of " + String.join(", ", primary),
                    "nothing was restarted; fail over to another replica first");
        }
        if (!untold.isEmpty()) {
            throw rejected(
                    "whether it is the primary of " + String.join(", ", untold) + " cannot be told",
                    "nothing was restarted; look at the group's health first");
        }
    }

    /** Two instances of one group are not to be away at once, whoever took the other one away. */
    private void refuseSecondDown(SqlInventory seen) {
        for (AvailabilityGroup group : seen.groups()) {
            for (AvailabilityReplica replica : group.replicas()) {
                Optional<String> host = replica.isNamed(seen.instance().name()) ? Optional.empty() : hostOf(replica);
                if (!group.distributed() && host.isPresent()) {
                    try {
                        new AvailabilityGroupClient(sql).instances().get(host.get());
                    } catch (UnreachableException e) {
                        RejectedException down = rejected(
                                replica.name() + " of " + group.name()
                                        + " does not answer, and two instances of one group would be away at once",
                                "nothing was restarted; run it again when " + replica.name() + " is up");
                        down.addSuppressed(e);
                        throw down;
                    }
                }
            }
        }
    }

    /** Returns what the endpoint calls a replica's host; empty if it does not know it. */
    private Optional<String> hostOf(AvailabilityReplica replica) {
        String machine = replica.name().split("\\\\", 2)[0];
        return sql.hosts().stream()
                .filter(one -> one.split("[.:]", 2)[0].equalsIgnoreCase(machine))
                .findFirst();
    }

    /** Waits until its copies of groups' databases follow again, so that whoever goes on with another instance finds this one ready. */
    private void inStep() {
        if (!wanted.on()) {
            return;
        }
        List<String> behind = Waiter.of(
                        runtime,
                        "the copies of " + wanted.identity() + " are in step",
                        () -> new AvailabilityGroupClient(sql).instances().inventory(wanted.server()))
                .until(seen -> behind(seen, false).isEmpty())
                .never(seen -> behind(seen, true).stream()
                        .findFirst()
                        .map(one -> "it was restarted, and " + one
                                + " is suspended there: resume it before the next instance"))
                .every(LOOK_AGAIN)
                .await(atMost(wanted.atMost()))
                .groups()
                .stream()
                .map(AvailabilityGroup::name)
                .toList();
        if (!behind.isEmpty()) {
            tell("in step", Outcome.DONE, String.join(", ", behind));
        }
    }

    /** Returns the databases whose copies at the instance are not in step, or are suspended. */
    private static List<String> behind(SqlInventory seen, boolean suspended) {
        List<String> behind = new ArrayList<>();
        for (AvailabilityGroup group : seen.groups()) {
            Optional<AvailabilityReplica> own = group.replica(seen.instance().name());
            if (group.distributed() || own.isEmpty()) {
                continue;
            }
            boolean synchronous = own.get().mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT);
            for (AvailabilityDatabase database : group.databases()) {
                Optional<DatabaseReplicaState> copy =
                        database.on(seen.instance().name()).filter(one -> one.joined() || one.primary());
                boolean follows = copy.filter(one -> one.is(SynchronizationState.SYNCHRONIZED)
                                || !synchronous && one.is(SynchronizationState.SYNCHRONIZING))
                        .isPresent();
                boolean still = copy.filter(DatabaseReplicaState::suspended).isPresent();
                if (copy.isPresent() && (suspended ? still : !follows)) {
                    behind.add(database.name() + "@" + group.name());
                }
            }
        }
        return behind;
    }

    private void inForce() {
        SqlInstance after = Waiter.of(
                        runtime,
                        "Always On of " + wanted.identity() + " is in force",
                        () -> new AvailabilityGroupClient(sql).instances().get(wanted.server()))
                .until(seen -> seen.hadrEnabled() == wanted.on())
                .never(seen -> seen.hadrEnabled() == wanted.on()
                        ? Optional.empty()
                        : Optional.of("it was restarted, and Always On is still " + words(seen.hadrEnabled())
                                + ": its error log says why"))
                .every(LOOK_AGAIN)
                .await(atMost(wanted.atMost()));
        tell("in force", Outcome.DONE, words(after.hadrEnabled()));
    }

    private Duration atMost(Duration limit) {
        Duration left = deadline.remaining();
        return left.compareTo(limit) < 0 ? left : limit;
    }

    private void inTime(String next) {
        if (deadline.expired()) {
            throw new DeadlineExceededException(
                    report(
                            "not within " + Span.words(wanted.atMost()) + "; next would be " + next,
                            "run it again: it goes on from what is there"),
                    null,
                    null);
        }
    }

    private void tell(String what, Outcome outcome, String detail) {
        changed |= outcome == Outcome.CHANGED;
        FlowStep step = new FlowStep(what, wanted.host(), outcome, detail);
        log.debug("switching Always On [instance={}, step={}]", wanted.identity(), step);
        try {
            wanted.progress().step(step);
        } catch (RuntimeException e) {
            if (!deafened) {
                log.warn("a listener failed, told once [instance={}, step={}]", wanted.identity(), step, e);
            }
            deafened = true;
        }
    }

    private RejectedException rejected(String said, String hint) {
        return new RejectedException(report(said, hint), null);
    }

    private ErrorReport report(String said, String hint) {
        return new ErrorReport(
                "flow.always-on",
                "instance " + wanted.identity(),
                wanted.host(),
                null,
                wanted.windows(),
                1,
                Duration.ofNanos(runtime.nanos() - started),
                said,
                null,
                hint,
                null);
    }
}
