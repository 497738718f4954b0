package io.quorate.lab;

import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Domain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a builder is told about the domain of the hosts. Its users are administrators of every host. Use it inside the lambda only; not
 * thread-safe.
 */
public final class DomainSpec {
    private final String name;
    private final List<Account> users = new ArrayList<>();
    private String netBios;
    private int threshold;
    boolean kerberos;

    /** Which account has a service name, beside those that services register by themselves. */
    final Map<String, String> services = new LinkedHashMap<>();

    /** The controllers among the hosts, with their addresses. */
    final Map<String, String> controllers = new LinkedHashMap<>();

    DomainSpec(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.netBios = name.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
    }

    /** Sets its NetBIOS name; the first part of its DNS name in capitals by default. */
    public DomainSpec netBios(String value) {
        netBios = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Adds a user. What is wrong with an account is said when the lab runs: {@link LabLogins#account}. */
    public DomainSpec user(String user, Secret password) {
        users.add(
                new Account(Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password"), true));
        return this;
    }

    /** Sets how many wrong passwords lock an account out; 0, the default, for no lock-out. */
    public DomainSpec lockOutAfter(int tries) {
        threshold = tries;
        return this;
    }

    /**
     * Has the domain hand out Kerberos tickets: a key distribution centre in this JVM, Apache Kerby, which must be on the class path
     * ({@code org.apache.kerby:kerb-simplekdc}, an optional dependency of the lab). Tickets live by the real clock, whatever the lab's shows.
     *
     * <p>The JDK has one Kerberos configuration for the whole JVM: while the lab is open, {@code java.security.krb5.conf} names the lab's. Two labs
     * of one JVM that are open at once need domains of two names; code that uses Kerberos otherwise belongs in another JVM.
     */
    public DomainSpec kerberos() {
        kerberos = true;
        return this;
    }

    /**
     * Puts a service name on an account, as {@code setspn -S} does: a listener's ({@code MSSQLSvc/ag1l.lab.example:1433}) stands on the account
     * of the instances' service by hand. An instance's own is there by itself.
     */
    public DomainSpec service(String serviceName, String account) {
        services.put(Objects.requireNonNull(serviceName, "serviceName"), Objects.requireNonNull(account, "account"));
        return this;
    }

    /**
     * Makes a host of the lab a controller of the domain, with its address on the network the hosts share; hosts ask all controllers for names,
     * in this order. Logging in needs none of them: only what is asked of the directory does.
     */
    public DomainSpec controller(String host, String address) {
        controllers.put(Objects.requireNonNull(host, "host"), Objects.requireNonNull(address, "address"));
        return this;
    }

    String name() {
        return name;
    }

    Domain build() {
        return new Domain(name, netBios, users, threshold);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("name", name)
                .with("netBios", netBios)
                .with("users", users.stream().map(Account::user).toList())
                .with("kerberos", kerberos)
                .with("services", services)
                .with("controllers", controllers)
                .toString();
    }
}
