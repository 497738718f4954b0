package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.Optional;

/** What receives replicas: hosts, or a cluster's nodes by their broker, each behind its firewall. */
public final class ReplicaServers {
    private final Estate estate;
    private final World world;
    private final ReplicaBrokers brokers;

    ReplicaServers(Estate estate, ReplicaBrokers brokers) {
        this.estate = estate;
        this.world = estate.world();
        this.brokers = brokers;
    }

    /** Returns a host's firewall rules for replicas. */
    public ReplicaDoor door(String host) {
        return world.find(ReplicaDoor.key(host)).orElseGet(() -> new ReplicaDoor(host, true, true));
    }

    /** Sets a host's firewall rules for replicas. */
    public void set(ReplicaDoor door) {
        world.put(ReplicaDoor.key(door.host()), door);
    }

    /** Has the firewalls of the hosts let no replica in, as Windows comes. */
    public void shutDoors() {
        world.change(
                "the firewalls let no replica in",
                () -> estate.hosts().forEach(host -> set(new ReplicaDoor(host.name(), false, false))));
    }

    /** Returns how a host receives replicas; a node with a broker as that does. */
    public ReplicaServerState server(String host) {
        String place = place(host);
        return world.find(ReplicaServerState.key(place)).orElseGet(() -> ReplicaServerState.fresh(place));
    }

    private String place(String host) {
        return brokers.of(host).map(ReplicaBrokers.Broker::name).orElse(host);
    }

    /** Sets how a host receives replicas; with a broker that is online, all nodes. */
    public void set(String host, ReplicaServerState server) {
        if (brokers.of(host).filter(broker -> !broker.online()).isPresent()) {
            throw new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, "Virtual Machine Replication Broker");
        }
        String place = place(host);
        world.put(ReplicaServerState.key(place), server.of(place));
    }

    /**
     * Refuses what the replica server would.
     *
     * @param clustered whether the machine is a cluster's, which is known by its broker alone
     */
    public HostSpec connect(String from, boolean clustered, String server, int port, int authentication) {
        Optional<ReplicaBrokers.Broker> mine = brokers.of(from);
        if (clustered && mine.filter(ReplicaBrokers.Broker::online).isEmpty()) {
            throw new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, "Virtual Machine Replication Broker");
        }
        HostSpec host = brokers.named(server)
                .filter(ReplicaBrokers.Broker::online)
                .map(broker -> estate.host(broker.owner()))
                .or(() -> estate.findHost(server))
                .orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, server));
        if (!estate.reaches(from, host.name())
                || from.equalsIgnoreCase(host.name())
                || !door(host.name()).lets(port)) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, server);
        }
        ReplicaServerState state = server(host.name());
        boolean listens = state.enabled()
                && (state.authentication() & authentication) != 0
                && port == (authentication == 1 ? state.kerberosPort() : state.certificatePort());
        if (!listens || !state.fromAnyServer() && entry(host, from, clustered).isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, server);
        }
        return host;
    }

    private Optional<ReplicaServerState.Entry> entry(HostSpec server, String from, boolean clustered) {
        String known = clustered
                ? brokers.of(from).map(brokers::fqdn).orElse("")
                : estate.host(from).fqdn();
        return server(server.name()).entries().stream()
                .filter(entry -> entry.takes(known))
                .findFirst();
    }

    String storage(HostSpec server, VmState vm) {
        return entry(server, vm.host(), vm.group() != null)
                .map(ReplicaServerState.Entry::storage)
                .orElse(server(server.name()).storage());
    }
}
