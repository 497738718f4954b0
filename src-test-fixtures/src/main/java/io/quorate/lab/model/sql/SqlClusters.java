package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.ClusteredRole;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.GroupState;
import io.quorate.lab.model.OwnResource;
import io.quorate.lab.model.ResourceState;
import io.quorate.lab.model.ResourceState.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The failover cluster instances: a cluster's group each, which alone starts and stops their services. */
public final class SqlClusters {
    private final SqlEstate sql;
    private final World world;

    SqlClusters(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    /** Returns what is special about a failover cluster instance; empty for any other. */
    public Optional<FciState> of(String instance) {
        return world.find(FciState.key(instance));
    }

    /** Returns the instances that are installed on a host, wherever they run. */
    List<InstanceState> installedOn(String host) {
        return sql.instances().stream()
                .filter(one ->
                        of(one.name()).map(f -> f.on(host)).orElse(one.host().equalsIgnoreCase(host)))
                .toList();
    }

    /** Returns where an instance's own files are: on its host, or on the disk that goes with it. */
    public String place(InstanceState instance) {
        return of(instance.name()).isPresent() ? instance.name() : instance.host();
    }

    void installed(InstanceState state, String networkName, List<String> nodes) {
        world.put(FciState.key(state.name()), new FciState(state.name(), networkName, nodes, "", Map.of(), false));
    }

    /** Gives an instance that is installed on the nodes of a cluster to that. */
    public void form(String instance) {
        FciState state = of(instance).orElseThrow();
        InstanceState now = sql.instance(instance);
        Cluster cluster = sql.estate()
                .clusterOf(now.host())
                .orElseThrow(() -> new IllegalStateException(instance + " needs a cluster"));
        DiskState disk = cluster.availableDisks().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(instance + " needs a shared disk"));
        ResourceState disks = cluster.addDisk(disk.id());
        String own = SqlHostServices.instanceName(instance);
        String address = "SQL IP Address 1 (" + state.networkName() + ")";
        String network = "SQL Network Name (" + state.networkName() + ")";
        String engine = engine(cluster, own, state);
        Map<String, Object> names = Map.of("InstanceName", own, "VirtualServerName", state.networkName());
        List<ClusteredRole.Part> parts = new ArrayList<>(List.of(
                new ClusteredRole.Part(disks.name(), Type.PHYSICAL_DISK, disks.id(), List.of(), Map.of()),
                new ClusteredRole.Part(
                        address, Type.IP_ADDRESS, "", List.of(), Map.of("Address", now.ip(), "EnableDhcp", 0L)),
                new ClusteredRole.Part(
                        network, Type.NETWORK_NAME, "", List.of(address), Map.of("Name", state.networkName())),
                new ClusteredRole.Part(engine, Type.SQL_SERVER, "", List.of(disks.name(), network), names)));
        if (!now.edition().equals("EXPRESS")) {
            parts.add(new ClusteredRole.Part(
                    engine.replace("SQL Server", "SQL Server Agent"),
                    Type.SQL_SERVER_AGENT,
                    "",
                    List.of(engine),
                    names));
        }
        GroupState group = cluster.addRole(
                engine.replaceFirst("^SQL Server \\(", "SQL Server ("), now.host(), new Role(instance), parts);
        world.put(
                FciState.key(instance),
                state.inGroup(group.id()).with(now.host(), now.hadrSet()).withCheckpoint(now.hadrSet()));
        sql.hostServices().agentRuns(instance, now.host(), true);
    }

    /** Resources have names of their own in a cluster. */
    private static String engine(Cluster cluster, String own, FciState state) {
        String plain = "SQL Server (" + own + ")";
        return cluster.resource(plain).isEmpty() ? plain : "SQL Server (" + state.networkName() + "\\" + own + ")";
    }

    private Optional<Cluster> cluster(String instance) {
        return of(instance)
                .filter(f -> !f.group().isEmpty())
                .flatMap(f -> sql.estate().clusterOf(f.nodes().get(0)));
    }

    private Optional<ResourceState> resource(String instance, Type type) {
        String group = of(instance).map(FciState::group).orElse("");
        return cluster(instance).stream()
                .flatMap(c -> c.resourcesIn(group).stream())
                .filter(r -> r.type() == type)
                .findFirst();
    }

    /** Has the cluster bring an instance online. */
    void start(String instance) {
        resource(instance, Type.SQL_SERVER_AGENT)
                .or(() -> resource(instance, Type.SQL_SERVER))
                .ifPresent(r -> cluster(instance).ifPresent(c -> c.startResource(r.id())));
    }

    /** An instance's service has stopped, and the cluster did not do it. */
    void failed(String instance) {
        resource(instance, Type.SQL_SERVER).ifPresent(r -> cluster(instance).ifPresent(c -> c.failed(r.id())));
    }

    /** The Agent's service has stopped, and the cluster did not do it. */
    void agentFailed(String instance) {
        resource(instance, Type.SQL_SERVER_AGENT)
                .ifPresent(r -> cluster(instance).ifPresent(c -> c.failed(r.id())));
    }

    /** Sets Always On in a node's registry; the cluster notes it while the instance is online there. */
    void alwaysOn(String instance, String node, boolean on) {
        FciState state = of(instance).orElseThrow().with(node, on);
        InstanceState now = sql.instance(instance);
        boolean noted = now.host().equalsIgnoreCase(node)
                && (state.group().isEmpty()
                        || resource(instance, Type.SQL_SERVER)
                                .flatMap(r -> cluster(instance).flatMap(c -> c.own(r)))
                                .filter(o -> o.state() == OwnResource.State.ONLINE)
                                .isPresent());
        world.put(FciState.key(instance), noted ? state.withCheckpoint(on) : state);
        if (noted) {
            world.update(InstanceState.key(instance), i -> i.with(e -> e.hadrSet = on));
        }
    }

    /** What the cluster starts and stops. */
    private final class Role implements ClusteredRole {
        private final String instance;

        Role(String instance) {
            this.instance = instance;
        }

        @Override
        public List<String> owners() {
            return of(instance).orElseThrow().nodes();
        }

        @Override
        public void owned(String node) {
            world.update(InstanceState.key(instance), i -> i.with(e -> e.host = node));
        }

        @Override
        public void start(ResourceState resource, Runnable runs) {
            switch (resource.type()) {
                case SQL_SERVER -> {
                    FciState state = of(instance).orElseThrow();
                    boolean on = state.checkpoint();
                    String node = sql.instance(instance).host();
                    world.put(FciState.key(instance), state.with(node, on));
                    world.update(InstanceState.key(instance), i -> i.with(e -> e.hadrSet = on));
                    sql.services().begin(instance, runs);
                }
                case SQL_SERVER_AGENT -> {
                    sql.hostServices()
                            .agentRuns(instance, sql.instance(instance).host(), true);
                    runs.run();
                }
                default -> runs.run();
            }
        }

        @Override
        public void stop(ResourceState resource) {
            switch (resource.type()) {
                case SQL_SERVER -> sql.services().halt(instance);
                case SQL_SERVER_AGENT ->
                    sql.hostServices()
                            .agentRuns(instance, sql.instance(instance).host(), false);
                default -> {}
            }
        }
    }
}
