package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.lab.http.HttpFace;
import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.AccountSids;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.SessionEndpoint;
import io.quorate.lab.winrm.OsVersion;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.SessionConfiguration;
import io.quorate.lab.winrm.WinRmFace;
import io.quorate.lab.winrm.WinRmSettings;
import io.quorate.lab.winrm.WorldTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Gives each host its WinRM, and all of them together the endpoint {@link Lab#ENDPOINT}. */
final class WinRmHosts implements Consumer<Site> {
    /** The name of their face. */
    static final String FACE = "winrm";

    private static final long LOGON_FAILURE = 1326;
    private static final int HTTPS = 5986;
    private static final int HTTP = 5985;

    private final WinRmSettings settings;
    private final LabLogins logins;
    private final Map<String, Integer> ports;
    private final Map<String, Integer> httpPorts;
    private final Runspaces runspaces;

    /**
     * @param ports by host name in capitals, where it is to be a given one
     * @param httpPorts likewise, for plain HTTP
     */
    WinRmHosts(
            WinRmSettings settings,
            LabLogins logins,
            Map<String, Integer> ports,
            Map<String, Integer> httpPorts,
            Runspaces runspaces) {
        this.settings = settings;
        this.logins = logins;
        this.ports = ports;
        this.httpPorts = httpPorts;
        this.runspaces = runspaces;
    }

    @Override
    public void accept(Site site) {
        Estate estate = site.estate();
        for (HostSpec host : estate.hosts()) {
            HttpFace face = face(site, host);
            site.place(host.name(), face);
            for (String name : List.of(host.name(), host.fqdn())) {
                site.addressBook().route(name, HTTPS, face);
                if (logins.spec().http) {
                    site.addressBook().route(name, HTTP, face::plainPort);
                }
            }
        }
        if (!estate.hosts().isEmpty()) {
            site.addressBook().enter(endpoint(site));
        }
    }

    private LabEndpoint endpoint(Site site) {
        Estate estate = site.estate();
        Account account = estate.accounts().get(0);
        LabEndpoint endpoint = LabEndpoint.of(
                        Lab.ENDPOINT,
                        FACE,
                        HTTPS,
                        estate.hosts().stream().map(HostSpec::name).toList())
                .with(
                        logins.spec().ways.contains(LoginSpec.Way.BASIC)
                                ? Credentials.basic(account.user(), account.password())
                                : Credentials.ntlm(account.user(), account.password()))
                .with(site.trust());
        return estate.endpoint(Lab.DELEGATED).isEmpty()
                ? endpoint
                : endpoint.with("delegatedConfiguration", Lab.DELEGATED);
    }

    /** What a configuration keeps of its account is looked at when a session opens. */
    private SessionConfiguration configuration(Estate estate, HostSpec host, SessionEndpoint endpoint) {
        Secret password = endpoint.password();
        String runAs = endpoint.runAs();
        boolean can = password == null || runAs == null || logins.canLogOn(host, runAs, password);
        return new SessionConfiguration(
                endpoint.name(),
                runAs,
                endpoint.delegatable(),
                account -> endpoint.admits(AccountSids.of(estate, account)),
                can ? 0 : LOGON_FAILURE);
    }

    private HttpFace face(Site site, HostSpec host) {
        Estate estate = site.estate();
        boolean asks = logins.spec().ways.contains(LoginSpec.Way.CERTIFICATE);
        SSLContext tls = asks ? site.tlsForClients(host.name(), host.fqdn()) : site.tls(host.name(), host.fqdn());
        RandomGenerator ids = site.world().random().stream("winrm/" + host.name());
        WinRmFace face = new WinRmFace(
                host.name(),
                OsVersion.valueOf("WS" + host.os()),
                settings,
                logins.offer(host, tls),
                () -> estate.configurations(host.name()).served().stream()
                        .filter(e -> !e.name().equals(SessionEndpoint.PLAIN))
                        .map(e -> configuration(estate, host, e))
                        .toList(),
                new WorldTime(site.world()),
                site.faults(),
                () -> {
                    synchronized (ids) {
                        return new UUID(ids.nextLong(), ids.nextLong());
                    }
                },
                runspaces);
        String name = host.name().toUpperCase(Locale.ROOT);
        HttpListener listener =
                new HttpListener(host.name(), ports.getOrDefault(name, 0), tls, HttpLimits.defaults(), face);
        if (asks) {
            listener.askForCertificates();
        }
        HttpListener plain = logins.spec().http
                ? new HttpListener(host.name(), httpPorts.getOrDefault(name, 0), null, HttpLimits.defaults(), face)
                : null;
        return new HttpFace(FACE, listener, plain, face);
    }
}
