package io.quorate.lab;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.NodeState;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The cluster that is there when a lab starts. */
final class BuiltCluster {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final World world;
    private final Estate estate;

    BuiltCluster(World world, Estate estate) {
        this.world = world;
        this.estate = estate;
    }

    /** Makes a cluster of all hosts, without storage, and lets the time pass until they are up in it. */
    void form(String name, boolean onWallClock) {
        Cluster cluster = world.change(
                "the cluster as built",
                () -> estate.createCluster(
                        name, estate.hosts().stream().map(HostSpec::name).toList()));
        BooleanSupplier up = () -> cluster.nodes().stream().allMatch(NodeState::active);
        try {
            for (int i = 0; i < PATIENCE.toSeconds() && !up.getAsBoolean(); i++) {
                if (onWallClock) {
                    boolean ignored = world.await("the nodes of " + name + " to be up", up, PATIENCE);
                } else {
                    world.time().advance(Duration.ofSeconds(1));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!up.getAsBoolean()) {
            throw new IllegalStateException("not all nodes came up in the cluster " + name);
        }
    }
}
