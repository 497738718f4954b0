package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A host's hardware, clock, network and features.
 *
 * @param host computer name
 * @param processor its processors
 * @param ahead by how much its clock is ahead of the lab's
 * @param offset by how many minutes its local time is ahead of UTC
 * @param booted when it came up, by the lab's clock
 * @param hyperV what Hyper-V is set to
 * @param switches its virtual switches
 * @param nics its network adapters
 * @param features the states of its features, by name
 * @param policy what MPIO does with new disks
 * @param claims whether MPIO claims disks over iSCSI
 */
public record HostGear(
        String host,
        Processor processor,
        Duration ahead,
        int offset,
        Instant booted,
        HyperV hyperV,
        List<Switch> switches,
        List<Nic> nics,
        Map<String, Feature> features,
        String policy,
        boolean claims) {

    /** Its processors; what the hypervisor hides is true while none runs. */
    public record Processor(
            String vendor, String model, int architecture, boolean virtualization, boolean prevention) {}

    /** What {@code Set-VMHost} sets. */
    public record HyperV(
            String machines, String disks, boolean migration, int authentication, int performance, int migrations) {}

    /** A virtual switch; 0 private, 1 internal, 2 external. */
    public record Switch(UUID id, String name, int type, String adapter, boolean management) {}

    /** A network adapter; its profile is 0 public, 1 private, 2 the domain's. */
    public record Nic(
            String name,
            int index,
            String description,
            String mac,
            boolean up,
            boolean virtual,
            int mtu,
            int profile,
            List<String> addresses) {
        public Nic {
            addresses = List.copyOf(addresses);
        }
    }

    /** What a feature is; the words are {@code Get-WindowsFeature}'s. */
    public enum Feature {
        AVAILABLE("Available"),
        INSTALLED("Installed"),
        PENDING("InstallPending");

        private final String word;

        Feature(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public HostGear {
        switches = List.copyOf(switches);
        nics = List.copyOf(nics);
        features = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** Returns the entity's key. */
    public static Key<HostGear> key(String host) {
        return new Key<>(HostGear.class, "host/" + host + "/gear");
    }

    static HostGear fresh(HostSpec host, int number, boolean multipath, Instant now) {
        List<Nic> nics = new ArrayList<>();
        String port = "Intel(R) Ethernet Server Adapter I350";
        boolean switched = host.switches().contains("LAN");
        String lan = "10.0.1." + (11 + number) + "/24";
        nics.add(nic("LAN", number, 4, port, false, 2, switched ? List.of() : List.of(lan)));
        nics.add(nic("Heartbeat", number, 5, port + " #2", false, 1, List.of("10.0.2." + (11 + number) + "/24")));
        nics.add(nic("iSCSI", number, 6, port + " #3", false, 1, List.of("10.0.3." + (11 + number) + "/24")));
        List<Switch> switches = new ArrayList<>();
        for (String name : host.switches()) {
            boolean external = name.equals("LAN");
            switches.add(new Switch(id(host.name(), name), name, external ? 2 : 0, external ? port : "", external));
        }
        if (switched) {
            nics.add(nic("vEthernet (LAN)", number, 12, "Hyper-V Virtual Ethernet Adapter", true, 2, List.of(lan)));
        }
        Map<String, Feature> features = new LinkedHashMap<>();
        features.put("AD-Domain-Services", Feature.AVAILABLE);
        features.put("FS-iSCSITarget-Server", Feature.AVAILABLE);
        features.put("Hyper-V", Feature.INSTALLED);
        features.put("Failover-Clustering", Feature.INSTALLED);
        features.put("Multipath-IO", multipath ? Feature.INSTALLED : Feature.AVAILABLE);
        features.put("RSAT-Clustering-PowerShell", Feature.INSTALLED);
        return new HostGear(
                host.name(),
                new Processor("GenuineIntel", "Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz", 9, true, true),
                Duration.ZERO,
                60,
                now,
                new HyperV(Hypervisor.DEFAULT_PATH, Hypervisor.DEFAULT_DISKS, true, 1, 1, 2),
                switches,
                nics,
                features,
                "RR",
                true);
    }

    private static UUID id(String host, String name) {
        return UUID.nameUUIDFromBytes((host + "/" + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Nic nic(
            String name, int number, int index, String what, boolean virtual, int profile, List<String> addresses) {
        String mac = String.format("00-15-5D-00-%02X-%02X", number, index);
        return new Nic(name, index, what, mac, true, virtual, 1500, profile, addresses);
    }

    /** Returns a feature's state. */
    public boolean installed(String feature) {
        return features.get(feature) == Feature.INSTALLED;
    }

    HostGear up(Instant now) {
        Map<String, Feature> after = new LinkedHashMap<>(features);
        after.replaceAll((name, state) -> state == Feature.PENDING ? Feature.INSTALLED : state);
        return new HostGear(host, processor, ahead, offset, now, hyperV, switches, nics, after, policy, claims);
    }

    /** Returns it with other processors. */
    public HostGear with(Processor other) {
        return new HostGear(host, other, ahead, offset, booted, hyperV, switches, nics, features, policy, claims);
    }

    /** Returns it with another clock. */
    public HostGear clock(Duration other, int minutes) {
        return new HostGear(host, processor, other, minutes, booted, hyperV, switches, nics, features, policy, claims);
    }

    /** Returns it with Hyper-V set otherwise. */
    public HostGear with(HyperV other) {
        return new HostGear(host, processor, ahead, offset, booted, other, switches, nics, features, policy, claims);
    }

    /** Returns it with one more virtual switch. */
    public HostGear with(String name, int type) {
        List<Switch> more = new ArrayList<>(switches);
        more.add(new Switch(id(host, name), name, type, "", type > 0));
        return new HostGear(host, processor, ahead, offset, booted, hyperV, more, nics, features, policy, claims);
    }

    /** Returns it with an external switch on an adapter, whose addresses go to the host's own adapter on it, or are gone. */
    public HostGear over(String name, String adapter, boolean management) {
        List<Switch> more = new ArrayList<>(switches);
        List<Nic> all = new ArrayList<>();
        for (Nic nic : nics) {
            if (!nic.name().equalsIgnoreCase(adapter)) {
                all.add(nic);
                continue;
            }
            more.add(new Switch(id(host, name), name, 2, nic.description(), management));
            all.add(new Nic(
                    nic.name(),
                    nic.index(),
                    nic.description(),
                    nic.mac(),
                    nic.up(),
                    nic.virtual(),
                    nic.mtu(),
                    nic.profile(),
                    List.of()));
            if (management) {
                all.add(new Nic(
                        "vEthernet (" + name + ")",
                        20 + nic.index(),
                        "Hyper-V Virtual Ethernet Adapter #" + nic.index(),
                        nic.mac(),
                        nic.up(),
                        true,
                        nic.mtu(),
                        nic.profile(),
                        nic.addresses()));
            }
        }
        return new HostGear(host, processor, ahead, offset, booted, hyperV, more, all, features, policy, claims);
    }

    /** Returns it without some virtual switches. */
    public HostGear without(Predicate<Switch> which) {
        List<Switch> fewer = switches.stream().filter(which.negate()).toList();
        return new HostGear(host, processor, ahead, offset, booted, hyperV, fewer, nics, features, policy, claims);
    }

    /** Returns it with one adapter changed. */
    public HostGear nic(String name, UnaryOperator<Nic> change) {
        List<Nic> changed = nics.stream()
                .map(nic -> nic.name().equals(name) ? change.apply(nic) : nic)
                .toList();
        return new HostGear(
                host, processor, ahead, offset, booted, hyperV, switches, changed, features, policy, claims);
    }

    /** Returns it without an adapter. */
    public HostGear unplugged(String name) {
        List<Nic> left = nics.stream().filter(nic -> !nic.name().equals(name)).toList();
        return new HostGear(host, processor, ahead, offset, booted, hyperV, switches, left, features, policy, claims);
    }

    /** Returns it with a feature in a state. */
    public HostGear with(String feature, Feature state) {
        Map<String, Feature> after = new LinkedHashMap<>(features);
        after.put(feature, state);
        return new HostGear(host, processor, ahead, offset, booted, hyperV, switches, nics, after, policy, claims);
    }

    /** Returns it with MPIO set otherwise. */
    public HostGear multipath(String other, boolean claim) {
        return new HostGear(host, processor, ahead, offset, booted, hyperV, switches, nics, features, other, claim);
    }
}
