package io.quorate.lab.nef;

import io.quorate.lab.storage.StorageAppliance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the appliance tells of itself: settings, licence, software, services, addresses, clusters. */
final class NefSystem {
    private static final String SETTINGS = "settings/properties";
    private static final String SERVICES = "services";
    private static final String ADDRESSES = "network/addresses";
    private static final String CLUSTERS = "rsf/clusters";

    /** What NEF has and the lab has not, by the beginning of the path. */
    private static final List<String> NOT_SIMULATED = List.of(
            "settings/",
            "services/",
            "network/",
            "inventory/",
            "alert/",
            "storage/pools",
            "storage/filesystems",
            "storage/datasets",
            "nas/",
            "vsolution/",
            "hpr/",
            "rsf/");

    private record Setting(String name, String value) {}

    private record Service(String name, String state) {}

    private record Address(String address) {}

    private record Cluster(String clusterName) {}

    private final StorageAppliance appliance;
    private final NefSettings settings;
    private final List<Address> addresses;

    /**
     * @param addresses with their prefix lengths, e.g. {@code 10.0.0.5/24}
     */
    NefSystem(StorageAppliance appliance, NefSettings settings, List<String> addresses) {
        this.appliance = appliance;
        this.settings = settings;
        this.addresses = addresses.stream().map(Address::new).toList();
    }

    static boolean known(String path) {
        return NOT_SIMULATED.stream().anyMatch(path::startsWith);
    }

    void routes(NefRoute.Table table) {
        table.add("GET", SETTINGS, c -> properties().list(List.of(guid()), c.query(), Set.of()));
        table.add("GET", SETTINGS + "/*", c -> {
            if (!c.id().equals("system.guid")) {
                throw NefRefusal.notFound("No such property");
            }
            return properties().get(guid(), c.query());
        });
        table.add("GET", "settings/license", c -> {
            c.allow("fields");
            return NefAnswer.ok(object("valid", true, "expires", "2031-01-01T00:00:00.000Z"));
        });
        table.add("GET", "software/current", c -> {
            c.allow("fields");
            return NefAnswer.ok(object("version", "5.3.0", "build", 61));
        });
        table.add("GET", SERVICES, c -> services().list(allServices(), c.query(), Set.of()));
        table.add(
                "GET",
                SERVICES + "/*",
                c -> services()
                        .get(
                                allServices().stream()
                                        .filter(s -> s.name().equals(c.id()))
                                        .findFirst()
                                        .orElseThrow(() -> NefRefusal.notFound("No such service")),
                                c.query()));
        table.add(
                "GET",
                ADDRESSES,
                c -> new NefSchema<Address>(ADDRESSES, settings, Address::address)
                        .with("address", Address::address)
                        .with("state", a -> "ok")
                        .list(addresses, c.query(), Set.of()));
        table.add(
                "GET",
                CLUSTERS,
                c -> new NefSchema<Cluster>(CLUSTERS, settings, Cluster::clusterName)
                        .with("clusterName", Cluster::clusterName)
                        .with("nodes", x -> List.of())
                        .with("services", x -> List.of())
                        .list(List.of(), c.query(), Set.of()));
    }

    private NefSchema<Setting> properties() {
        return new NefSchema<Setting>(SETTINGS, settings, Setting::name)
                .with("name", Setting::name)
                .with("value", Setting::value);
    }

    private Setting guid() {
        return new Setting("system.guid", appliance.guid());
    }

    private NefSchema<Service> services() {
        return new NefSchema<Service>(SERVICES, settings, Service::name)
                .with("name", Service::name)
                .with("state", Service::state);
    }

    private List<Service> allServices() {
        return List.of(
                new Service("iscsit", appliance.targetService() ? "online" : "disabled"),
                new Service("nfs", "online"),
                new Service("smb", "disabled"));
    }

    private static Map<String, Object> object(String first, Object one, String second, Object two) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(first, one);
        object.put(second, two);
        return object;
    }
}
