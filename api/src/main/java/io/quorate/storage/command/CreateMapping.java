package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.storage.LunMapping;
import io.quorate.storage.LunMappings;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Maps a volume for a host group through a target group, and waits until the mapping shows. The appliance chooses the number.
 *
 * @param volume the volume
 * @param targetGroup through which targets
 * @param hostGroup for which initiators
 * @see LunMappings#create
 */
public record CreateMapping(DatasetPath volume, String targetGroup, String hostGroup) implements GuardedCommand<LunMapping> {
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
        return new LunMapping(Rehearsed.ID, volume, 0, targetGroup, hostGroup);
    }
}
