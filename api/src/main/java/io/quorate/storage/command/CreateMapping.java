package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.storage.LunMapping;
import io.quorate.storage.LunMappings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Maps a volume for a host group through a target group, and waits until the mapping shows. The appliance chooses the number.
 *
 * @param volume the volume
 * @param targetGroup through which targets
 * @param hostGroup for which initiators
 * @see LunMappings#create
 */
public record CreateMapping(DatasetPath volume, String targetGroup, String hostGroup)
        implements GuardedCommand<LunMapping> {
    public CreateMapping {
        Objects.requireNonNull(volume, "volume");
        StorageGroup.check(targetGroup);
        StorageGroup.check(hostGroup);
    }

    @Override
    public String name() {
        return "storage.mapping.create";
    }

    @Override
    public Target target() {
        return new Target("volume", volume.value());
    }

    @Override
    public LunMapping rehearsed() {
        return new LunMapping(
                Placeholder.text("mapping of volume " + volume + " through " + targetGroup + " for " + hostGroup),
                volume,
                Placeholder.LUN,
                targetGroup,
                hostGroup);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new ListMappings(volume, 0, Page.LIMIT), this::after),
                Foretold.each(ListMappings.class, Rehearsed.ofOthers(volume)).unchanged(),
                Foretold.foundOr(new GetLogicalUnit(volume), Rehearsed.unit(volume)),
                Foretold.unchanged(new GetVolume(volume)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("LUN mapping", "logical unit");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("target group", "host group");
    }

    private Page<LunMapping> after(Page<LunMapping> before) {
        return new Page<>(
                Stream.concat(before.items().stream(), Stream.of(rehearsed())).toList(), before.more());
    }
}
