package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.ReplicaSide.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of replications after every event. Each is told twice: of everything, and of what a change may have broken. */
final class ReplicaInvariants {
    private final World world;
    private final Hypervisor hypervisor;
    private final ReplicaSides sides;

    ReplicaInvariants(Estate estate, ReplicaSides sides) {
        this.world = estate.world();
        this.hypervisor = estate.hypervisor();
        this.sides = sides;
    }

    void declare() {
        world.invariant(
                        "S7 what only receives does not run",
                        () -> first(world.all(ReplicaSide.class).stream().map(this::running)))
                .on(ReplicaSide.class, (before, side) -> side == null ? null : running(side))
                .on(VmState.class, (before, vm) -> vm == null || !vm.live() ? null : running(vm));
        world.invariant("S10 each side has its machine, and a host one copy of it", this::strayCopies)
                .on(ReplicaSide.class, (before, side) -> side == null ? null : stray(side))
                .on(VmState.class, this::strays);
    }

    private static @Nullable String first(Stream<@Nullable String> said) {
        return said.filter(Objects::nonNull).findFirst().orElse(null);
    }

    private @Nullable String running(ReplicaSide side) {
        return world.find(VmState.key(side.vm()))
                .filter(VmState::live)
                .map(vm -> running(side, vm))
                .orElse(null);
    }

    private @Nullable String running(VmState vm) {
        return first(sides.with(vm.id()).stream().map(side -> running(side, vm)));
    }

    private static @Nullable String running(ReplicaSide side, VmState vm) {
        return side.mode() == Mode.REPLICA && !ReplicaGraph.allows(side, ReplicaStep.START_MACHINE)
                ? vm.name() + " runs on " + vm.host() + ", where it only receives"
                : null;
    }

    private @Nullable String strayCopies() {
        Map<String, List<VmState>> copies = hypervisor.all().stream()
                .collect(Collectors.groupingBy(vm -> vm.guid().toLowerCase(Locale.ROOT)));
        return first(world.all(ReplicaSide.class).stream()
                .map(side ->
                        stray(side, copies.getOrDefault(side.guid().toLowerCase(Locale.ROOT), List.of()).stream())));
    }

    private @Nullable String strays(@Nullable VmState before, @Nullable VmState after) {
        VmState vm = Objects.requireNonNull(after == null ? before : after);
        boolean sameCopy = before != null && after != null && before.host().equals(after.host());
        return sameCopy ? null : first(sides.of(vm.guid()).stream().map(this::stray));
    }

    private @Nullable String stray(ReplicaSide side) {
        return stray(side, hypervisor.copies(side.guid()).stream());
    }

    private @Nullable String stray(ReplicaSide side, Stream<VmState> copies) {
        boolean twice =
                copies.filter(vm -> vm.host().equalsIgnoreCase(side.host())).count() > 1;
        return twice || world.find(VmState.key(side.vm())).isEmpty()
                ? side.guid() + " is not there, or twice, on " + side.host()
                : null;
    }
}
