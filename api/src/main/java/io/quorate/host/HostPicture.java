package io.quorate.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All of a host that nodes of a cluster should have in common.
 *
 * @param endpoint the endpoint it was read through
 * @param facts what it is
 * @param switches its virtual switches
 * @param adapters its network adapters
 * @param features its roles and features
 * @param multipath its multipathing
 * @param initiator its iSCSI initiator
 * @param membership how it stands in its domain; null where nobody asked
 */
public record HostPicture(
        String endpoint,
        HostFacts facts,
        List<VirtualSwitch> switches,
        List<NetworkAdapter> adapters,
        List<WindowsFeature> features,
        HostMultipath multipath,
        InitiatorService initiator,
        @Nullable HostMembership membership) {
    public HostPicture {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(facts, "facts");
        switches = List.copyOf(switches);
        adapters = List.copyOf(adapters);
        features = List.copyOf(features);
        Objects.requireNonNull(multipath, "multipath");
        Objects.requireNonNull(initiator, "initiator");
    }

    /** Makes one of a host that nobody asked how it stands in its domain. */
    public HostPicture(
            String endpoint,
            HostFacts facts,
            List<VirtualSwitch> switches,
            List<NetworkAdapter> adapters,
            List<WindowsFeature> features,
            HostMultipath multipath,
            InitiatorService initiator) {
        this(endpoint, facts, switches, adapters, features, multipath, initiator, null);
    }

    /** Returns the host. */
    public String host() {
        return facts.host();
    }

    /** Returns its name in DNS; the bare name in a workgroup. */
    public String dnsName() {
        return facts.inDomain() ? facts.name() + "." + facts.domain() : facts.name();
    }

    /** Returns those of its addresses that other machines reach. */
    List<String> addresses() {
        return adapters.stream()
                .flatMap(one -> one.addresses().stream())
                .filter(HostAddress::routed)
                .map(HostAddress::address)
                .toList();
    }

    /** Compares this host with others that are, or are to become, nodes of its cluster. Asks nobody. */
    public NodeReport comparedWith(HostPicture... others) {
        List<HostPicture> nodes = new ArrayList<>(List.of(this));
        nodes.addAll(List.of(others));
        return NodeReport.of(nodes);
    }
}
