package io.quorate.lab.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The replica brokers of the clusters: a client access point each, and the resource that stands for all nodes. */
public final class ReplicaBrokers {
    private static final int BROKER_TYPE = 115;

    private final Estate estate;

    ReplicaBrokers(Estate estate) {
        this.estate = estate;
    }

    /**
     * A broker.
     *
     * @param cluster the cluster
     * @param name the client access point's name
     * @param owner the node it is on
     * @param online whether its resource is
     */
    public record Broker(Cluster cluster, String name, String owner, boolean online) {}

    /** Everything of it starts at once. */
    private record Role(Cluster cluster) implements ClusteredRole {
        @Override
        public List<String> owners() {
            return cluster.nodes().stream().map(NodeState::host).toList();
        }

        @Override
        public void owned(String node) {}

        @Override
        public void start(ResourceState resource, Runnable runs) {
            runs.run();
        }

        @Override
        public void stop(ResourceState resource) {}
    }

    /** Makes a group with a client access point, online. */
    public GroupState addServerRole(Cluster cluster, String name, List<String> addresses) {
        if (cluster.resource(name).isPresent()) {
            throw new Refusal(Refusal.Reason.OBJECT_ALREADY_EXISTS, name);
        }
        List<ClusteredRole.Part> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String address : addresses.isEmpty() ? List.of("DHCP") : addresses) {
            String part = "IP Address " + address;
            names.add(part);
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("EnableDhcp", addresses.isEmpty() ? 1L : 0L);
            if (!addresses.isEmpty()) {
                properties.put("Address", address);
            }
            parts.add(new ClusteredRole.Part(part, ResourceState.Type.IP_ADDRESS, "", List.of(), properties));
        }
        parts.add(new ClusteredRole.Part(
                name, ResourceState.Type.NETWORK_NAME, "", names, Map.of("Name", name, "DnsName", name)));
        String owner = cluster.nodes().stream()
                .filter(NodeState::active)
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, name))
                .host();
        return cluster.addRole(name, owner, new Role(cluster), parts);
    }

    /** Adds the broker's resource to a group, offline. */
    public ResourceState addResource(Cluster cluster, String name, String group) {
        GroupState into = cluster.requireGroup(group);
        if (cluster.resource(name).isPresent() || broker(cluster).isPresent()) {
            throw new Refusal(Refusal.Reason.OBJECT_ALREADY_EXISTS, name);
        }
        ResourceState made =
                cluster.groupOperations().resource(name, ResourceState.Type.REPLICATION_BROKER, into, null, null);
        cluster.world()
                .put(
                        OwnResource.key(cluster.name(), made.id()),
                        new OwnResource(
                                cluster.name(), made.id(), OwnResource.State.OFFLINE, true, List.of(), Map.of()));
        cluster.world().update(into.key(), g -> g.of(BROKER_TYPE).with(GroupState.State.PARTIAL_ONLINE));
        return made;
    }

    /** Has a resource need another. */
    public void depend(Cluster cluster, String resource, String provider) {
        ResourceState one = cluster.requireResource(resource);
        String needed = cluster.requireResource(provider).name();
        cluster.world()
                .update(
                        OwnResource.key(cluster.name(), one.id()),
                        own -> own.needs().contains(needed)
                                ? own
                                : new OwnResource(
                                        own.cluster(),
                                        own.id(),
                                        own.state(),
                                        own.wanted(),
                                        List.of(needed),
                                        own.properties()));
    }

    /** Takes the resource of the broker that a host's cluster has offline; what scenarios plant. */
    public void stop(String host) {
        estate.world()
                .change(
                        "the broker's resource is taken offline",
                        () -> estate.clusterOf(host)
                                .ifPresent(cluster -> cluster.plainResources().stream()
                                        .filter(one -> one.type() == ResourceState.Type.REPLICATION_BROKER)
                                        .forEach(one -> cluster.stopResource(one.id()))));
    }

    /** Finds a cluster's broker. */
    public Optional<Broker> broker(Cluster cluster) {
        return cluster.plainResources().stream()
                .filter(one -> one.type() == ResourceState.Type.REPLICATION_BROKER)
                .findFirst()
                .map(one -> broker(cluster, one));
    }

    private static Broker broker(Cluster cluster, ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        String name = cluster.resourcesIn(group.id()).stream()
                .filter(r -> r.type() == ResourceState.Type.NETWORK_NAME)
                .map(ResourceState::name)
                .findFirst()
                .orElse("");
        boolean online = cluster.own(resource)
                .filter(own -> own.state() == OwnResource.State.ONLINE)
                .isPresent();
        return new Broker(cluster, name, group.owner(), online);
    }

    /** Finds the broker of the cluster that a host is in. */
    public Optional<Broker> of(String host) {
        return estate.clusterOf(host).flatMap(this::broker);
    }

    /** Finds a broker by the name of its access point, with or without the domain. */
    public Optional<Broker> named(String server) {
        String name = server.indexOf('.') < 0 ? server : server.substring(0, server.indexOf('.'));
        return estate.hosts().stream()
                .flatMap(host -> of(host.name()).stream())
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns a broker's DNS name. */
    public String fqdn(Broker broker) {
        return broker.name() + "." + estate.host(broker.owner()).domain();
    }
}
