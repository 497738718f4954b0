package io.quorate.winrm.recipe.host;

import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a failover cluster instance. Taking the engine's offline takes its Agent's with it, which needs it; bringing it online does not
 * bring that back.
 *
 * @param engine the resource of type {@code SQL Server}
 * @param agent the resource of type {@code SQL Server Agent}; null if there is none
 * @param online whether the engine's is not offline
 */
record ClusteredSql(String engine, @Nullable String agent, boolean online) {
    private static final List<String> RESOURCE = List.of("Name", "ResourceType", "State", "OwnerNode");
    private static final List<String> PARAMETER = List.of("ClusterObject", "Name", "Value");
    private static final Words STATE = Words.of(-1, "Unknown")
            .and(0, "Inherited")
            .and(1, "Initializing")
            .and(2, "Online")
            .and(3, "Offline")
            .and(4, "Failed");

    /** A resource as the cluster lists it. */
    private record Found(String name, String type, String state, String owner) {}

    /**
     * Reads them on a node.
     *
     * @throws Fault if the cluster has none of the instance, or another node owns them
     */
    static ClusteredSql read(String host, String instance, PowerShell shell) {
        List<PsValue> output = shell.run(Line.message(
                Cmdlet.GET_CLUSTER_RESOURCE.line().select(RESOURCE),
                Line.statement(
                        Cmdlet.GET_CLUSTER_RESOURCE.line(),
                        Cmdlet.GET_CLUSTER_PARAMETER.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", PARAMETER))));
        List<String> ours =
                Decode.all(output, "ClusterObject", List.of("ResourceType"), v -> Decode.of(v, "property")).stream()
                        .filter(row -> row.text("Name").equalsIgnoreCase("InstanceName")
                                && row.textOrEmpty("Value").equalsIgnoreCase(instance))
                        .map(row -> row.nameOf("ClusterObject"))
                        .toList();
        List<Found> resources = Decode.all(output, "ResourceType", List.of("ClusterObject"), ClusteredSql::found);
        Found engine = one(resources, ours, "SQL Server", host);
        if (engine == null) {
            throw Answers.refused(
                    "nothing was stopped: the cluster has no resource of the failover cluster instance " + instance,
                    null);
        }
        if (!same(engine.owner(), host)) {
            throw Answers.refused(
                    "nothing was stopped: " + engine.owner() + " owns the failover cluster instance " + instance
                            + ", and not " + host,
                    "ask " + engine.owner());
        }
        Found agent = one(resources, ours, "SQL Server Agent", host);
        return new ClusteredSql(
                engine.name(),
                agent == null ? null : agent.name(),
                !engine.state().equalsIgnoreCase("Offline"));
    }

    /** What setup calls them, where they cannot be looked for. */
    static ClusteredSql unseen(String instance, boolean agent) {
        return new ClusteredSql(
                "SQL Server (" + instance + ")", agent ? "SQL Server Agent (" + instance + ")" : null, true);
    }

    private static Found found(PsValue value) {
        Decode from = Decode.of(value, "cluster resource");
        return new Found(
                from.text("Name"),
                from.nameOf("ResourceType"),
                from.wordOr("State", STATE, ""),
                from.nameOrEmpty("OwnerNode"));
    }

    /** Several instances of a cluster may have one name, as the default instances, on nodes of their own each: the host's own comes first. */
    private static @Nullable Found one(List<Found> resources, List<String> ours, String type, String host) {
        return resources.stream()
                .filter(one ->
                        one.type().equalsIgnoreCase(type) && ours.stream().anyMatch(one.name()::equalsIgnoreCase))
                .min(Comparator.comparing(one -> !same(one.owner(), host)))
                .orElse(null);
    }

    /** A node goes by its short name, a host perhaps by its full one. */
    private static boolean same(String node, String host) {
        return node.equalsIgnoreCase(host)
                || host.toLowerCase(java.util.Locale.ROOT).startsWith(node.toLowerCase(java.util.Locale.ROOT) + ".");
    }

    /** Takes the engine offline, if it is to be, and brings it online, then its Agent, if it is to run. */
    PsPipeline restart(boolean withEngine, boolean withAgent) {
        List<List<PsCommand>> statements = new ArrayList<>();
        if (withEngine && online) {
            statements.add(piped(engine, Cmdlet.STOP_CLUSTER_RESOURCE));
        }
        if (withEngine) {
            statements.add(piped(engine, Cmdlet.START_CLUSTER_RESOURCE));
        }
        if (withAgent && agent != null) {
            statements.add(piped(agent, Cmdlet.START_CLUSTER_RESOURCE));
        }
        return Line.message(statements);
    }

    private static List<PsCommand> piped(String resource, Cmdlet cmdlet) {
        return Line.statement(
                Cmdlet.GET_CLUSTER_RESOURCE.line(),
                Line.where("Name", resource),
                cmdlet.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name", "State")));
    }
}
