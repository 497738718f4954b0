package io.quorate.cluster.command;

import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.Quorum;
import io.quorate.cluster.QuorumType;
import io.quorate.cluster.ResourceState;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a cluster disk the witness. Looks first: setting the same witness again would drop and re-create its vote.
 *
 * @param resource the name of the disk's cluster resource ({@link ClusterDisk#name})
 */
public record SetDiskWitness(String resource) implements ConvergingCommand<Quorum> {
    public SetDiskWitness {
        Objects.requireNonNull(resource, "resource");
    }

    @Override
    public String name() {
        return "cluster.quorum.set-disk-witness";
    }

    @Override
    public Target target() {
        return new Target("cluster disk", resource);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Quorum rehearsed() {
        return new Quorum(QuorumType.MAJORITY, new Quorum.Witness(resource, "Physical Disk", ResourceState.ONLINE));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetQuorum(), rehearsed()));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }
}
