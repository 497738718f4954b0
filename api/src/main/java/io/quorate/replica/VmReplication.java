package io.quorate.replica;

import io.quorate.Shown;
import io.quorate.Size;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replication of a virtual machine as one host sees it.
 *
 * @param id the machine's id, the same on both sides
 * @param name its name there
 * @param host the host
 * @param machine the state of the copy on that host
 * @param mode which side it is
 * @param state the replication's state
 * @param health as Windows judges it
 * @param primary DNS name of the primary server; empty where Windows does not tell
 * @param replica DNS name of the replica server; empty where Windows does not tell
 * @param frequency the time between two cycles; zero where Windows does not tell
 * @param recoveryPoints how many hourly points are kept besides the latest
 * @param lastReplication when a cycle ended last, by the host's clock; null if none did
 * @param lastKind what that cycle sent
 * @param failedOver what the replica took over from; none if it did not
 * @param pending what waits to be sent; as the side that is asked knows it
 * @param initialSize how much the first copy has to send; zero where Windows does not tell
 * @param test id of the machine that a test failover made; null if there is none
 * @param clock the host's clock when it was asked
 * @param settings how it is replicated; null where that side does not tell all of it
 * @param extended where the replica is replicated to in turn; null if it is not
 * @param copyAt when the first copy is to be begun; null unless that is scheduled
 */
public record VmReplication(
        UUID id,
        String name,
        String host,
        VmState machine,
        ReplicationMode mode,
        ReplicationState state,
        ReplicationHealth health,
        String primary,
        String replica,
        Duration frequency,
        int recoveryPoints,
        @Nullable Instant lastReplication,
        ReplicationKind lastKind,
        ReplicationKind failedOver,
        Size pending,
        Size initialSize,
        @Nullable UUID test,
        Instant clock,
        @Nullable ReplicationSettings settings,
        @Nullable ExtendedReplication extended,
        @Nullable Instant copyAt) {
    public VmReplication {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(primary, "primary");
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(frequency, "frequency");
        Objects.requireNonNull(lastKind, "lastKind");
        Objects.requireNonNull(failedOver, "failedOver");
        Objects.requireNonNull(pending, "pending");
        Objects.requireNonNull(initialSize, "initialSize");
        Objects.requireNonNull(clock, "clock");
    }

    /** The same without settings and extension. */
    public VmReplication(
            UUID id,
            String name,
            String host,
            VmState machine,
            ReplicationMode mode,
            ReplicationState state,
            ReplicationHealth health,
            String primary,
            String replica,
            Duration frequency,
            int recoveryPoints,
            @Nullable Instant lastReplication,
            ReplicationKind lastKind,
            ReplicationKind failedOver,
            Size pending,
            Size initialSize,
            @Nullable UUID test,
            Instant clock) {
        this(
                id,
                name,
                host,
                machine,
                mode,
                state,
                health,
                primary,
                replica,
                frequency,
                recoveryPoints,
                lastReplication,
                lastKind,
                failedOver,
                pending,
                initialSize,
                test,
                clock,
                null,
                null,
                null);
    }

    /**
     * Returns how old the copy is: from the end of the last cycle until the host was asked, both by that host's clock. Empty if no cycle has
     * ended, or one ended later than the clock says.
     */
    public Optional<Duration> lag() {
        return Optional.ofNullable(lastReplication)
                .map(last -> Duration.between(last, clock))
                .filter(lag -> !lag.isNegative());
    }

    /** Tells whether the copy on that host runs, or is about to. */
    public boolean isUp() {
        return !machine.equals(VmState.OFF) && !machine.equals(VmState.SAVED);
    }

    /** Tells whether it may be done now, as far as its state tells. */
    public boolean allows(ReplicationAct act) {
        return ReplicationTable.allows(this, act);
    }

    /** Returns what its mode and state let be done, each with the state it leads to and the source: what {@link #allows} begins with. */
    public List<ReplicationEdge> transitions() {
        return ReplicationEdge.all().stream()
                .filter(edge -> edge.mode().equals(mode) && edge.from().equals(state))
                .toList();
    }

    /** Returns the same in another state. */
    public VmReplication with(ReplicationMode newMode, ReplicationState newState) {
        return changed(part -> {
            part.mode = newMode;
            part.state = newState;
        });
    }

    /** Returns the same with its copy in another state. */
    public VmReplication with(VmState newMachine) {
        return changed(part -> part.machine = newMachine);
    }

    /** Returns the same with another machine made by a test failover. */
    public VmReplication withTest(@Nullable UUID newTest) {
        return changed(part -> part.test = newTest);
    }

    /** Returns the same that took over from a cycle of a kind. */
    public VmReplication failedOver(ReplicationKind from) {
        return changed(part -> {
            part.state = ReplicationState.FAILED_OVER_WAITING_COMPLETION;
            part.failedOver = from;
        });
    }

    /** Returns the same with another server as its primary. */
    public VmReplication from(String newPrimary) {
        return changed(part -> part.primary = newPrimary);
    }

    /** Returns the same with its first copy scheduled. */
    public VmReplication copiedAt(@Nullable Instant newCopyAt) {
        return changed(part -> part.copyAt = newCopyAt);
    }

    /** Returns the same with what is told of its settings. */
    public VmReplication settings(@Nullable ReplicationSettings told) {
        return changed(part -> part.settings = told);
    }

    /** Returns the same, replicated otherwise. */
    public VmReplication with(ReplicationSettings newSettings) {
        return changed(part -> {
            part.replica = newSettings.partner().server();
            part.frequency = newSettings.frequency().interval();
            part.recoveryPoints = newSettings.recoveryPoints();
            part.settings = newSettings;
        });
    }

    /** Returns the same with the replica replicated in turn. */
    public VmReplication extendedTo(@Nullable ExtendedReplication newExtended) {
        return changed(part -> part.extended = newExtended);
    }

    private VmReplication changed(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.in(this);
    }

    /** What can be another in a copy. */
    private static final class Parts {
        private VmState machine;
        private ReplicationMode mode;
        private ReplicationState state;
        private String primary;
        private String replica;
        private Duration frequency;
        private int recoveryPoints;
        private ReplicationKind failedOver;
        private @Nullable UUID test;
        private @Nullable ReplicationSettings settings;
        private @Nullable ExtendedReplication extended;
        private @Nullable Instant copyAt;

        Parts(VmReplication from) {
            machine = from.machine;
            mode = from.mode;
            state = from.state;
            primary = from.primary;
            replica = from.replica;
            frequency = from.frequency;
            recoveryPoints = from.recoveryPoints;
            failedOver = from.failedOver;
            test = from.test;
            settings = from.settings;
            extended = from.extended;
            copyAt = from.copyAt;
        }

        VmReplication in(VmReplication whole) {
            return new VmReplication(
                    whole.id,
                    whole.name,
                    whole.host,
                    machine,
                    mode,
                    state,
                    whole.health,
                    primary,
                    replica,
                    frequency,
                    recoveryPoints,
                    whole.lastReplication,
                    whole.lastKind,
                    failedOver,
                    whole.pending,
                    whole.initialSize,
                    test,
                    whole.clock,
                    settings,
                    extended,
                    copyAt);
        }
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
