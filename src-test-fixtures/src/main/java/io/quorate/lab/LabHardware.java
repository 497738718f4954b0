package io.quorate.lab;

import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostGear;
import io.quorate.lab.model.MacRange;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

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

    /** Sets where Hyper-V puts machines and disks. */
    public void paths(String machines, String disks) {
        estate.gear(
                host,
                gear -> gear.with(new HostGear.HyperV(
                        machines,
                        disks,
                        gear.hyperV().migration(),
                        gear.hyperV().authentication(),
                        gear.hyperV().performance(),
                        gear.hyperV().migrations())));
    }

    /** Sets Hyper-V's live migration: 0 CredSSP, 1 Kerberos. */
    public void migration(boolean enabled, int authentication) {
        estate.gear(
                host,
                gear -> gear.with(new HostGear.HyperV(
                        gear.hyperV().machines(),
                        gear.hyperV().disks(),
                        enabled,
                        authentication,
                        gear.hyperV().performance(),
                        gear.hyperV().migrations())));
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
                        .nic(
                                adapter,
                                nic -> new HostGear.Nic(
                                        nic.name(),
                                        nic.index(),
                                        nic.description(),
                                        nic.mac(),
                                        nic.up(),
                                        nic.virtual(),
                                        nic.mtu(),
                                        nic.profile(),
                                        addresses)));
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
        estate.gear(
                host,
                gear -> gear.nic(
                        name,
                        nic -> new HostGear.Nic(
                                nic.name(),
                                nic.index(),
                                nic.description(),
                                nic.mac(),
                                up,
                                nic.virtual(),
                                mtu,
                                profile,
                                addresses)));
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
}
