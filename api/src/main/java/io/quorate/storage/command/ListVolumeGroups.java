package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.VolumeGroup;
import io.quorate.storage.VolumeGroups;
import java.util.Set;

/**
 * Lists one page of the volume groups.
 *
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see VolumeGroups#list
 */
public record ListVolumeGroups(int offset, int limit) implements ReadCommand<Page<VolumeGroup>> {
    public ListVolumeGroups {
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return "storage.volumegroup.list";
    }

    @Override
    public Target target() {
        return new Target("appliance", "volume groups");
    }

    @Override
    public Set<String> lists() {
        return Set.of("volume group");
    }
}
