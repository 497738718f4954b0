package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.OwnResource;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.ResourceState;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Single resources: brought online, taken offline, and their private properties. */
final class ResourceRules {
    private static final String MODULE = "FailoverClusters\\";
    private static final int UINT32 = 2;
    private static final int STRING = 3;

    private ResourceRules() {}

    static void addTo(Rules rules) {
        Set<String> parameters = Set.of("Name", "Wait", "InputObject", "Cluster");
        rules.add(MODULE + "Start-ClusterResource", parameters, ResourceRules::start);
        rules.add(MODULE + "Stop-ClusterResource", parameters, ResourceRules::stop);
        rules.add(MODULE + "Get-ClusterOwnerNode", Set.of("InputObject"), ResourceRules::owners);
        rules.add(MODULE + "Get-ClusterParameter", Set.of("Name", "InputObject", "Cluster"), ResourceRules::parameters);
    }

    private static List<ResourceState> targets(Call call, Cluster cluster) {
        List<String> names = new ArrayList<>(call.args().texts("Name"));
        call.models("InputObject", ResourceState.class).forEach(r -> names.add(r.id()));
        return names.stream()
                .map(n -> cluster.resource(n).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, n)))
                .toList();
    }

    /** The possible owners of resources. */
    private static void owners(Call call) {
        Cluster cluster = call.cluster();
        List<ResourceState> resources = call.models("InputObject", ResourceState.class);
        if (resources.isEmpty()) {
            throw call.notSimulated("of anything but resources that are piped in");
        }
        resources.forEach(one -> call.write(call.objects().owners(cluster, one)));
    }

    private static void start(Call call) {
        Cluster cluster = call.cluster();
        for (ResourceState resource : targets(call, cluster)) {
            if (cluster.own(resource).isPresent()) {
                act(call, cluster, resource, r -> cluster.startResource(r.id()));
            } else if (resource.type() == ResourceState.Type.PHYSICAL_DISK) {
                call.change(() -> cluster.startDisk(resource.id()));
                call.write(call.objects().resource(cluster, resource));
            } else {
                throw call.notSimulated("of a " + resource.type().text());
            }
        }
    }

    private static void stop(Call call) {
        Cluster cluster = call.cluster();
        for (ResourceState resource : targets(call, cluster)) {
            if (cluster.own(resource).isEmpty()) {
                throw call.notSimulated("of a " + resource.type().text());
            }
            act(call, cluster, resource, r -> cluster.stopResource(r.id()));
        }
    }

    /** Waits until it is at rest, as long as {@code -Wait} allows. */
    private static void act(Call call, Cluster cluster, ResourceState resource, Consumer<ResourceState> order) {
        call.change(() -> order.accept(resource));
        if (!call.patience().isZero()) {
            call.await(
                    "resource " + resource.name() + " to settle",
                    () -> cluster.own(resource)
                            .filter(o -> o.state() == OwnResource.State.ONLINE_PENDING)
                            .isEmpty(),
                    call.patience());
        }
        call.write(call.objects().resource(cluster, resource));
    }

    private static void parameters(Call call) {
        List<ResourceState> piped = call.models("InputObject", ResourceState.class);
        if (piped.isEmpty()) {
            throw Errors.notSimulated(call.world(), MODULE + "Get-ClusterParameter of anything but resources");
        }
        List<String> names = call.args().texts("Name");
        for (ResourceState resource : piped) {
            properties(call, resource).forEach((name, value) -> {
                if (names.isEmpty() || names.stream().anyMatch(n -> Call.like(name, n))) {
                    call.write(
                            value instanceof Long number
                                    ? call.objects()
                                            .parameter(resource, resource.name(), name, Shapes.uint32(number), UINT32)
                                    : call.objects()
                                            .parameter(
                                                    resource,
                                                    resource.name(),
                                                    name,
                                                    PsValue.string(String.valueOf(value)),
                                                    STRING));
                }
            });
        }
    }

    private static Map<String, Object> properties(Call call, ResourceState resource) {
        Map<String, Object> properties = new LinkedHashMap<>();
        String id = resource.disk();
        if (id != null) {
            DiskState disk = call.estate()
                    .disk(id)
                    .orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, resource.name()));
            properties.put("DiskIdType", 1L);
            properties.put("DiskSignature", 0L);
            properties.put("DiskIdGuid", "{" + disk.guid() + "}");
            properties.put("DiskUniqueIds", disk.id());
            properties.put("DiskGuid", "{" + disk.guid() + "}");
            return properties;
        }
        Optional<OwnResource> own =
                call.estate().findCluster(resource.cluster()).flatMap(c -> c.own(resource));
        if (own.isPresent()) {
            properties.putAll(own.get().properties());
            return properties;
        }
        switch (resource.type()) {
            case NETWORK_NAME -> properties.put("Name", resource.cluster());
            case IP_ADDRESS -> properties.put("EnableDhcp", 0L);
            case VIRTUAL_MACHINE, VIRTUAL_MACHINE_CONFIGURATION ->
                properties.put("VmID", String.valueOf(resource.vm()));
            default ->
                throw Errors.notSimulated(
                        call.world(),
                        MODULE + "Get-ClusterParameter of a " + resource.type().text());
        }
        return properties;
    }
}
