package io.quorate.flow;

import io.quorate.Shown;
import io.quorate.host.AdapterRoles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which machines to compare, and who else is asked about them. Mutable inside the lambda it is handed to, and of no use outside. */
public final class NodesSpec {
    private final List<Place> nodes = new ArrayList<>();
    private final List<Place> controllers = new ArrayList<>();

    private AdapterRoles roles = AdapterRoles.none();

    NodesSpec() {}

    /** Adds machines that are, or are to become, nodes of one cluster. */
    public NodesSpec addNodes(String endpoint, List<String> hosts) {
        hosts.forEach(host -> nodes.add(new Place(endpoint, host)));
        return this;
    }

    /** Adds a domain controller, to be asked what it finds for the nodes' names. */
    public NodesSpec addController(String endpoint, String host) {
        controllers.add(new Place(endpoint, host));
        return this;
    }

    /** Sets which adapters play which role on every node; nobody looks at roles without. */
    public NodesSpec roles(AdapterRoles given) {
        roles = Objects.requireNonNull(given, "roles");
        return this;
    }

    Wanted build() {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("comparison of nodes: name them");
        }
        return new Wanted(nodes, controllers, roles);
    }

    /** A host. */
    record Place(String endpoint, String host) {
        Place {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(host, "host");
        }
    }

    /** The finished specification. */
    record Wanted(List<Place> nodes, List<Place> controllers, AdapterRoles roles) {
        Wanted {
            nodes = List.copyOf(nodes);
            controllers = List.copyOf(controllers);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("nodes", nodes)
                .with("controllers", controllers)
                .with("roles", roles)
                .toString();
    }
}
