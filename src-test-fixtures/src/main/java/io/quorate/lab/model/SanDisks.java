package io.quorate.lab.model;

import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.World;
import java.util.List;

/** The disks that hosts have of appliances' units, by what is asked of them. */
final class SanDisks {
    private final Index<SanDisk> disks;

    SanDisks(World world) {
        disks = world.index(
                SanDisk.class,
                d -> d.present() ? List.of("host " + d.host(), "unit " + d.naa(), way(d)) : List.of(way(d)));
    }

    private static String way(SanDisk disk) {
        return way(disk.host(), disk.naa());
    }

    private static String way(String host, String naa) {
        return "way " + host + "/" + naa;
    }

    /** Returns the disks that are there on a host. */
    List<SanDisk> of(String host) {
        return disks.of("host " + host);
    }

    /** Returns the disks that are there of a unit, on all hosts. */
    List<SanDisk> seen(String naa) {
        return disks.of("unit " + naa);
    }

    /** Returns the disks that a host has, or had, of a unit. */
    List<SanDisk> known(String host, String naa) {
        return disks.of(way(host, naa));
    }
}
