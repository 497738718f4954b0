package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists one page of the volumes, of all or of one volume group.
 *
 * @param group the volume group; null for all
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see Volumes#list
 */
public record ListVolumes(@Nullable DatasetPath group, int offset, int limit) implements ReadCommand<Page<Volume>> {
    public ListVolumes {
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return "storage.volume.list";
    }

    @Override
    public Target target() {
        return group == null ? new Target("appliance", "volumes") : new Target("volume group", group.value());
    }

    @Override
    public Set<String> lists() {
        return Set.of("volume");
    }
}
