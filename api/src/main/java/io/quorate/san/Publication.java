package io.quorate.san;

import io.quorate.Size;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A volume as it is published: everything an initiator needs to find it and to be sure that it is the right one.
 *
 * @param volume the volume
 * @param size its size
 * @param naa its identity, the same on every host
 * @param lun its number, the same for every node
 * @param target the target it is reached through
 * @param portals where the target listens
 * @param targetGroup the group of targets the mapping names
 * @param hostGroup the group of initiators the mapping names
 * @param initiators who sees it
 * @param chap whether initiators must log in with CHAP
 */
public record Publication(
        DatasetPath volume,
        Size size,
        Naa naa,
        int lun,
        Iqn target,
        List<Portal> portals,
        String targetGroup,
        String hostGroup,
        Set<Iqn> initiators,
        boolean chap) {
    public Publication {
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(naa, "naa");
        Objects.requireNonNull(target, "target");
        portals = List.copyOf(portals);
        Objects.requireNonNull(targetGroup, "targetGroup");
        Objects.requireNonNull(hostGroup, "hostGroup");
        initiators = Collections.unmodifiableSet(new TreeSet<>(initiators));
    }
}
