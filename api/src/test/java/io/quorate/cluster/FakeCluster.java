package io.quorate.cluster;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Endpoint;
import io.quorate.ManualRuntime;
import io.quorate.Rig;
import io.quorate.Trust;
import io.quorate.call.CallListener;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.PauseNode;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Find;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hosts that are in no cluster yet, and can be brought into one. */
final class FakeCluster implements Backend {
    final ManualRuntime runtime = new ManualRuntime();
    final List<Command<?>> changes = new ArrayList<>();
    final List<Command<?>> reads = new ArrayList<>();
    final Map<String, ClusterNode> nodes = new LinkedHashMap<>();

    @Nullable
    Cluster cluster;

    Engine engine(String... hosts) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (String host : hosts) {
            addresses.put(host, URI.create("script://" + host));
        }
        Endpoint endpoint = new Endpoint("rack", "script", addresses, null, Trust.platform(), Map.of());
        HostSettings settings = new HostSettings(
                Rig.steady(3), new BreakerSettings(50, java.time.Duration.ofSeconds(30)), BulkheadSettings.defaults());
        return new Engine(
                runtime, List.of(new Site(endpoint, this, runtime, host -> settings)), null, CallListener.NONE);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> R send(Command<R> command, Call call) {
        (command.safety() == Safety.READ ? reads : changes).add(command);
        return (R) answer(command);
    }

    private Object answer(Command<?> command) {
        if (command instanceof CreateCluster c) {
            Cluster like = c.rehearsed();
            cluster = new Cluster(c.cluster(), "id", "lab.example", like.settings(), true, 0);
            node(c.firstNode(), NodeState.UP, DrainState.NOT_INITIATED);
            return cluster;
        } else if (command instanceof Find<?> find && find.get() instanceof GetNode c) {
            return Optional.ofNullable(nodes.get(c.node()));
        } else if (cluster == null) {
            throw Fault.lasting(ErrorKind.UNREACHABLE).because("the cluster service does not run");
        } else if (command instanceof GetCluster) {
            return cluster;
        } else if (command instanceof GetNode c) {
            return there(c.node());
        } else if (command instanceof AddNode c) {
            return node(c.node(), NodeState.UP, DrainState.NOT_INITIATED);
        } else if (command instanceof PauseNode c) {
            there(c.node());
            return node(c.node(), NodeState.PAUSED, c.drain() ? DrainState.COMPLETED : DrainState.NOT_INITIATED);
        } else if (command instanceof EvictNode c) {
            there(c.node());
            return nodes.remove(c.node());
        }
        throw new AssertionError("not expected: " + command);
    }

    private ClusterNode node(String name, NodeState state, DrainState drain) {
        ClusterNode node = new ClusterNode(name, "1", state, NodeStatus.NORMAL, drain, 1, 1);
        nodes.put(name, node);
        return node;
    }

    private ClusterNode there(String name) {
        ClusterNode node = nodes.get(name);
        if (node == null) {
            throw Fault.lasting(ErrorKind.NOT_FOUND).because("no such node");
        }
        return node;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Observation<R> look(Command<R> command, Call call) {
        reads.add(command);
        Object seen = command instanceof AddNode c ? nodes.get(c.node()) : null;
        return seen == null ? Observation.absent() : (Observation<R>) Observation.present(seen);
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        if (command instanceof PauseNode || command instanceof EvictNode) {
            there(command instanceof PauseNode c ? c.node() : ((EvictNode) command).node());
        }
        return foreseen(command, call.host());
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return List.of(command::toString);
    }

    @Override
    public Set<Class<?>> commands() {
        return Set.of();
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return List.of();
    }

    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return Optional.empty();
    }

    @Override
    public String wire() {
        return "script";
    }

    @Override
    public void close() {}
}
