package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.ReplicaSide.Mode;
import org.jspecify.annotations.Nullable;

/** What must hold of replications after every event; null where it does. */
final class ReplicaInvariants {
    private ReplicaInvariants() {}

    static @Nullable String receiversAreOff(World world) {
        return world.all(ReplicaSide.class).stream()
                .filter(side -> side.mode() == Mode.REPLICA && !ReplicaGraph.allows(side, ReplicaStep.START_MACHINE))
                .flatMap(side -> world.find(VmState.key(side.vm())).stream())
                .filter(VmState::live)
                .map(vm -> vm.name() + " runs on " + vm.host() + ", where it only receives")
                .findFirst()
                .orElse(null);
    }

    static @Nullable String strayCopies(World world, Hypervisor hypervisor) {
        return world.all(ReplicaSide.class).stream()
                .filter(side -> world.find(VmState.key(side.vm())).isEmpty()
                        || hypervisor.on(side.host()).stream()
                                        .filter(vm -> vm.guid().equalsIgnoreCase(side.guid()))
                                        .count()
                                > 1)
                .map(side -> side.guid() + " is not there, or twice, on " + side.host())
                .findFirst()
                .orElse(null);
    }
}
