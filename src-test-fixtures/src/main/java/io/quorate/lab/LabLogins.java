package io.quorate.lab;

import io.quorate.Secret;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Domain;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.tds.TdsWindows;
import io.quorate.lab.winrm.login.Binding;
import io.quorate.lab.winrm.login.Door;
import io.quorate.lab.winrm.login.HostMeans;
import io.quorate.lab.winrm.login.JvmKerberos;
import io.quorate.lab.winrm.login.LoginOffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Who may log in to the hosts of a lab, and with what. Thread-safe. */
public final class LabLogins {
    /** Counts, in {@link Lab#traffic} of {@code winrm}, requests with an Authorization header, whatever was in it. */
    public static final String CREDENTIALS = Door.CREDENTIALS;

    /** Counts requests of log-ins that carried nothing else; log-ins themselves are {@link Traffic#LOGINS}. */
    public static final String LEGS = Door.LEGS;

    private final Estate estate;
    private final Accounts accounts;
    private final LabAuthority authority;
    private final LoginSpec spec;
    private final Supplier<Instant> now;
    private final @Nullable LabRealm realm;

    LabLogins(
            World world,
            Estate estate,
            LabAuthority authority,
            LoginSpec spec,
            @Nullable DomainSpec domain,
            List<SqlSpec> instances) {
        this.estate = estate;
        this.authority = authority;
        this.spec = spec;
        this.now = world.clock()::now;
        Domain joined = domain == null ? null : domain.build();
        this.accounts = new Accounts(world, estate.accounts(), spec.threshold, joined);
        this.realm = domain == null || joined == null || !domain.kerberos
                ? null
                : new LabRealm(joined, accounts, estate, domain, instances, now);
    }

    /** Has accounts prove themselves to an instance of SQL Server whose service runs as an account; it looks for no channel bindings, as usual. */
    TdsWindows sql(HostSpec host, String account) {
        HostMeans means = new HostMeans(
                host.name(),
                host.domain(),
                accounts,
                Binding.NONE,
                realm == null ? null : realm.keys(account),
                authority.serverContext(host.fqdn()),
                spec.credSsp,
                now,
                spec.heard);
        return new SqlWindows(means);
    }

    LoginOffer offer(HostSpec host, SSLContext tls) {
        return new HostMeans(
                        host.name(),
                        host.domain(),
                        accounts,
                        Binding.valueOf(spec.binding.name()),
                        realm == null ? null : realm.keys(host),
                        tls,
                        spec.credSsp,
                        now,
                        spec.heard)
                .offer(spec.schemes(), spec.certificates);
    }

    /** Tells whether an account that a session configuration runs as can log on at a host; a wrong password counts. */
    boolean canLogOn(HostSpec host, String account, Secret password) {
        return accounts.find(host.name(), account)
                .map(known -> accounts.tried(known, same(known.account().password(), password)))
                .filter(verdict -> verdict == Accounts.Verdict.WELCOME)
                .isPresent();
    }

    private static boolean same(Secret right, Secret given) {
        char[] one = right.reveal();
        char[] other = given.reveal();
        boolean same = Arrays.equals(one, other);
        Arrays.fill(one, '\0');
        Arrays.fill(other, '\0');
        return same;
    }

    Optional<Domain> domain() {
        return accounts.domain();
    }

    /** Returns the Kerberos configuration that leads to the lab's domain, if that hands out tickets; it goes with the JVM. */
    public Optional<Path> krb5Conf() {
        return realm == null ? Optional.empty() : Optional.of(JvmKerberos.file());
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
        if (realm == null) {
            throw new IllegalStateException("the lab's domain hands out no tickets: DomainSpec.kerberos");
        }
        return realm.keytab(user);
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
        if (realm != null) {
            realm.close();
        }
    }

    @Override
    public String toString() {
        return "log-ins by " + spec;
    }
}
