package io.quorate.flow;

import io.quorate.Shown;
import io.quorate.san.DatasetPath;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which volume is followed, and through what. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ChainSpec {
    private @Nullable String storage;
    private @Nullable DatasetPath volume;
    private @Nullable String cluster;
    private List<String> nodes = List.of();

    ChainSpec() {}

    /** Sets the endpoint of the appliance. Must be given. */
    public ChainSpec storage(String endpoint) {
        storage = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    /** Sets the volume. Must be given. */
    public ChainSpec volume(DatasetPath value) {
        volume = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the endpoint of the cluster, which is the one of its nodes, too. Must be given. */
    public ChainSpec cluster(String endpoint) {
        cluster = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    /** Sets the hosts that are asked for their disks and virtual machines; the cluster's list of nodes by default. */
    public ChainSpec nodes(String... names) {
        nodes = List.of(names);
        return this;
    }

    Wanted build() {
        if (storage == null || volume == null || cluster == null) {
            throw new IllegalArgumentException(
                    "an identity chain needs the endpoint of the appliance, the volume and the endpoint of the cluster");
        }
        return new Wanted(storage, volume, cluster, nodes);
    }

    /** The finished specification. */
    record Wanted(String storage, DatasetPath volume, String cluster, List<String> nodes) {}

    @Override
    public String toString() {
        return Shown.as(this)
                .with("storage", storage)
                .with("volume", volume)
                .with("cluster", cluster)
                .with("nodes", nodes)
                .toString();
    }
}
