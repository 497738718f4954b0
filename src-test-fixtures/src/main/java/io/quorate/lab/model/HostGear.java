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

    /**
     * What {@code Set-VMHost} sets.
     *
     * @param networks the subnets migrations may take
     * @param any whether they may take any
     */
    public record HyperV(
            String machines,
            String disks,
            boolean migration,
            int authentication,
            int performance,
            int migrations,
            List<String> networks,
            boolean any) {
        public HyperV {
            networks = List.copyOf(networks);
        }

        /** Returns it with other folders. */
        public HyperV in(String folder, String diskFolder) {
            return new HyperV(folder, diskFolder, migration, authentication, performance, migrations, networks, any);
        }

        /** Returns it with migrations that go otherwise. */
        public HyperV migrating(boolean on, int login, int transport, int atOnce, boolean anywhere) {
            return new HyperV(machines, disks, on, login, transport, atOnce, networks, anywhere);
        }

        /** Returns it with other networks for migrations. */
        public HyperV over(List<String> others) {
            return new HyperV(machines, disks, migration, authentication, performance, migrations, others, any);
        }
    }

    /** A virtual switch; 0 private, 1 internal, 2 external. */
    public record Switch(UUID id, String name, int type, String adapter, boolean management) {}

    /**
     * A network adapter; its profile is 0 public, 1 private, 2 the domain's.
     *
     * @param addresses those of IPv4 that somebody gave it or, with DHCP, a server
     * @param gateway where it sends packets to anywhere; empty for nowhere
     * @param frame the largest frame its driver is set to
     * @param visiting the addresses a cluster brings along
     */
    public record Nic(
            String name,
            int index,
            String description,
            String mac,
            boolean up,
            boolean virtual,
            int mtu,
            int profile,
            List<String> addresses,
            String gateway,
            boolean dhcp,
            int frame,
            List<String> visiting) {
        public Nic {
            addresses = List.copyOf(addresses);
            visiting = List.copyOf(visiting);
        }

        /** Returns it up or down, with packets of another size, in a network of another profile, with other addresses. */
        public Nic with(boolean now, int bytes, int network, List<String> others) {
            return new Nic(
                    name,
                    index,
                    description,
                    mac,
                    now,
                    virtual,
                    bytes,
                    network,
                    others,
                    gateway,
                    dhcp,
                    frame,
                    visiting);
        }

        /** Returns it with other addresses. */
        public Nic with(List<String> others) {
            return with(up, mtu, profile, others);
        }

        /** Returns it with another gateway, and with or without DHCP. */
        public Nic by(String way, boolean asks) {
            return new Nic(
                    name, index, description, mac, up, virtual, mtu, profile, addresses, way, asks, frame, visiting);
        }

        /** Returns it with frames of another size. */
        public Nic framed(int bytes) {
            return new Nic(
                    name,
                    index,
                    description,
                    mac,
                    up,
                    virtual,
                    mtu,
                    profile,
                    addresses,
                    gateway,
                    dhcp,
                    bytes,
                    visiting);
        }

        /** Returns it with the addresses a cluster brings along. */
        public Nic visitedBy(List<String> others) {
            return new Nic(
                    name, index, description, mac, up, virtual, mtu, profile, addresses, gateway, dhcp, frame, others);
        }

        /** Returns all its addresses. */
        public List<String> all() {
            List<String> all = new ArrayList<>(addresses);
            all.addAll(visiting);
            return all;
        }

        /** Tells whether WinRM's own rule of the firewall lets an address in: of a public network those of the same subnet alone. */
        public boolean letsIn(String client) {
            return profile != 0
                    || all().stream().anyMatch(one -> client.startsWith(one.substring(0, one.lastIndexOf('.') + 1)));
        }

        /** Tells whether it answers at an address. */
        public boolean answersAt(String address) {
            return up && all().stream().anyMatch(one -> one.startsWith(address + "/"));
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

    private static final String GATEWAY = "10.0.1.1";
    private static final int FRAME = 1514;

    public HostGear {
        switches = List.copyOf(switches);
        nics = List.copyOf(nics);
        features = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** Returns the entity's key. */
    public static Key<HostGear> key(String host) {
        return new Key<>(HostGear.class, "host/" + host + "/gear");
    }

    /** Returns the address of a host in the network. */
    static String lan(int number) {
        return "10.0.1." + (11 + number);
    }

    static HostGear fresh(HostSpec host, int number, boolean multipath, Instant now) {
        List<Nic> nics = new ArrayList<>();
        String port = "Intel(R) Ethernet Server Adapter I350";
        boolean switched = host.switches().contains("LAN");
        String lan = lan(number) + "/24";
        Nic physical = nic("LAN", number, 4, port, false, 2, switched ? List.of() : List.of(lan));
        nics.add(switched ? physical : physical.by(GATEWAY, false));
        nics.add(nic("Heartbeat", number, 5, port + " #2", false, 1, List.of("10.0.2." + (11 + number) + "/24")));
        nics.add(nic("iSCSI", number, 6, port + " #3", false, 1, List.of("10.0.3." + (11 + number) + "/24")));
        List<Switch> switches = new ArrayList<>();
        for (String name : host.switches()) {
            boolean external = name.equals("LAN");
            switches.add(new Switch(id(host.name(), name), name, external ? 2 : 0, external ? port : "", external));
        }
        if (switched) {
            nics.add(nic("vEthernet (LAN)", number, 12, "Hyper-V Virtual Ethernet Adapter", true, 2, List.of(lan))
                    .by(GATEWAY, false));
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
                new HyperV(Hypervisor.DEFAULT_PATH, Hypervisor.DEFAULT_DISKS, true, 1, 1, 2, List.of(), true),
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
        return new Nic(name, index, what, mac, true, virtual, 1500, profile, addresses, "", false, FRAME, List.of());
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
            all.add(nic.with(List.of()).by("", false).visitedBy(List.of()));
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
                        nic.addresses(),
                        nic.gateway(),
                        nic.dhcp(),
                        nic.frame(),
                        nic.visiting()));
            }
        }
        return new HostGear(host, processor, ahead, offset, booted, hyperV, more, all, features, policy, claims);
    }

    /** Returns it without a virtual switch and the host's own adapter on it, whose addresses are gone: the one it stood on asks a DHCP server. */
    public HostGear withoutSwitch(Switch gone) {
        List<Nic> left = nics.stream()
                .filter(nic -> !nic.name().equals("vEthernet (" + gone.name() + ")"))
                .map(nic ->
                        !gone.adapter().isEmpty() && nic.description().equals(gone.adapter()) ? nic.by("", true) : nic)
                .toList();
        List<Switch> fewer = switches.stream().filter(one -> !one.equals(gone)).toList();
        return new HostGear(host, processor, ahead, offset, booted, hyperV, fewer, left, features, policy, claims);
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

    /** Tells whether an adapter is a virtual switch's, and carries nothing of the host's own. */
    public boolean switched(Nic nic) {
        return switches.stream().anyMatch(one -> one.adapter().equals(nic.description()));
    }

    /** Tells whether it answers at an address. */
    public boolean answersAt(String address) {
        return nics.stream().anyMatch(nic -> nic.answersAt(address));
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
