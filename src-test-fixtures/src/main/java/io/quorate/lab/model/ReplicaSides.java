package io.quorate.lab.model;

import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.World;
import java.util.List;
import java.util.Locale;

/** The sides of replications, by what is asked of them. */
final class ReplicaSides {
    private final Index<ReplicaSide> sides;

    ReplicaSides(World world) {
        sides = world.index(ReplicaSide.class, side -> List.of(machine(side.vm()), guid(side.guid())));
    }

    private static String machine(String id) {
        return "machine " + id.toLowerCase(Locale.ROOT);
    }

    private static String guid(String guid) {
        return "guid " + guid.toLowerCase(Locale.ROOT);
    }

    /** Returns all sides of a machine, by the GUID that its copies show. */
    List<ReplicaSide> of(String guid) {
        return sides.of(guid(guid));
    }

    /** Returns the sides whose copy is a machine of this id. */
    List<ReplicaSide> with(String vm) {
        return sides.of(machine(vm));
    }
}
