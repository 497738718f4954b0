package io.quorate.storage;

import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an appliance has of a publication at one moment.
 *
 * @param volume the volume
 * @param target the target, if it is there
 * @param targetGroups all target groups
 * @param hostGroups all host groups
 * @param initiators what is known of the initiators, where CHAP matters
 * @param mappings the volume's mappings
 * @param unit the logical unit; null while none shows
 * @param others mappings of other volumes, where a change of what is there already could touch them
 */
record PublicationState(
        DatasetPath volume,
        @Nullable IscsiTarget target,
        List<TargetGroup> targetGroups,
        List<HostGroup> hostGroups,
        Map<Iqn, RemoteInitiator> initiators,
        List<LunMapping> mappings,
        @Nullable LogicalUnit unit,
        List<LunMapping> others) {
    PublicationState {
        Objects.requireNonNull(volume, "volume");
        targetGroups = List.copyOf(targetGroups);
        hostGroups = List.copyOf(hostGroups);
        initiators = Map.copyOf(initiators);
        mappings = List.copyOf(mappings);
        others = List.copyOf(others);
    }

    Optional<TargetGroup> targetGroup(String name) {
        return targetGroups.stream().filter(g -> g.name().equals(name)).findFirst();
    }

    Optional<HostGroup> hostGroup(String name) {
        return hostGroups.stream().filter(g -> g.name().equals(name)).findFirst();
    }
}
