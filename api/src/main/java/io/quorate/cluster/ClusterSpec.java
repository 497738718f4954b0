package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.cluster.command.CreateCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a new cluster should be like. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ClusterSpec {
    private final List<String> addresses = new ArrayList<>();
    private AccessPoint accessPoint = AccessPoint.ACTIVE_DIRECTORY_AND_DNS;

    ClusterSpec() {}

    /** Sets the cluster's static addresses, replacing earlier ones; without any the cluster takes addresses by DHCP. */
    public ClusterSpec staticAddresses(String... values) {
        addresses.clear();
        for (String value : values) {
            addStaticAddress(value);
        }
        return this;
    }

    /** Adds a static address. */
    public ClusterSpec addStaticAddress(String value) {
        addresses.add(Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Sets where the cluster's name is registered; Active Directory and DNS by default. */
    public ClusterSpec accessPoint(AccessPoint value) {
        accessPoint = Objects.requireNonNull(value, "value");
        return this;
    }

    CreateCluster build(String name, String firstNode) {
        if (accessPoint == AccessPoint.NONE && !addresses.isEmpty()) {
            throw new IllegalArgumentException("cluster " + name
                    + ": an access point of NONE has no address, but static addresses were given: " + addresses);
        }
        return new CreateCluster(name, firstNode, addresses, accessPoint);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("addresses", addresses)
                .with("accessPoint", accessPoint)
                .toString();
    }
}
