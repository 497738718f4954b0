package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.ReplicaSide.Mode;
import io.quorate.lab.model.ReplicaSide.State;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** First copies that are not sent over the network now: later, by medium, or of what a backup has left to send. */
public final class ReplicaCopies {
    private static final Duration LATEST = Duration.ofDays(7);

    private final Estate estate;
    private final World world;
    private final Replications replications;

    ReplicaCopies(Estate estate, Replications replications) {
        this.estate = estate;
        this.world = estate.world();
        this.replications = replications;
    }

    /**
     * What was written to a medium.
     *
     * @param guid the machine
     * @param folder where
     * @param run which of the primary's copies it is of
     */
    public record Medium(String guid, String folder, int run) {
        static Key<Medium> key(String guid, String folder) {
            return new Key<>(
                    Medium.class,
                    "replica/medium/" + guid.toLowerCase(Locale.ROOT) + "/" + folder.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * When a first copy begins.
     *
     * @param host the primary
     * @param guid the machine
     * @param at world time
     */
    public record Scheduled(String host, String guid, Duration at) {
        static Key<Scheduled> key(String host, String guid) {
            return new Key<>(Scheduled.class, "replica/" + host + "/" + guid.toLowerCase(Locale.ROOT) + "/scheduled");
        }
    }

    private ReplicaSide ready(VmState vm) {
        ReplicaSide side = replications
                .side(vm.host(), vm.guid())
                .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, vm.name()));
        if (side.mode() != Mode.PRIMARY || side.state() != State.READY) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        return side;
    }

    /** Finds when a side's first copy begins. */
    public Optional<Duration> at(ReplicaSide side) {
        return world.find(Scheduled.key(side.host(), side.guid()))
                .filter(one -> side.state() == State.READY)
                .map(Scheduled::at);
    }

    /** Begins it later. */
    public void schedule(VmState vm, Duration at) {
        ReplicaSide side = ready(vm);
        Duration now = world.time().now();
        if (at.compareTo(now) <= 0 || at.compareTo(now.plus(LATEST)) > 0) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "InitialReplicationStartTime");
        }
        Scheduled one = new Scheduled(side.host(), side.guid(), at);
        world.put(Scheduled.key(side.host(), side.guid()), one);
        world.schedule(
                at.minus(now),
                side.key().path(),
                "scheduled first copy",
                () -> world.find(Scheduled.key(side.host(), side.guid()))
                        .filter(one::equals)
                        .flatMap(due -> estate.hypervisor().find(side.vm()))
                        .filter(machine -> world.find(side.key())
                                .filter(it -> it.state() == State.READY)
                                .isPresent())
                        .ifPresent(replications::startCopy));
    }

    /** Writes it to a folder, which takes its time; a folder that is not whole is no medium. */
    public void export(VmState vm, String folder) {
        replications.write(
                ready(vm),
                written -> world.put(Medium.key(vm.guid(), folder), new Medium(vm.guid(), folder, written.run())));
    }

    /** Takes it in; that the medium was carried over is not simulated, so the folder has the name it had there. */
    public void take(VmState vm, String folder) {
        ReplicaSide side = replications
                .side(vm.host(), vm.guid())
                .filter(one -> one.mode() == Mode.REPLICA && one.state() == State.WAITING_FOR_INITIAL)
                .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, vm.name()));
        Medium medium = world.find(Medium.key(vm.guid(), folder))
                .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_PARAMETER, folder));
        ReplicaSide primary = replications
                .other(side)
                .filter(one -> one.state() == State.INITIAL_IN_PROGRESS)
                .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, vm.name()));
        if (medium.run() != primary.run()) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, folder);
        }
        replications.copied(primary);
    }

    /** Sends what differs from a backup: a hundredth of it. */
    public void useBackup(VmState vm) {
        ReplicaSide side = ready(vm);
        boolean restored = replications
                .other(side)
                .flatMap(replica -> world.find(ReplicaCopies.restoredKey(replica.vm())))
                .isPresent();
        if (!restored) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        world.put(side.key(), side.from(side.initial() / 100 + 1));
        replications.startCopy(vm);
    }

    /** A machine that waits for its primary. */
    public record Restored(String vm) {}

    static Key<Restored> restoredKey(String vm) {
        return new Key<>(Restored.class, "replica/restored/" + vm.toLowerCase(Locale.ROOT));
    }

    /** Has a restored machine wait for its primary. */
    public void receive(VmState vm) {
        if (replications.side(vm.host(), vm.guid()).isPresent() || vm.state() != VmState.State.OFF) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        world.put(restoredKey(vm.id()), new Restored(vm.id()));
        ReplicaSetup none =
                new ReplicaSetup("", 0, 1, "", 300, 0, 0, true, List.of(), false, Duration.ZERO, Duration.ZERO);
        ReplicaSide waits = new ReplicaSide(
                vm.host(),
                vm.guid(),
                vm.id(),
                Mode.REPLICA,
                State.WAITING_FOR_INITIAL,
                vm.host(),
                false,
                none,
                null,
                0,
                0,
                0,
                0,
                null,
                1,
                List.of());
        world.put(waits.key(), waits);
    }

    /** Finds the machine that a host restored and that waits for its primary. */
    Optional<VmState> waiting(String host, String guid) {
        return estate.hypervisor()
                .find(guid, host)
                .filter(vm -> world.find(restoredKey(vm.id())).isPresent());
    }

    /** Restores a machine on another host from a backup; what scenarios plant. */
    public void restore(String id, String host, String folder) {
        world.change(
                "a machine is restored from a backup",
                () -> estate.hypervisor()
                        .find(id)
                        .ifPresent(vm -> estate.hypervisor().receive(vm, host, folder)));
    }
}
