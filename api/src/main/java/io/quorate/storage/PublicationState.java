package io.quorate.storage;

import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.spi.Command;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.StorageGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /** The same after a command returned what it made, unless that shows late and has to be read. */
    PublicationState after(Command<?> command, Object result) {
        IscsiTarget targetNow = target;
        List<TargetGroup> targetGroupsNow = targetGroups;
        List<HostGroup> hostGroupsNow = hostGroups;
        Map<Iqn, RemoteInitiator> initiatorsNow = initiators;
        if (result instanceof RemoteInitiator initiator) {
            initiatorsNow = new HashMap<>(initiators);
            initiatorsNow.put(initiator.name(), initiator);
        } else if (result instanceof IscsiTarget made) {
            // Who only switches a target knows nothing of its portals.
            targetNow = command instanceof RequireChap && target != null
                    ? new IscsiTarget(target.name(), target.state(), made.chap(), target.portals())
                    : made;
        } else if (result instanceof StorageGroup group && group.kind() == StorageGroup.Kind.TARGET) {
            targetGroupsNow = with(targetGroups, TargetGroup::name, new TargetGroup(group.name(), group.members()));
        } else if (result instanceof StorageGroup group) {
            hostGroupsNow = with(hostGroups, HostGroup::name, new HostGroup(group.name(), group.members()));
        }
        return new PublicationState(
                volume, targetNow, targetGroupsNow, hostGroupsNow, initiatorsNow, mappings, unit, others);
    }

    /** The same with what was read again. */
    PublicationState again(
            String hostGroup, Optional<HostGroup> found, List<LunMapping> mapped, @Nullable LogicalUnit unitNow) {
        List<HostGroup> rest = hostGroups.stream()
                .filter(group -> !group.name().equals(hostGroup))
                .toList();
        List<HostGroup> hostGroupsNow =
                found.map(group -> with(rest, HostGroup::name, group)).orElse(rest);
        return new PublicationState(volume, target, targetGroups, hostGroupsNow, initiators, mapped, unitNow, others);
    }

    private static <T> List<T> with(List<T> all, Function<T, String> name, T one) {
        Stream<T> rest = all.stream().filter(other -> !name.apply(other).equals(name.apply(one)));
        return Stream.concat(rest, Stream.of(one)).toList();
    }
}
