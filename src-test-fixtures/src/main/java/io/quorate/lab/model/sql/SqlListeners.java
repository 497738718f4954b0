package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Listener;
import io.quorate.lab.ddl.Listener.Address;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listeners: a name and addresses that go where the primary is. */
public final class SqlListeners {
    private static final int USUAL_PORT = 1433;

    private final SqlEstate sql;
    private final World world;

    SqlListeners(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    /**
     * Where a listener answers now.
     *
     * @param address one of the listener's
     * @param instance whose clients they are
     */
    public record Open(String group, String dnsName, String address, int port, String instance) {}

    /** Returns where listeners answer now. */
    public List<Open> open() {
        return world.read(() -> {
            List<Open> all = new ArrayList<>();
            for (AgState group : sql.allGroups()) {
                AgListener listener = group.listener();
                String primary = group.primary();
                if (listener == null || primary == null || sql.role(group.name(), primary) != Role.PRIMARY) {
                    continue;
                }
                for (Address address : addresses(group, listener)) {
                    if (online(group, address)) {
                        all.add(new Open(group.name(), listener.dnsName(), address.ip(), listener.port(), primary));
                    }
                }
            }
            return all;
        });
    }

    /** Returns a listener's addresses; one by DHCP is in the primary's subnet. */
    public List<Address> addresses(AgState group, AgListener listener) {
        if (!listener.dhcp()) {
            return listener.addresses();
        }
        InstanceState last = sql.findInstance(group.last()).orElse(null);
        if (last == null) {
            return List.of();
        }
        String ip = last.ip();
        return List.of(new Address(ip.substring(0, ip.lastIndexOf('.') + 1) + "200", mask(last)));
    }

    /** Tells whether an address is on line. */
    public boolean online(AgState group, Address address) {
        String primary = group.primary();
        return primary != null
                && sql.role(group.name(), primary) == Role.PRIMARY
                && sql.findInstance(primary)
                        .filter(i -> i.running() && hosts(i, address.ip()))
                        .isPresent();
    }

    private static String mask(InstanceState instance) {
        long bits = 0xFFFFFFFFL << 32 - prefix(instance) & 0xFFFFFFFFL;
        return (bits >> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
    }

    private static int prefix(InstanceState instance) {
        return Integer.parseInt(instance.address().substring(instance.address().indexOf('/') + 1));
    }

    /** Tells whether an instance's subnet holds an address; IPv6 is everywhere. */
    private static boolean hosts(InstanceState instance, String ip) {
        if (ip.indexOf(':') >= 0) {
            return true;
        }
        int shift = 32 - prefix(instance);
        return number(instance.ip()) >> shift == number(ip) >> shift;
    }

    private static long number(String ip) {
        long number = 0;
        for (String part : ip.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    private static boolean valid(String ip) {
        return ip.matches("\\d{1,3}(\\.\\d{1,3}){3}")
                        && List.of(ip.split("\\.")).stream().allMatch(p -> Integer.parseInt(p) <= 255)
                || ip.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    }

    // changing

    /** Says no to a listener that could not be. */
    void check(AgState group, Listener what) {
        if (group.listener() != null) {
            throw new SqlRefusal(19477, group.name());
        }
        for (AgState other : sql.allGroups()) {
            if (other.listener() != null && netBios(other.listener().dnsName()).equals(netBios(what.dnsName()))) {
                throw new SqlRefusal(19471, what.dnsName());
            }
        }
        checkAddresses(group, what.addresses(), what.dhcp());
    }

    private static String netBios(String name) {
        return name.substring(0, Math.min(15, name.length())).toUpperCase(Locale.ROOT);
    }

    private void checkAddresses(AgState group, List<Address> addresses, boolean dhcp) {
        Set<String> subnets = new HashSet<>();
        Set<String> taken = new HashSet<>();
        sql.instances().forEach(i -> taken.add(i.ip()));
        sql.allGroups().stream()
                .filter(g -> g.listener() != null && !g.name().equals(group.name()))
                .forEach(g -> g.listener().addresses().forEach(a -> taken.add(a.ip())));
        for (Address address : addresses) {
            if (!valid(address.ip())) {
                throw new SqlRefusal(19483, address.ip());
            }
            if (!taken.add(address.ip())) {
                throw new SqlRefusal(19484, address.ip());
            }
            if (!subnets.add(subnet(address))) {
                throw new SqlRefusal(19451, address.ip());
            }
        }
        for (AgReplica replica : group.replicas()) {
            InstanceState instance = sql.findInstance(replica.server()).orElse(null);
            if (!dhcp && instance != null && addresses.stream().noneMatch(a -> hosts(instance, a.ip()))) {
                throw new SqlRefusal(19456, replica.server());
            }
        }
    }

    private static String subnet(Address address) {
        String mask = address.mask();
        if (mask == null || !valid(mask) || mask.indexOf(':') >= 0) {
            return "v6";
        }
        return Long.toString(number(address.ip()) & number(mask));
    }

    /** Adds a listener to a group. */
    public void add(String groupName, Listener what) {
        AgState group = sql.findGroup(groupName).orElseThrow();
        check(group, what);
        Integer port = what.port();
        sql.edit(
                group,
                e -> e.listener = new AgListener(
                        world.random().guid(group.key().path() + "/listener/" + world.eventCount()),
                        what.dnsName(),
                        port == null ? USUAL_PORT : port,
                        what.dhcp(),
                        what.addresses()));
    }

    private AgListener require(AgState group, String name) {
        AgListener listener = group.listener();
        if (listener == null || !listener.dnsName().equalsIgnoreCase(name)) {
            throw new SqlRefusal(19479, name, group.name());
        }
        return listener;
    }

    /** Adds an address. */
    public void addAddress(AgState group, String name, Address address) {
        AgListener old = require(group, name);
        if (old.dhcp()) {
            throw new SqlRefusal(19460, name);
        }
        List<Address> addresses = new ArrayList<>(old.addresses());
        addresses.add(address);
        checkAddresses(group, addresses, false);
        sql.edit(group, e -> e.listener = old.with(old.port(), addresses));
    }

    /** Removes an address; not the last one. */
    public void removeAddress(AgState group, String name, String ip) {
        AgListener old = require(group, name);
        List<Address> addresses = new ArrayList<>(old.addresses());
        if (!addresses.removeIf(a -> a.ip().equalsIgnoreCase(ip))) {
            throw new SqlRefusal(19483, ip);
        }
        if (addresses.isEmpty()) {
            throw new SqlRefusal(19535, name);
        }
        sql.edit(group, e -> e.listener = old.with(old.port(), addresses));
    }

    /** Changes the port. */
    public void port(AgState group, String name, int port) {
        AgListener old = require(group, name);
        sql.edit(group, e -> e.listener = old.with(port, old.addresses()));
    }

    /** Starts it again; here it is as it was. */
    public void restart(AgState group, String name) {
        require(group, name);
    }

    /** Removes it. */
    public void remove(AgState group, String name) {
        require(group, name);
        sql.edit(group, e -> e.listener = null);
    }

    private boolean isBehind(AgState group, @Nullable AgListener listener, String nameOrAddress) {
        return listener != null
                && (listener.dnsName().equalsIgnoreCase(nameOrAddress)
                        || addresses(group, listener).stream().anyMatch(a -> a.ip().equals(nameOrAddress)));
    }

    /** Finds the group whose listener has a DNS name or address. */
    public @Nullable AgState groupBehind(String nameOrAddress) {
        return sql.allGroups().stream()
                .filter(g -> isBehind(g, g.listener(), nameOrAddress))
                .findFirst()
                .orElse(null);
    }
}
