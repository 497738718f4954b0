package io.quorate.san.command;

import io.quorate.san.DiscoveredTarget;
import io.quorate.san.IscsiClient;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Asks a portal which targets it names.
 *
 * @see IscsiClient#discover
 */
public record DiscoverTargets() implements ReadCommand<List<DiscoveredTarget>> {
    @Override
    public String name() {
        return "iscsi.discover";
    }

    @Override
    public Target target() {
        return new Target("iSCSI portal", "targets");
    }

    @Override
    public Set<String> lists() {
        return Set.of("iSCSI target");
    }
}
