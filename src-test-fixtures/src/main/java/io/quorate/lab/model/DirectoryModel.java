package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The domain's controllers among the hosts, their replication with each other, and every host's DNS client. Controllers pull from every other
 * one. What a host reaches decides who answers it.
 */
public final class DirectoryModel {
    /** What an attempt to pull from a partner that is not reached ends in: RPC_S_SERVER_UNAVAILABLE. */
    private static final int UNAVAILABLE = 1722;

    private static final String FIRST_ALIAS = "Ethernet";

    /** What a DNS server does with a question for the domain's controllers. */
    public enum Dns {
        ANSWERS,
        KNOWS_NOTHING,
        SILENT
    }

    private final Estate estate;
    private final World world;
    private final String netBios;
    private final TreeSet<String> strangers = new TreeSet<>();
    private final Map<String, String> further = new java.util.concurrent.ConcurrentHashMap<>();
    private final Promotions promotions;
    private final DirectoryObjects objects;

    DirectoryModel(
            Estate estate,
            String netBios,
            Map<String, String> controllers,
            Map<String, String> services,
            List<Account> users) {
        this.estate = estate;
        this.world = estate.world();
        this.netBios = netBios;
        this.promotions = new Promotions(estate, users);
        this.objects = new DirectoryObjects(estate);
        if (controllers.isEmpty()) {
            return;
        }
        Map<String, String> known = new LinkedHashMap<>();
        controllers.forEach((name, address) -> known.put(estate.host(name).name(), address));
        world.change("the directory as built", () -> {
            known.forEach((name, address) ->
                    world.put(ControllerState.key(name), new ControllerState(name, address, true, 0, Duration.ZERO)));
            estate.hosts()
                    .forEach(host -> List.of("HOST/", "RestrictedKrbHost/", "WSMAN/")
                            .forEach(service -> List.of(host.name(), host.fqdn())
                                    .forEach(name -> name(host.name() + "$", service + name))));
            services.forEach((name, account) -> name(account, name));
            pairs((to, from) -> world.put(PullState.key(to, from), new PullState(to, from, 0, Duration.ZERO)));
        });
        estate.onChange(this::follow);
    }

    private interface Pair {
        void of(String to, String from);
    }

    private void pairs(Pair each) {
        for (ControllerState to : controllers()) {
            for (ControllerState from : controllers()) {
                if (!to.host().equals(from.host())) {
                    each.of(to.host(), from.host());
                }
            }
        }
    }

    /** Makes a controller of a host, inside a change: it pulls from all others, and they from it. */
    void add(String host, String address) {
        Duration now = world.time().now();
        world.put(ControllerState.key(host), new ControllerState(host, address, true, 0, Duration.ZERO));
        pairs((to, from) -> {
            if (to.equals(host) || from.equals(host)) {
                world.put(PullState.key(to, from), new PullState(to, from, 0, now));
            }
        });
    }

    /** Returns the accounts as objects of the directory. */
    public DirectoryObjects objects() {
        return objects;
    }

    /** Returns how hosts become controllers. */
    public Promotions promotions() {
        return promotions;
    }

    private void follow() {
        promotions.follow();
        Duration now = world.time().now();
        pairs((to, from) -> world.update(PullState.key(to, from), pull -> pull.becoming(result(to, from), now)));
    }

    private int result(String to, String from) {
        int inbound = world.get(ControllerState.key(to)).inbound();
        return inbound != 0 ? inbound : estate.reaches(to, from) ? 0 : UNAVAILABLE;
    }

    // the domain

    /** Tells whether the hosts are in a domain. */
    public boolean joined() {
        return !netBios.isEmpty();
    }

    /** Returns the domain's NetBIOS name; empty without one. */
    public String netBios() {
        return netBios;
    }

    /** Returns the controllers, in the order they were declared. */
    public List<ControllerState> controllers() {
        return world.all(ControllerState.class);
    }

    /** Finds a controller. */
    public Optional<ControllerState> controller(String host) {
        return world.find(ControllerState.key(host));
    }

    /** Returns from whom a controller pulls. */
    public List<PullState> pulls(String to) {
        return world.all(PullState.class).stream()
                .filter(pull -> pull.to().equals(to))
                .toList();
    }

    /**
     * Finds who answers a host for the domain: itself if it is a controller, else the first that it reaches once one of its DNS servers has named
     * the controllers.
     */
    public Optional<ControllerState> answering(String host) {
        Optional<ControllerState> itself = controller(host);
        if (itself.isPresent()) {
            return itself;
        }
        boolean told = dns(host).links().stream()
                .flatMap(link -> link.all().stream())
                .anyMatch(server -> ask(host, server) == Dns.ANSWERS);
        return told
                ? controllers().stream()
                        .filter(one -> estate.reaches(host, one.host()))
                        .findFirst()
                : Optional.empty();
    }

