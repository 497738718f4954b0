package io.quorate.lab.model;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.StorageAppliance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds an estate. All hosts are up when it is built. */
public final class EstateBuilder {
    final World world;
    final List<HostSpec> hosts = new ArrayList<>();
    private final List<DiskState> disks = new ArrayList<>();
    private final Set<String> seenByAll = new HashSet<>();
    final List<Account> accounts = new ArrayList<>();
    final List<StorageAppliance> appliances = new ArrayList<>();
    boolean keepsNoPasswords;
    final List<SessionEndpoint> endpoints =
            new ArrayList<>(List.of(new SessionEndpoint(SessionEndpoint.PLAIN, null, false)));
    Timings timings = Timings.TYPICAL;
    StorageTimings storageTimings = StorageTimings.TYPICAL;
    boolean multipath;
    boolean diskCopies;
    private String domain = "lab.example";
    String netBios = "";
    Map<String, String> controllers = Map.of();
    Map<String, String> services = Map.of();
    List<Account> users = List.of();
    private int os = 2022;

    EstateBuilder(World world) {
        this.world = Objects.requireNonNull(world, "world");
    }

    /** Sets the DNS domain of the hosts that follow; {@code lab.example} by default. */
    public EstateBuilder domain(String name) {
        domain = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Says that the hosts are joined to the domain, by its NetBIOS name, which of them are its controllers, with their addresses, and which
     * account has a service name by hand, and who its users are.
     */
    public EstateBuilder joined(
            String netBiosName,
            Map<String, String> addresses,
            Map<String, String> serviceNames,
            List<Account> members) {
        users = List.copyOf(members);
        netBios = netBiosName;
        services = Collections.unmodifiableMap(new LinkedHashMap<>(serviceNames));
        controllers = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        return this;
    }

    /** Sets the Windows Server version of the hosts that follow; 2022 by default. */
    public EstateBuilder os(int version) {
        os = version;
        return this;
    }

    /** Adds a host with 16 cores, 64 GiB and a virtual switch {@code LAN}. */
    public EstateBuilder host(String name) {
        return host(name, 16, Size.gib(64), List.of("LAN"));
    }

    /** Adds a host. */
    public EstateBuilder host(String name, int cores, Size memory, List<String> switches) {
        if (hosts.stream().anyMatch(h -> h.name().equalsIgnoreCase(name))) {
            throw new IllegalArgumentException("there is a host of that name: " + name);
        }
        hosts.add(new HostSpec(name, domain, os, cores, memory, switches));
        return this;
    }

    /** Adds a disk that every host sees, those included that are declared later. */
    public EstateBuilder sharedDisk(Size size) {
        sharedDisk(size, List.of());
        seenByAll.add(disks.get(disks.size() - 1).id());
        return this;
    }

    List<DiskState> disks() {
        List<String> all = hosts.stream().map(HostSpec::name).toList();
        return disks.stream()
                .map(d -> seenByAll.contains(d.id()) ? new DiskState(d.id(), d.guid(), d.number(), d.size(), all) : d)
                .toList();
    }

    /** Adds a disk that the given hosts see. */
    public EstateBuilder sharedDisk(Size size, List<String> seenBy) {
        int number = disks.size() + 1;
        String path = "disk/" + number;
        String naa = "6001405"
                + world.random().guid(path).toString().replace("-", "").substring(0, 25);
        disks.add(new DiskState(
                naa.toUpperCase(Locale.ROOT),
                world.random().guid(path + "/gpt").toString(),
                number,
                size.bytes(),
                seenBy));
        return this;
    }

    /** Adds a storage appliance of the same world, which every host reaches. */
    public EstateBuilder appliance(StorageAppliance appliance) {
        if (appliance.world() != world) {
            throw new IllegalArgumentException("the appliance lives in another world: " + appliance.name());
        }
        if (appliances.stream().anyMatch(a -> a.name().equalsIgnoreCase(appliance.name()))) {
            throw new IllegalArgumentException("there is an appliance of that name: " + appliance.name());
        }
        appliances.add(appliance);
        return this;
    }

    /** Adds a local administrator's account. */
    public EstateBuilder account(String user, Secret password) {
        accounts.add(new Account(user, password, true));
        return this;
    }

    /** Adds the account of a local user who is a member of Remote Management Users, and no administrator. */
    public EstateBuilder user(String user, Secret password) {
        accounts.add(new Account(user, password, false));
        return this;
    }

    /** Adds a session configuration whose sessions run as another account, which other machines accept. */
    public EstateBuilder runAsEndpoint(String name, String runAs) {
        endpoints.add(new SessionEndpoint(name, runAs, true));
        return this;
    }

    /** Adds a session configuration. */
    public EstateBuilder endpoint(String name, @Nullable String runAs, boolean delegatable) {
        endpoints.add(new SessionEndpoint(name, runAs, delegatable));
        return this;
    }

    /** Has a policy forbid session configurations that keep a password. */
    public EstateBuilder keepsNoPasswords() {
        keepsNoPasswords = true;
        return this;
    }

    /** Sets how long things take. */
    public EstateBuilder timings(Timings value) {
        timings = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how long the hosts' storage takes. */
    public EstateBuilder storageTimings(StorageTimings value) {
        storageTimings = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Gives the hosts multipath software that has claimed the appliances; without it a second path is a second disk. */
    public EstateBuilder multipath() {
        multipath = true;
        return this;
    }

    /** Has each node list a disk of its cluster as the other nodes have it, too: with their numbers and flags. */
    public EstateBuilder diskCopies() {
        diskCopies = true;
        return this;
    }

    public Estate build() {
        return new Estate(this);
    }
}
