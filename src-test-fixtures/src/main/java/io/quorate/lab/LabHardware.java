package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostGear;
import io.quorate.lab.model.HostReach;
import io.quorate.lab.model.HostRegistry;
import io.quorate.lab.model.MacRange;
import io.quorate.lab.model.TimeLogState;
import io.quorate.lab.session.LanguageMode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host's hardware, clock, network and features, for a test to plant differences in. Thread-safe. */
public final class LabHardware {
    private final Estate estate;
    private final String host;

    LabHardware(Estate estate, String host) {
        this.estate = Objects.requireNonNull(estate, "estate");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Gives it other processors. */
    public void processor(String vendor, String model) {
        estate.gear(
                host,
                gear -> gear.with(new HostGear.Processor(
                        vendor,
                        model,
                        gear.processor().architecture(),
                        gear.processor().virtualization(),
                        gear.processor().prevention())));
    }

    /** Sets what firmware and Windows allow the processors. */
    public void processor(boolean virtualization, boolean executionPrevention) {
        estate.gear(
                host,
                gear -> gear.with(new HostGear.Processor(
                        gear.processor().vendor(),
                        gear.processor().model(),
                        gear.processor().architecture(),
                        virtualization,
                        executionPrevention)));
    }

    /** Sets its clock. */
    public void clock(Duration ahead, int minutesAheadOfUtc) {
        estate.gear(host, gear -> gear.clock(ahead, minutesAheadOfUtc));
    }

    /** Has its time service write into its log now what stratum and source it has. */
    public void timeStatus(int stratum, String source) {
        estate.timeLog(new TimeLogState(
                estate.host(host).name(),
                stratum,
                source,
                estate.world().clock().now(),
                null));
    }

    /**
     * Has its time service write into its log now that source or stratum changed.
     *
     * @throws java.util.NoSuchElementException if it wrote of neither yet
     */
    public void timeChanged() {
        estate.timeLog(estate.timeLog(host)
                .orElseThrow()
                .changedAt(estate.world().clock().now()));
    }

    /** Sets where Hyper-V puts machines and disks. */
    public void paths(String machines, String disks) {
        estate.gear(host, gear -> gear.with(gear.hyperV().in(machines, disks)));
    }

    /** Sets Hyper-V's live migration: 0 CredSSP, 1 Kerberos. */
    public void migration(boolean enabled, int authentication) {
        estate.gear(host, gear -> {
            HostGear.HyperV set = gear.hyperV();
            return gear.with(set.migrating(enabled, authentication, set.performance(), set.migrations(), set.any()));
        });
    }

    /** Renames a virtual switch behind everybody's back. */
    public void renameSwitch(String from, String to) {
        estate.gear(host, gear -> {
            int type = gear.switches().stream()
                    .filter(one -> one.name().equals(from))
                    .mapToInt(HostGear.Switch::type)
                    .findFirst()
                    .orElse(0);
            return gear.without(one -> one.name().equals(from)).with(to, type);
        });
    }

    /** Adds a virtual switch without an adapter: 0 private, 1 internal. */
    public void addSwitch(String name, int type) {
        estate.gear(host, gear -> gear.with(name, type));
    }

    /** Removes a virtual switch with the host's adapter on it, and gives the adapter it stood on its addresses back. */
    public void removeSwitch(String name, String adapter, List<String> addresses) {
        estate.gear(
                host,
                gear -> gear.without(one -> one.name().equals(name))
                        .unplugged("vEthernet (" + name + ")")
                        .nic(adapter, nic -> nic.with(addresses)));
    }

    /** Installs a feature or takes it away, at once. */
    public void feature(String name, boolean installed) {
        estate.gear(host, gear -> gear.with(name, installed ? HostGear.Feature.INSTALLED : HostGear.Feature.AVAILABLE));
    }

    /** Sets its multipathing. */
    public void multipath(String policy, boolean claimsIscsi) {
        estate.gear(host, gear -> gear.multipath(policy, claimsIscsi));
    }

    /**
     * Sets an adapter.
     *
     * @param profile 0 public, 1 private, 2 the domain's
     * @param addresses e.g. {@code 10.0.2.11/24}
     */
    public void adapter(String name, boolean up, int mtu, int profile, List<String> addresses) {
        estate.gear(host, gear -> gear.nic(name, nic -> nic.with(up, mtu, profile, addresses)));
    }

    /** Has the host's name lead the lab's clients to another of its addresses: it is reached while an adapter answers there. */
    public void reachedBy(String address) {
        estate.reach(host, reach -> reach.at(address));
    }

    /** Has somebody else connected to its WinRM, from an address to one of its own. */
    public void connected(String local, String remote) {
        connected(local, remote, HostReach.TLS);
    }

    /** Has somebody else connected to one of its ports, which need not be WinRM's. */
    public void connected(String local, String remote, int port) {
        estate.reach(host, reach -> reach.and(new HostReach.Peer(local, remote, port)));
    }

    /** Has its WinRM tell that it listens at ports, the lab's clients' first; none where it does not tell. */
    public void listens(Integer... ports) {
        estate.reach(host, reach -> reach.listening(List.of(ports)));
    }

    /** Has the lab's clients come from another address. */
    public void connectedFrom(String client) {
        estate.reach(host, reach -> reach.from(client));
    }

    /** Has nobody else connected to its WinRM. */
    public void connectedNoMore() {
        estate.reach(host, HostReach::alone);
    }

    /** Brings addresses of a cluster's roles to an adapter, or takes them away. */
    public void visiting(String adapter, List<String> addresses) {
        estate.gear(host, gear -> gear.nic(adapter, nic -> nic.visitedBy(addresses)));
    }

    /** Sets an adapter's gateway and whether it asks a DHCP server. */
    public void adapter(String name, String gateway, boolean dhcp) {
        estate.gear(host, gear -> gear.nic(name, nic -> nic.by(gateway, dhcp)));
    }

    /** Sets the largest packet that the network's switch lets pass at an adapter's port. */
    public void port(String adapter, int packet) {
        estate.ports(host, ports -> ports.with(adapter, packet));
    }

    /** Has a rule of its firewall be about some sources alone, as Windows writes them. */
    public void firewall(String rule, boolean enabled, List<String> sources) {
        estate.firewall(host, wall -> wall.with(rule, enabled, sources));
    }

    /** Sets a value of its registry; null for none. */
    public void registry(String key, String name, @Nullable String value) {
        estate.registry(host, registry -> registry.with(key, name, value));
    }

    /**
     * Has sessions opened from now on have a language mode.
     *
     * @param mode {@code FullLanguage}, {@code ConstrainedLanguage} or {@code NoLanguage}
     */
    public void languageMode(String mode) {
        if (!LanguageMode.of(mode).word().equalsIgnoreCase(mode)) {
            throw new IllegalArgumentException("the lab has no language mode " + mode);
        }
        registry(HostRegistry.SESSION, "LanguageMode", mode);
    }

    /** Sets the machine's execution policy; null for what Windows comes with. */
    public void executionPolicy(@Nullable String policy) {
        registry(HostRegistry.SHELL, "ExecutionPolicy", policy);
    }

    /** Takes a module away, or brings it back. */
    public void module(String name, boolean there) {
        registry(HostRegistry.MODULES, name, there ? null : "away");
    }

    /** Has a join to the domain wait for a restart, or not. */
    public void joinWaits(boolean waits) {
        registry("HKLM:\\SYSTEM\\CurrentControlSet\\Services\\Netlogon", "JoinDomain", waits ? "lab" : null);
    }

    /** Has its secure channel hold, or not. */
    public void secureChannel(boolean holds) {
        registry(HostRegistry.SECRETS, "matches", holds ? null : "false");
    }

    /** Has DNS have another address for its name, none for an empty one; null for the address it is reached by. */
    public void dnsRecord(@Nullable String address) {
        registry(HostRegistry.RECORDS, "A", address);
    }

    /** Has it find another address for another host's name, none for an empty one; null for what DNS has. */
    public void finds(String other, @Nullable String address) {
        registry(HostRegistry.RECORDS, "A of " + other, address);
    }

    /** Sets the range that dynamic MAC addresses are chosen from, by twelve hexadecimal digits each. */
    public void macRange(String least, String most) {
        estate.world()
                .change(
                        "the range of MAC addresses of " + host,
                        () -> estate.nics().range(new MacRange(host, least, most)));
    }

    /** Returns the guest of a virtual machine, which may be on any host. */
    public LabGuest guest(String machine) {
        return new LabGuest(estate, machine);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("host", host).toString();
    }
}
