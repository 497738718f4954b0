package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.ReplicaSide.Mode;
import io.quorate.lab.model.ReplicaSide.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Replicas that are replicated in turn. Called inside a {@link World#change}; says no by a {@link Refusal}. */
public final class ReplicaExtensions {
    private static final int NEVER = 30;

    private final Estate estate;
    private final World world;
    private final Replications replications;

    ReplicaExtensions(Estate estate, Replications replications) {
        this.estate = estate;
        this.world = estate.world();
        this.replications = replications;
    }

    /** Finds what a replica sends on. */
    public Optional<ReplicaExtension> of(ReplicaSide side) {
        return world.find(ReplicaExtension.key(side.host(), side.guid()));
    }

    /** Returns the bytes that wait to be sent on. */
    public long pending(ReplicaSide side, ReplicaExtension extension) {
        return extension.last() == null ? extension.initial() : replications.held(side) - extension.total();
    }

    void enable(VmState vm, ReplicaSide side, ReplicaSetup setup) {
        if (side.mode() != Mode.REPLICA || of(side).isPresent()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        if (setup.frequency() == NEVER || setup.frequency() < side.setup().frequency()) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "ReplicationFrequencySec");
        }
        HostSpec third = replications
                .servers()
                .connect(vm.host(), vm.group() != null, setup.server(), setup.port(), setup.authentication());
        if (replications.side(third.name(), vm.guid()).isPresent()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        VmState copy = estate.hypervisor()
                .receive(vm, third.name(), replications.servers().storage(third, vm));
        long bytes = estate.hypervisor().bytes(vm, List.of());
        ReplicaExtension extension =
                new ReplicaExtension(side.host(), side.guid(), third.name(), State.READY, setup, null, 0, bytes);
        world.put(extension.key(), extension);
        ReplicaSide receiving = new ReplicaSide(
                third.name(),
                vm.guid(),
                copy.id(),
                Mode.EXTENDED_REPLICA,
                State.WAITING_FOR_INITIAL,
                side.host(),
                false,
                setup,
                null,
                0,
                0,
                0,
                bytes,
                null,
                1,
                List.of());
        world.put(receiving.key(), receiving);
    }

    /** Begins the first copy. */
    public void startCopy(ReplicaExtension extension) {
        if (extension.state() != State.READY) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, extension.guid());
        }
        world.put(extension.key(), extension.with(State.INITIAL_IN_PROGRESS));
        later(extension, Duration.ofMillis(extension.initial() * 1000 / Replications.BANDWIDTH + 1));
    }

    /** Ends what a replica sends on; the third host is not told. */
    public void remove(ReplicaExtension extension) {
        world.remove(extension.key());
    }

    /** Ends what a third host receives; its machine stays. */
    void end(ReplicaSide side) {
        world.remove(side.key());
    }

    private void later(ReplicaExtension begun, Duration after) {
        world.schedule(
                after,
                begun.key().path(),
                "extended cycle",
                () -> world.find(begun.key()).ifPresent(now -> {
                    Optional<ReplicaSide> side = world.find(ReplicaSide.key(now.host(), now.guid()));
                    if (side.isEmpty() || side.get().mode() != Mode.REPLICA || now.state() == State.READY) {
                        return;
                    }
                    ReplicaExtension sent = now;
                    if (estate.reaches(now.host(), now.partner())) {
                        sent = now.sent(world.time().now(), replications.held(side.get()));
                        world.put(sent.key(), sent);
                        received(sent);
                    }
                    later(sent, Duration.ofSeconds(sent.setup().frequency()));
                }));
    }

    private void received(ReplicaExtension sent) {
        world.find(ReplicaSide.key(sent.partner(), sent.guid()))
                .ifPresent(third -> world.put(
                        third.key(),
                        third.with(State.REPLICATING).sent(world.time().now(), ReplicaSide.REGULAR)));
    }
}
