package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.EndpointStatement.Encryption;
import io.quorate.lab.ddl.EndpointStatement.State;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.Power;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who can speak with whom, and where there is quorum. */
public final class SqlLinks {
    /** Nothing hinders. */
    public static final int FINE = 0;

    static final int NO_HOST = 11001;
    static final int SILENT = 10060;
    static final int REFUSED = 10061;
    static final int HANDSHAKE = 9642;

    private final SqlEstate sql;

    SqlLinks(SqlEstate sql) {
        this.sql = sql;
    }

    /** Returns why two replicas of a group cannot speak: 0, or the number that the last connection failed with. */
    public int between(AgState group, String first, String second) {
        return between(group, first, second, false);
    }

    /** The same for two that are not connected yet: a certificate that has expired lets nobody in any more, but cuts nobody off. */
    int greeting(AgState group, String first, String second) {
        return between(group, first, second, true);
    }

    private int between(AgState group, String first, String second, boolean anew) {
        Optional<InstanceState> a = sql.findInstance(first);
        Optional<InstanceState> b = sql.findInstance(second);
        if (a.isEmpty() || b.isEmpty()) {
            return NO_HOST;
        }
        if (!sql.estate().reaches(a.get().host(), b.get().host())) {
            return SILENT;
        }
        int to = at(group, b.get());
        int fro = at(group, a.get());
        if (to != FINE || fro != FINE) {
            return to != FINE ? to : fro;
        }
        return agree(a.get(), b.get(), anew) ? FINE : HANDSHAKE;
    }

    /** Tells why nobody listens where the group says that an instance does. */
    private int at(AgState group, InstanceState instance) {
        MirrorEndpoint endpoint = instance.endpoint();
        if (!instance.running() || !instance.hadr() || endpoint == null || endpoint.state() != State.STARTED) {
            return REFUSED;
        }
        String url = group.replica(instance.name()).map(AgReplica::endpointUrl).orElse("");
        if (!names(host(url), instance)) {
            return NO_HOST;
        }
        return port(url) == endpoint.port() ? FINE : REFUSED;
    }

