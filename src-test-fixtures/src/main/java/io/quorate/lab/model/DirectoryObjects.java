package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The accounts of the domain as objects of its directory: machines, clusters, users, and computer objects that nobody has taken yet. */
public final class DirectoryObjects {
    private static final String DOMAIN_SID = "S-1-5-21-1004336348-1177238915-682003330-";
    private static final int RIDS = 900_000;
    private static final int FIRST_RID = 1_100;

    /**
     * An account.
     *
     * @param account its short name
     * @param dn its distinguished name
     * @param id its identity
     * @param sid its security identifier
     * @param computer whether it is a computer's
     * @param enabled whether it is enabled
     * @param deletionProtected whether it is protected from deletion
     * @param granted what was added to its access list
     * @param names its service principal names
     */
    public record Item(
            String account,
            String dn,
            UUID id,
            String sid,
            boolean computer,
            boolean enabled,
            boolean deletionProtected,
            List<String> granted,
            List<String> names) {}

    private final Estate estate;
    private final World world;
    private long made;

    DirectoryObjects(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    private String root() {
        return estate.hosts().isEmpty()
                ? ""
                : Arrays.stream(estate.hosts().get(0).domain().split("\\."))
                        .map(part -> "DC=" + part)
                        .collect(Collectors.joining(","));
    }

    /** Returns where the domain puts computers. */
    public String computers() {
        return "CN=Computers," + root();
    }

    static String sid(String account) {
        return DOMAIN_SID
                + (FIRST_RID + Math.floorMod(account.toLowerCase(Locale.ROOT).hashCode(), RIDS));
    }

    private static UUID id(String account) {
        return UUID.nameUUIDFromBytes(("account " + account.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns all accounts. */
    public List<Item> all() {
        Map<String, Item> all = new LinkedHashMap<>();
        for (ComputerState one : world.all(ComputerState.class)) {
            put(
                    all,
                    one.name() + "$",
                    "CN=" + one.name() + "," + one.container(),
                    one.id(),
                    one.enabled() || estate.findCluster(one.name()).isPresent(),
                    one.deletionProtected(),
                    one.granted());
        }
        for (HostSpec host : estate.hosts()) {
            put(
                    all,
                    host.name() + "$",
                    "CN=" + host.name() + "," + computers(),
                    id(host.name() + "$"),
                    true,
                    false,
                    List.of());
        }
        for (Cluster cluster : estate.clusters()) {
            put(
                    all,
                    cluster.name() + "$",
                    "CN=" + cluster.name() + "," + computers(),
                    id(cluster.name() + "$"),
                    true,
                    false,
                    List.of());
        }
        List<String> others = new ArrayList<>(estate.directory().promotions().users());
        estate.directory().named().forEach(one -> others.add(one.account()));
        for (String account : others) {
            put(all, account, "CN=" + account + ",CN=Users," + root(), id(account), true, false, List.of());
        }
        return List.copyOf(all.values());
    }

    private void put(
            Map<String, Item> all,
            String account,
            String dn,
            UUID id,
            boolean enabled,
            boolean deletionProtected,
            List<String> granted) {
        List<String> names =
                world.find(NamesState.key(account)).map(NamesState::names).orElse(List.of());
        all.putIfAbsent(
                account.toLowerCase(Locale.ROOT),
                new Item(
                        account,
                        dn,
                        id,
                        sid(account),
                        account.endsWith("$"),
                        enabled,
                        deletionProtected,
                        granted,
                        names));
    }

    /** Finds an account by its distinguished name, identity or short name. */
    public Optional<Item> find(String identity) {
        return all().stream()
                .filter(one -> identity.equalsIgnoreCase(one.dn())
                        || identity.equalsIgnoreCase(one.id().toString())
                        || identity.equalsIgnoreCase(one.account()))
                .findFirst();
    }

    private synchronized long made() {
        return ++made;
    }

    /** Makes a disabled computer object, inside a change. */
    public Item create(String name, String container) {
        String made = name + "$ " + made();
        world.put(ComputerState.key(name), new ComputerState(name, id(made), container, false, false, List.of()));
        return find(name + "$").orElseThrow();
    }
}
