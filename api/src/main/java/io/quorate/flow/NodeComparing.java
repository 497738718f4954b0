package io.quorate.flow;

import io.quorate.call.Calls;
import io.quorate.error.QuorateException;
import io.quorate.flow.NodesSpec.Place;
import io.quorate.host.HostClient;
import io.quorate.host.HostPicture;
import io.quorate.host.NameLookup;
import io.quorate.host.NodeReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One comparison of machines: a picture of each, side by side, then what each of them and the controllers find for the others' names. */
final class NodeComparing {
    private final Function<String, Calls> doors;
    private final NodesSpec.Wanted wanted;

    NodeComparing(Function<String, Calls> doors, NodesSpec.Wanted wanted) {
        this.doors = doors;
        this.wanted = wanted;
    }

    NodeReport run() {
        List<HostPicture> nodes = at(wanted.nodes(), (calls, host) -> new HostClient(calls, host).picture());
        List<Place> askers = new ArrayList<>(wanted.nodes());
        wanted.controllers().stream().filter(one -> !askers.contains(one)).forEach(askers::add);
        List<NameLookup> lookups = at(askers, (calls, host) -> lookUps(calls, host, nodes)).stream()
                .flatMap(List::stream)
                .toList();
        return NodeReport.of(nodes).and(NodeReport.names(nodes, lookups)).and(NodeReport.roles(nodes, wanted.roles()));
    }

    /** Asks hosts of one endpoint side by side. */
    private <T> List<T> at(List<Place> places, BiFunction<Calls, String, T> ask) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        places.forEach(one ->
                hosts.computeIfAbsent(one.endpoint(), any -> new ArrayList<>()).add(one.host()));
        List<T> all = new ArrayList<>();
        hosts.forEach((endpoint, names) -> {
            Calls calls = doors.apply(endpoint);
            all.addAll(calls.atEach(names, host -> ask.apply(calls, host)));
        });
        return all;
    }

    /** A node looks up the others; a name that nobody gave a domain is not looked up. */
    private static List<NameLookup> lookUps(Calls calls, String asker, List<HostPicture> nodes) {
        return nodes.stream()
                .filter(node -> node.facts().inDomain() && !node.host().equalsIgnoreCase(asker))
                .map(node -> lookUp(calls, asker, node.dnsName()))
                .toList();
    }

    /** A host that cannot be asked tells nothing, which is a finding. */
    private static NameLookup lookUp(Calls calls, String asker, String name) {
        try {
            return new HostClient(calls, asker).lookUp(name);
        } catch (QuorateException sick) {
            if (calls.rehearses() || Thread.currentThread().isInterrupted()) {
                throw sick;
            }
            return new NameLookup(asker, name, null);
        }
    }
}