    /** Returns the host of {@code TCP://host:port}; empty if it is no such URL. */
    public static String host(String url) {
        int start = url.indexOf("://");
        int end = url.lastIndexOf(':');
        if (start < 0 || end <= start + 2) {
            return "";
        }
        String host = url.substring(start + 3, end);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the port of {@code TCP://host:port}; -1 if it is no such URL. */
    public static int port(String url) {
        String port = url.substring(url.lastIndexOf(':') + 1);
        return port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65535 ? Integer.parseInt(port) : -1;
    }

    /** Tells whether a host of a URL is an instance's. */
    public boolean names(String host, InstanceState instance) {
        HostSpec spec = sql.host(instance);
        Optional<String> network = sql.clusters().of(instance.name()).map(FciState::networkName);
        if (network.isPresent()) {
            String domain = spec.fqdn().substring(spec.name().length());
            return host.equalsIgnoreCase(network.get())
                    || host.equalsIgnoreCase(network.get() + domain)
                    || host.equals(instance.ip());
        }
        return host.equalsIgnoreCase(spec.name()) || host.equalsIgnoreCase(spec.fqdn()) || host.equals(instance.ip());
    }

    private boolean agree(InstanceState a, InstanceState b, boolean anew) {
        MirrorEndpoint mine = a.endpoint();
        MirrorEndpoint other = b.endpoint();
        if (mine == null || other == null) {
            return false;
        }
        boolean plainOnly = mine.encryption() == Encryption.DISABLED || other.encryption() == Encryption.DISABLED;
        boolean sealedOnly = mine.encryption() == Encryption.REQUIRED || other.encryption() == Encryption.REQUIRED;
        if (plainOnly ? sealedOnly : Collections.disjoint(mine.algorithms(), other.algorithms())) {
            return false;
        }
        return mine.takesWindows() && other.takesWindows() && windows(a, b) && windows(b, a)
                || mine.takesCertificates()
                        && other.takesCertificates()
                        && certificate(a, b, anew)
                        && certificate(b, a, anew);
    }

    /** Tells whether an instance lets another's service account in; its own account is let in anyway. */
    private boolean windows(InstanceState door, InstanceState guest) {
        if (door.account().equalsIgnoreCase(guest.account()) && !virtual(door.account())) {
            return true;
        }
        String account = virtual(guest.account()) ? machineAccount(guest) : guest.account();
        return sql.world()
                .find(LoginState.key(door.name(), account))
                .filter(l -> l.enabled() && mayConnect(door, l))
                .isPresent();
    }

    private static boolean virtual(String account) {
        return account.toUpperCase(Locale.ROOT).startsWith("NT ");
    }

    /** Returns who a service under a virtual account is on the network. */
    public String machineAccount(InstanceState instance) {
        HostSpec host = sql.host(instance);
        String domain = host.fqdn().substring(host.name().length() + 1);
        return domain.split("\\.", 2)[0].toUpperCase(Locale.ROOT) + "\\" + host.name() + "$";
    }

    private boolean certificate(InstanceState door, InstanceState guest, boolean anew) {
        MirrorEndpoint endpoint = guest.endpoint();
        if (endpoint == null || endpoint.certificate() == null) {
            return false;
        }
        Optional<CertificateState> shown = sql.world().find(CertificateState.key(guest.name(), endpoint.certificate()));
        LocalDateTime now = LocalDateTime.ofInstant(sql.world().clock().now(), ZoneOffset.UTC);
        return shown.filter(CertificateState::own)
                        .filter(c -> !anew || now.isBefore(c.expiry()))
                        .isPresent()
                && sql.world().all(CertificateState.class).stream()
                        .filter(c -> c.instance().equals(door.name())
                                && c.thumbprint().equals(shown.get().thumbprint()))
                        .anyMatch(c -> sql.world()
                                .find(UserState.key(door.name(), "master", c.owner()))
                                .map(UserState::login)
                                .flatMap(l -> sql.world().find(LoginState.key(door.name(), l)))
                                .filter(l -> l.enabled() && mayConnect(door, l))
                                .isPresent());
    }

    private static boolean mayConnect(InstanceState door, LoginState login) {
        MirrorEndpoint endpoint = door.endpoint();
        return endpoint != null && login.may("CONNECT ENDPOINT " + AgState.upper(endpoint.name()));
    }

    // quorum

    /** Tells whether a host is in a part of its cluster that has quorum; the instances' own small cluster, where there is no lab cluster. */
    public boolean quorate(String host) {
        if (sql.estate().power(host) != Power.UP) {
            return false;
        }
        Optional<Cluster> cluster = sql.estate().clusterOf(host);
        if (cluster.isPresent()) {
            return cluster.get().serves(host);
        }
        List<String> hosts = members();
        long votes = hosts.stream().filter(h -> sql.estate().reaches(host, h)).count() * 2;
        if (hosts.size() % 2 == 0) {
            votes += sql.estate().reaches(host, witness(hosts)) ? 1 : 0;
        }
        return votes > hosts.size();
    }

    /** Returns the hosts of the instances' own small cluster. */
    public List<String> members() {
        return sql.instances().stream()
                .map(InstanceState::host)
                .distinct()
                .filter(h -> sql.estate().clusterOf(h).isEmpty())
                .toList();
    }

    /** Returns who reaches the small cluster's witness first: where a group's primary is or was, or else the first host that is up. */
    private String witness(List<String> hosts) {
        return sql.allGroups().stream()
                .filter(g -> !g.distributed())
                .flatMap(g -> sql.findInstance(g.last()).stream())
                .map(InstanceState::host)
                .filter(h -> sql.estate().power(h) == Power.UP && hosts.contains(h))
                .findFirst()
                .or(() -> hosts.stream()
                        .filter(h -> sql.estate().power(h) == Power.UP)
                        .findFirst())
                .orElse(hosts.get(0));
    }
}
