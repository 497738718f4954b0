package io.quorate.lab;

import io.quorate.lab.model.Account;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Domain;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What hands out the Kerberos tickets of a lab's domain, and the keys of its hosts. */
final class LabRealm implements AutoCloseable {
    /** Service classes of WinRM. A directory ignores their case; the lab hands out tickets for this one. */
    private static final List<String> SERVICES = List.of("HTTP", "host", "WSMAN");

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Map<String, ServiceKeys> keys = new HashMap<>();
    private final Kdc kdc;

    LabRealm(Domain domain, Accounts accounts, List<HostSpec> hosts, Supplier<Instant> now) {
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
