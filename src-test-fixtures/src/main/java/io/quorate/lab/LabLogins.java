package io.quorate.lab;

import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Domain;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.winrm.login.Binding;
import io.quorate.lab.winrm.login.HostMeans;
import io.quorate.lab.winrm.login.JvmKerberos;
import io.quorate.lab.winrm.login.Kdc;
import io.quorate.lab.winrm.login.LoginOffer;
import io.quorate.lab.winrm.login.ServiceKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Who may log in to the hosts of a lab, and with what. Thread-safe. */
public final class LabLogins {
    /** Service classes of WinRM. A directory ignores their case; the lab hands out tickets for this one. */
    private static final List<String> SERVICES = List.of("HTTP", "host", "WSMAN");

    private final Estate estate;
    private final Accounts accounts;
    private final LabAuthority authority;
    private final LoginSpec spec;
    private final Supplier<Instant> now;
    private final @Nullable Kdc kdc;
    private final @Nullable JvmKerberos settings;
    private final Map<String, ServiceKeys> keys = new LinkedHashMap<>();

    LabLogins(World world, Estate estate, LabAuthority authority, LoginSpec spec, @Nullable DomainSpec domain) {
        this.estate = estate;
        this.authority = authority;
        this.spec = spec;
        this.now = world.clock()::now;
        Domain joined = domain == null ? null : domain.build();
        this.accounts = new Accounts(world, estate.accounts(), spec.threshold, joined);
        if (joined == null || !domain.kerberos) {
            kdc = null;
            settings = null;
            return;
        }
        kdc = Kdc.start(
                joined.realm(), joined.users().stream().collect(Collectors.toMap(Account::user, Account::password)));
        try {
            settings = JvmKerberos.enter(
                    joined.realm(),
                    joined.name(),
                    kdc.port(),
                    estate.hosts().stream()
                            .map(h -> h.name().toLowerCase(Locale.ROOT))
                            .toList());
        } catch (RuntimeException e) {
            kdc.close();
            throw e;
        }
        try {
            estate.hosts().forEach(h -> keys.put(h.name(), ServiceKeys.of(kdc.keytab(h.name(), services(h)))));
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

    LoginOffer offer(HostSpec host, SSLContext tls) {
        return new HostMeans(
                        host.name(),
                        host.domain(),
                        accounts,
                        Binding.valueOf(spec.binding.name()),
                        keys.get(host.name()),
                        tls,
                        now)
                .offer(spec.schemes(), spec.certificates);
    }

    Optional<Domain> domain() {
        return accounts.domain();
    }

    /** Returns the Kerberos configuration that leads to the lab's domain, if that hands out tickets; it goes with the JVM. */
    public Optional<Path> krb5Conf() {
        return kdc == null ? Optional.empty() : Optional.of(JvmKerberos.file());
    }

    LoginSpec spec() {
        return spec;
    }

    /**
     * Returns an account.
     *
     * @param name {@code LAB\\alice} or {@code alice@lab.example} of the domain, {@code HV1\\Administrator} of a host
     * @throws IllegalArgumentException if there is none of that name
     */
    public LabAccount account(String name) {
        int backslash = name.indexOf('\\');
        Optional<HostSpec> host = backslash < 0 ? Optional.empty() : estate.findHost(name.substring(0, backslash));
        return (host.isPresent()
                        ? accounts.find(host.get().name(), ".", name.substring(backslash + 1))
                        : accounts.find("", name).filter(known -> !known.local()))
                .map(known -> new LabAccount(accounts, known))
                .orElseThrow(() -> new IllegalArgumentException("no such account: " + name));
    }

    /**
     * Returns the Kerberos realm.
     *
     * @throws IllegalStateException if the hosts are in no domain
     */
    public String realm() {
        return accounts.domain()
                .map(Domain::realm)
                .orElseThrow(() -> new IllegalStateException("the lab has no domain: LabBuilder.domain"));
    }

    /**
     * Writes a keytab of a user of the domain; it goes with the lab.
     *
     * @throws IllegalStateException if the domain hands out no tickets
     */
    public Path keytab(String user) {
        if (kdc == null) {
            throw new IllegalStateException("the lab's domain hands out no tickets: DomainSpec.kerberos");
        }
        return kdc.userKeytab(user);
    }

    /**
     * Makes a client certificate of the lab's authority.
     *
     * @param principal the principal name in it, {@code user@host}; which account it stands for is {@link LoginSpec#certificate}'s
     */
    public LabCertificate certificate(String principal) {
        LabAuthority.Issued issued = authority.client(principal);
        return new LabCertificate(issued.key(), issued.certificate(), authority.certificate());
    }

    void close() {
        if (settings != null) {
            settings.close();
        }
        if (kdc != null) {
            kdc.close();
        }
    }

    @Override
    public String toString() {
        return "log-ins by " + spec;
    }
}