    // names

    private void name(String account, String name) {
        String plain = account.substring(account.lastIndexOf('\\') + 1);
        NamesState before = world.find(NamesState.key(plain)).orElseGet(() -> new NamesState(plain, List.of()));
        world.put(NamesState.key(plain), before.and(name));
    }

    /** Changes an account's service principal names, inside a change. */
    public void rename(String account, List<String> names) {
        world.put(NamesState.key(account), new NamesState(account, names));
    }

    /** Puts a service principal name on an account, whoever else has it. */
    public void serviceName(String account, String name) {
        world.change("service principal name " + name + " put on " + account, () -> name(account, name));
    }

    /** Takes a service principal name from an account. */
    public void withoutServiceName(String account, String name) {
        world.change(
                "service principal name " + name + " taken from " + account,
                () -> world.find(NamesState.key(account))
                        .ifPresent(before -> rename(
                                account,
                                before.names().stream()
                                        .filter(one -> !one.equalsIgnoreCase(name))
                                        .toList())));
    }

    /** Returns the accounts with service principal names. */
    public List<NamesState> named() {
        return world.all(NamesState.class);
    }

    /** Returns what becomes of a host's question to a DNS server. */
    public Dns ask(String host, String server) {
        for (ControllerState one : controllers()) {
            if (one.address().equals(server) || one.host().equals(further.get(server))) {
                return one.dns() && estate.reaches(host, one.host()) ? Dns.ANSWERS : Dns.SILENT;
            }
        }
        return strangers.contains(server) ? Dns.KNOWS_NOTHING : Dns.SILENT;
    }

    /** Returns a host's DNS client: until somebody changes it, one interface that asks every controller and registers the name. */
    public DnsClientState dns(String host) {
        String name = estate.host(host).name();
        return world.find(DnsClientState.key(name))
                .orElseGet(() -> new DnsClientState(
                        name,
                        List.of(new DnsClientState.Link(
                                DnsClientState.FIRST,
                                FIRST_ALIAS,
                                controllers().stream()
                                        .filter(one -> promotions.of(one.host()).isEmpty())
                                        .map(ControllerState::address)
                                        .toList(),
                                true))));
    }

    /** Changes an interface, inside a change. */
    public void set(String host, DnsClientState.Link link) {
        DnsClientState before = dns(host);
        world.put(DnsClientState.key(before.host()), before.with(link));
    }

    // from outside

    /** Gives a host one more interface. */
    public void addInterface(String host, String alias, List<String> servers, boolean registers) {
        world.change("interface " + alias + " of " + host + " added", () -> {
            DnsClientState before = dns(host);
            world.put(DnsClientState.key(before.host()), before.and(alias, servers, registers));
        });
    }

    /** Gives an interface other DNS servers. */
    public void servers(String host, String alias, List<String> servers) {
        world.change("DNS servers of " + host + " changed", () -> {
            List<DnsClientState.Link> links = new ArrayList<>(dns(host).links());
            links.removeIf(one -> !one.alias().equalsIgnoreCase(alias));
            if (links.isEmpty()) {
                throw new IllegalArgumentException("no interface of " + host + " is called " + alias);
            }
            DnsClientState.Link link = links.get(0);
            set(host, link.asking(servers));
        });
    }

    /** Has a controller's DNS server answer at one more address. */
    public void answersAt(String controller, String address) {
        further.put(address, estate.host(controller).name());
    }

    /** Has a DNS server answer at an address that knows nothing of the domain. */
    public void foreignDns(String address) {
        strangers.add(address);
    }

    /** Changes a controller. */
    private void update(String host, String what, UnaryOperator<ControllerState> change) {
        world.change(what + " of " + host, () -> {
            world.update(ControllerState.key(estate.host(host).name()), change);
            follow();
        });
    }

    /** Stops or starts a controller's DNS server. */
    public void dnsServer(String host, boolean runs) {
        update(host, "DNS server " + (runs ? "started" : "stopped"), one -> one.withDns(runs));
    }

    /** Sets what a controller's attempts to pull end in: 0 if they work, an error number, or {@link ControllerState#STALLED}. */
    public void inbound(String host, int code) {
        update(host, "inbound replication set to " + code, one -> one.withInbound(code));
    }

    /** Sets how far a controller's clock is ahead. */
    public void clock(String host, Duration ahead) {
        update(host, "clock set " + ahead + " ahead", one -> one.withAhead(ahead));
    }
}
