package io.quorate.replica.command;

import io.quorate.replica.VmReplication;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the replications that one host has a side of.
 *
 * @param host the host
 */
public record ListReplications(String host)
        implements ReadCommand<List<VmReplication>>, HostCommand<List<VmReplication>> {
    public ListReplications {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "replica.list";
    }

    @Override
    public Target target() {
        return new Target("replications of", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("replication", "virtual machine");
    }
}
