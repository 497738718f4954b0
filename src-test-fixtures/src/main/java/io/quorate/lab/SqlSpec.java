package io.quorate.lab;

import io.quorate.Secret;
import io.quorate.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Says what a SQL Server instance of the lab is like ({@link LabBuilder#sql}). Not thread-safe. */
public final class SqlSpec {
    private static final Set<Integer> YEARS = new TreeSet<>(Set.of(2016, 2017, 2019, 2022, 2025));
    private static final Set<String> EDITIONS =
            new TreeSet<>(Set.of("ENTERPRISE", "DEVELOPER", "EVALUATION", "STANDARD", "WEB", "EXPRESS"));

    final String host;
    String name;
    String network = "";
    List<String> nodes = List.of();
    int year = 2022;
    String edition = "DEVELOPER";
    String account = "LAB\\svc-sql";
    String address = "";
    String username = "quorate";
    Secret password = Secret.of("Lab-Sql-Passw0rd!");
    boolean alwaysOn = true;
    boolean tls = true;
    boolean forcesTls;
    boolean ownNameOnly;
    boolean routesByName;
    final List<String> administrators = new ArrayList<>();

    SqlSpec(String host) {
        this.host = Objects.requireNonNull(host, "host");
        this.name = host;
    }

    /** Makes it a named instance of its host: {@code HOST\NAME}. Clients reach it by its port alone. */
    public SqlSpec instance(String value) {
        name = host + "\\" + Objects.requireNonNull(value, "instance");
        return this;
    }

    /**
     * Makes it a failover cluster instance of the lab's cluster ({@link LabBuilder#cluster}), installed on several nodes, the first of which owns
     * it when the lab starts. It takes a shared disk ({@link LabBuilder#sharedDisk}). Clients and groups know it by its network name; the cluster
     * alone starts and stops its services. Call {@link #instance} first.
     *
     * @param value its network name: {@code @@SERVERNAME} is this, with the instance's name behind it if it has one
     * @param more the other nodes it is installed on, besides the host
     */
    public SqlSpec failoverCluster(String value, String... more) {
        network = Objects.requireNonNull(value, "network name");
        nodes = new ArrayList<>(List.of(host));
        nodes.addAll(List.of(more));
        name = network + name.substring(host.length());
        return this;
    }

    /** Returns the name by which clients find it. */
    String door() {
        return network.isEmpty() ? host : network;
    }

    /**
     * Sets the version: 2016, 2017, 2019, 2022 (as usual) or 2025.
     *
     * @throws IllegalArgumentException if it is another
     */
    public SqlSpec version(int value) {
        if (!YEARS.contains(value)) {
            throw new IllegalArgumentException("no such SQL Server: " + value + "; there are " + YEARS);
        }
        year = value;
        return this;
    }

    /**
     * Sets the edition, e.g. {@code Standard}; Developer as usual.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public SqlSpec edition(String value) {
        edition = value.toUpperCase(Locale.ROOT);
        if (!EDITIONS.contains(edition)) {
            throw new IllegalArgumentException("no such edition: " + value + "; there are " + EDITIONS);
        }
        return this;
    }

    /** Sets the service's account; one of the domain for all instances, as usual. */
    public SqlSpec account(String value) {
        account = Objects.requireNonNull(value, "account");
        return this;
    }

    /** Sets its address with the prefix's length; {@code 10.66.n.11/24} for the n-th, each in a subnet of its own. */
    public SqlSpec address(String value) {
        if (!value.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
            throw new IllegalArgumentException("an address and the length of its prefix: " + value);
        }
        address = value;
        return this;
    }

    /** Sets the administrator's SQL log-in. */
    public SqlSpec login(String user, Secret secret) {
        username = Objects.requireNonNull(user, "user");
        password = Objects.requireNonNull(secret, "secret");
        return this;
    }

    /**
     * Has an account of the domain be an administrator, as setup does with those it is told: {@code LAB\\alice}. It logs in by Kerberos, where the
     * domain hands out tickets ({@link DomainSpec#kerberos}), or by NTLM.
     */
    public SqlSpec administrator(String account) {
        administrators.add(Objects.requireNonNull(account, "account"));
        return this;
    }

    /**
     * Has who is led on to another instance be told the name in its routing URL, as a server does, and not where the lab has it really listen: for
     * clients that find the lab's names by themselves, such as a JVM with {@code jdk.net.hosts.file}.
     */
    public SqlSpec routesByName() {
        routesByName = true;
        return this;
    }

    /** Says whether Always On is in force when the lab starts; it is, as usual. */
    public SqlSpec alwaysOn(boolean value) {
        alwaysOn = value;
        return this;
    }

    /** Says whether it has a certificate of the lab's authority, so that clients may speak TLS; it has, as usual. */
    public SqlSpec tls(boolean value) {
        tls = value;
        return this;
    }

    /** Has its certificate name its own host alone, and no listener. */
    public SqlSpec certificateForItsHostAlone() {
        ownNameOnly = true;
        return this;
    }

    /** Has it take no plain session, whatever the client asks for. */
    public SqlSpec forceEncryption() {
        forcesTls = true;
        return this;
    }

    int major() {
        return switch (year) {
            case 2016 -> 13;
            case 2017 -> 14;
            case 2019 -> 15;
            case 2022 -> 16;
            default -> 17;
        };
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("host", host)
                .with("name", name)
                .with("network", network)
                .with("nodes", nodes)
                .with("year", year)
                .with("edition", edition)
                .with("account", account)
                .with("address", address)
                .with("username", username)
                .with("password", password)
                .with("alwaysOn", alwaysOn)
                .with("tls", tls)
                .with("forcesTls", forcesTls)
                .with("ownNameOnly", ownNameOnly)
                .with("routesByName", routesByName)
                .with("administrators", administrators)
                .toString();
    }
}
