package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.LunMapping;
import io.quorate.storage.LunMappings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists one page of the LUN mappings, of all volumes or of one.
 *
 * @param volume the volume; null for all
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see LunMappings#list
 */
public record ListMappings(@Nullable DatasetPath volume, int offset, int limit)
        implements ReadCommand<Page<LunMapping>> {
    public ListMappings {
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return "storage.mapping.list";
    }

    @Override
    public Target target() {
        return volume == null ? new Target("appliance", "LUN mappings") : new Target("volume", volume.value());
    }

    @Override
    public Set<String> lists() {
        return Set.of("LUN mapping");
    }
}
