package io.quorate.lab;

import io.quorate.lab.model.Account;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Domain;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.winrm.login.JvmKerberos;
import io.quorate.lab.winrm.login.Kdc;
import io.quorate.lab.winrm.login.KdcDoor;
import io.quorate.lab.winrm.login.ServiceKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What hands out the Kerberos tickets of a lab's domain, and the keys of its hosts. */
final class LabRealm implements AutoCloseable {
    /** Service classes of WinRM. A directory ignores their case; the lab hands out tickets for this one. */
    private static final List<String> SERVICES = List.of("HTTP", "host", "WSMAN");

    private static final String SQL_SERVER = "MSSQLSvc";

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Map<String, ServiceKeys> keys = new HashMap<>();
    private final Map<String, ServiceKeys> ofAccounts = new HashMap<>();
    private final Kdc kdc;

    LabRealm(
            Domain domain,
            Accounts accounts,
            Estate estate,
            DomainSpec spec,
            List<SqlSpec> instances,
            Supplier<Instant> now) {
        List<HostSpec> hosts = estate.hosts();
        JvmKerberos.requireAlone(domain.realm());
        kdc = Kdc.start(
                domain.realm(), domain.users().stream().collect(Collectors.toMap(Account::user, Account::password)));
        ends.push(kdc::close);
        try {
            KdcDoor door = new KdcDoor(kdc.port(), domain.realm(), accounts, now);
            ends.push(door::close);
            List<String> names =
                    hosts.stream().map(h -> h.name().toLowerCase(Locale.ROOT)).toList();
            ends.push(JvmKerberos.enter(domain.realm(), domain.name(), door.port(), names)::close);
            hosts.forEach(h -> keys.put(h.name(), ServiceKeys.of(kdc.keytab(h.name(), services(h)))));
            byAccount(estate, spec, instances)
                    .forEach((account, services) -> ofAccounts.put(
                            account,
                            ServiceKeys.of(kdc.keytab("service-" + ofAccounts.size(), List.copyOf(services)))));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<String> services(HostSpec host) {
        List<String> names = new ArrayList<>();
        for (String service : SERVICES) {
            names.add(service + "/" + host.name().toLowerCase(Locale.ROOT));
            names.add(service + "/" + host.fqdn().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** An instance registers its name and port on its service's account when it starts; a listener's is put there by hand. */
    private static Map<String, Set<String>> byAccount(Estate estate, DomainSpec spec, List<SqlSpec> instances) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (SqlSpec instance : instances) {
            Set<String> mine = names.computeIfAbsent(account(instance.account), a -> new LinkedHashSet<>());
            String host = estate.host(instance.host).fqdn().toLowerCase(Locale.ROOT);
            mine.add(SQL_SERVER + "/" + host + ":" + LabSql.PORT);
            int backslash = instance.name.indexOf('\\');
            if (backslash >= 0) {
                mine.add(SQL_SERVER + "/" + host + ":" + instance.name.substring(backslash + 1));
            }
        }
        spec.services.forEach((service, account) -> names.computeIfAbsent(account(account), a -> new LinkedHashSet<>())
                .add(service));
        return names;
    }

    private static String account(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Returns the keys of the services that run as an account; null if there are none. */
    @Nullable
    ServiceKeys keys(String account) {
        return ofAccounts.get(account(account));
    }

    /** Returns the keys of a host's services. */
    @Nullable
    ServiceKeys keys(HostSpec host) {
        return keys.get(host.name());
    }

    Path keytab(String user) {
        return kdc.userKeytab(user);
    }

    /** Takes the JVM's settings back first, so that nobody is led to what has gone. */
    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
