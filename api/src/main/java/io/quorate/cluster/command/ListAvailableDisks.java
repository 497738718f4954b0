package io.quorate.cluster.command;

import io.quorate.Size;
import io.quorate.cluster.AvailableDisk;
import io.quorate.spi.Placeholder;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Lists the disks that every node sees and the cluster does not use yet.
 */
public record ListAvailableDisks() implements ReadCommand<List<AvailableDisk>> {
    @Override
    public String name() {
        return "cluster.disk.available";
    }

    @Override
    public Target target() {
        return new Target("cluster", "available disks");
    }

    @Override
    public Set<String> lists() {
        return Set.of("available disk");
    }

    /** Every node is taken to see the disk. */
    @Override
    public Optional<UnaryOperator<List<AvailableDisk>>> adding(Target disk) {
        AvailableDisk added = new AvailableDisk(
                "{" + disk.name() + "}", Placeholder.text("name of disk " + disk.name()), 0, Size.bytes(0));
        return Optional.of(
                before -> Stream.concat(before.stream(), Stream.of(added)).toList());
    }
}
