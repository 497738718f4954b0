package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.lab.http.HttpFace;
import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.SessionEndpoint;
import io.quorate.lab.winrm.LocalAccount;
import io.quorate.lab.winrm.OsVersion;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.SessionConfiguration;
import io.quorate.lab.winrm.WinRmFace;
import io.quorate.lab.winrm.WinRmSettings;
import io.quorate.lab.winrm.WorldTime;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Gives each host its WinRM, and all of them together the endpoint {@link Lab#ENDPOINT}. */
final class WinRmHosts implements Consumer<Site> {
    /** The name of their face. */
    static final String FACE = "winrm";

    private static final int HTTPS = 5986;

    private final WinRmSettings settings;
    private final Map<String, Integer> ports;
    private final Runspaces runspaces;

    /** @param ports by host name in capitals, where it is to be a given one */
    WinRmHosts(WinRmSettings settings, Map<String, Integer> ports, Runspaces runspaces) {
        this.settings = settings;
        this.ports = ports;
        this.runspaces = runspaces;
    }

    @Override
    public void accept(Site site) {
        Estate estate = site.estate();
        for (HostSpec host : estate.hosts()) {
            Face face = face(site, host);
            site.place(host.name(), face);
            site.addressBook().route(host.name(), HTTPS, face);
            site.addressBook().route(host.fqdn(), HTTPS, face);
        }
        if (!estate.hosts().isEmpty()) {
            site.addressBook().enter(endpoint(site));
        }
    }

    private static LabEndpoint endpoint(Site site) {
        Estate estate = site.estate();
        Account account = estate.accounts().get(0);
        LabEndpoint endpoint = LabEndpoint.of(
                        Lab.ENDPOINT,
                        FACE,
                        HTTPS,
                        estate.hosts().stream().map(HostSpec::name).toList())
                .with(Credentials.basic(account.user(), account.password()))
                .with(site.trust());
        return estate.endpoint(Lab.DELEGATED).isEmpty()
                ? endpoint
                : endpoint.with("delegatedConfiguration", Lab.DELEGATED);
    }

    private Face face(Site site, HostSpec host) {
        Estate estate = site.estate();
        RandomGenerator ids = site.world().random().stream("winrm/" + host.name());
        WinRmFace face = new WinRmFace(
                host.name(),
                OsVersion.valueOf("WS" + host.os()),
                settings,
                estate.accounts().stream()
                        .map(a -> new LocalAccount(a.user(), a.password()))
                        .toList(),
                estate.endpoints().stream()
                        .filter(e -> !e.name().equals(SessionEndpoint.PLAIN))
                        .map(e -> new SessionConfiguration(e.name(), e.runAs(), e.delegatable()))
                        .toList(),
                new WorldTime(site.world()),
                site.faults(),
                () -> {
                    synchronized (ids) {
                        return new UUID(ids.nextLong(), ids.nextLong());
                    }
                },
                runspaces);
        HttpListener listener = new HttpListener(
                host.name(),
                ports.getOrDefault(host.name().toUpperCase(Locale.ROOT), 0),
                site.tls(host.name(), host.fqdn()),
                HttpLimits.defaults(),
                face);
        return new HttpFace(FACE, listener, face);
    }
}
