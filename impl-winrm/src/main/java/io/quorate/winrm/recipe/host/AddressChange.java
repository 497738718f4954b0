package io.quorate.winrm.recipe.host;

import io.quorate.host.AddressSpec;
import io.quorate.host.HostAddress;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Gives an adapter its addresses: new ones first, then the gateway, and what is no longer wanted goes last, in one message, which Windows
 * carries out to its end though the connection may break. Addresses that do not outlast a restart are a cluster's, and stay.
 *
 * @param <C> the command
 */
abstract class AddressChange<C extends HostCommand<NetworkAdapter> & Command<NetworkAdapter>>
        extends Changing<C, AddressChange.Seen, NetworkAdapter> {
    private final boolean consented;

    AddressChange(boolean consented) {
        this.consented = consented;
    }

    /** What decides. */
    record Seen(NetworkAdapter adapter, List<HostAddress> kept) {
        /** The addresses of IPv4 that somebody or a DHCP server gave it. */
        List<HostAddress> given() {
            return adapter.addresses().stream()
                    .filter(HostAddress::v4)
                    .filter(one -> one.dhcp() || has(kept, one))
                    .toList();
        }

        private List<HostAddress> byHand() {
            return kept.stream().filter(one -> one.v4() && !one.dhcp()).toList();
        }
    }

    abstract String adapter(C command);

    abstract AddressSpec wanted(C command);

    private static boolean has(List<HostAddress> all, HostAddress one) {
        return all.stream().anyMatch(other -> other.address().equals(one.address()) && other.prefix() == one.prefix());
    }

    @Override
    protected final Seen read(C command, WindowsHost host) {
        NetworkAdapter adapter = AdapterReads.read(command.host(), adapter(command), host.powerShell());
        return new Seen(
                adapter, AdapterReads.kept(adapter.index(), host.powerShell().run(AdapterReads.kept())));
    }

    @Override
    protected final Observation<NetworkAdapter> done(C command, Seen seen) {
        return is(wanted(command), seen) ? Observation.present(seen.adapter()) : Observation.absent();
    }

    private static boolean is(AddressSpec wanted, Seen seen) {
        NetworkAdapter adapter = seen.adapter();
        if (wanted.dhcp()) {
            return adapter.dhcp() && seen.byHand().isEmpty();
        }
        return !adapter.dhcp()
                && new HashSet<>(seen.byHand()).equals(new HashSet<>(wanted.addresses()))
                && wanted.addresses().stream().allMatch(one -> has(adapter.addresses(), one))
                && adapter.gateways().equals(gateways(wanted));
    }

    private static List<String> gateways(AddressSpec wanted) {
        String gateway = wanted.gateway();
        return gateway == null ? List.of() : List.of(gateway);
    }

    @Override
    protected final void refuse(C command, Seen seen) {
        if (seen.adapter().mtu() == 0) {
            throw Answers.conflict(
                    adapter(command) + " of " + command.host() + " carries no IPv4: a virtual switch may have it",
                    "set the addresses of the host's own adapter on that switch, vEthernet (name)");
        }
    }

    @Override
    protected final Seen lookCloser(C command, Seen seen, WindowsHost host) {
        AddressSpec wanted = wanted(command);
        List<String> lost =
                lost(wanted, seen).stream().map(HostAddress::address).toList();
        boolean otherWay = !wanted.dhcp()
                && (!gateways(wanted).containsAll(seen.adapter().gateways())
                        || seen.byHand().stream().anyMatch(one -> reshaped(wanted, one)));
        if (lost.isEmpty() && !otherWay) {
            return seen;
        }
        OwnConnection own = OwnConnection.read(host.powerShell());
        OwnConnection.Fate fate = own.withoutAddresses(lost);
        String identity = command.host() + "/" + adapter(command);
        if (fate == OwnConnection.Fate.SAFE && otherWay) {
            OwnConnection.refuse(
                    own.without(peer -> here(peer, seen) && !near(peer, wanted)) == OwnConnection.Fate.SAFE
                            ? OwnConnection.Fate.SAFE
                            : OwnConnection.Fate.UNTOLD,
                    consented,
                    adapter(command) + " of " + command.host() + " would no longer send as it does (" + ways(seen)
                            + "), and management comes from " + own.remotes(),
                    "",
                    identity);
        }
        OwnConnection.refuse(
                fate,
                consented,
                adapter(command) + " of " + command.host() + " would lose " + String.join(", ", lost)
                        + ", and management comes in at " + (own.peers().isEmpty() ? "no known port" : own.locals()),
                "give it the new address beside the old one, connect by that, then take the old one away",
                identity);
        return seen;
    }

    private static boolean here(OwnConnection.Peer peer, Seen seen) {
        return seen.adapter().addresses().stream().anyMatch(one -> Addresses.same(one.address(), peer.local()));
    }

    private static boolean near(OwnConnection.Peer peer, AddressSpec wanted) {
        return wanted.addresses().stream().anyMatch(one -> one.reaches(peer.remote()));
    }

    private static String ways(Seen seen) {
        List<String> gateways = seen.adapter().gateways();
        return gateways.isEmpty() ? "by no gateway" : "by " + String.join(", ", gateways);
    }

    /** Tells whether an address stays, in a subnet of another size. */
    private static boolean reshaped(AddressSpec wanted, HostAddress one) {
        return wanted.addresses().stream()
                .anyMatch(other -> other.address().equals(one.address()) && other.prefix() != one.prefix());
    }

    /** What goes: with DHCP all, for nobody knows which addresses it will give. */
    private static List<HostAddress> lost(AddressSpec wanted, Seen seen) {
        return seen.given().stream()
                .filter(one -> wanted.addresses().stream()
                        .noneMatch(other -> other.address().equals(one.address())))
                .toList();
    }

    @Override
    protected final List<PipelineStep> change(C command, Seen seen) {
        return PipelineStep.of(message(wanted(command), seen));
    }

    private static PsPipeline message(AddressSpec wanted, Seen seen) {
        NetworkAdapter adapter = seen.adapter();
        int index = adapter.index();
        List<List<PsCommand>> all = new ArrayList<>();
        for (HostAddress one : wanted.addresses()) {
            boolean there =
                    seen.byHand().stream().anyMatch(other -> other.address().equals(one.address()));
            if (!has(seen.byHand(), one)) {
                Line line = there
                        ? Cmdlet.SET_NET_IP_ADDRESS.line().with("IPAddress", List.of(one.address()))
                        : Cmdlet.NEW_NET_IP_ADDRESS.line().with("IPAddress", one.address());
                all.add(Line.statement(line.withUint32("InterfaceIndex", index)
                        .with("PrefixLength", one.prefix())
                        .unasked()));
            }
        }
        List<String> gateways = gateways(wanted);
        for (String one : gateways) {
            if (!adapter.gateways().contains(one)) {
                all.add(route(Cmdlet.NEW_NET_ROUTE, index, one));
            }
        }
        for (String one : adapter.gateways()) {
            if (!gateways.contains(one) && !adapter.dhcp()) {
                all.add(route(Cmdlet.REMOVE_NET_ROUTE, index, one));
            }
        }
        for (HostAddress one : seen.byHand()) {
            if (wanted.addresses().stream().noneMatch(other -> other.address().equals(one.address()))) {
                all.add(Line.statement(Cmdlet.REMOVE_NET_IP_ADDRESS
                        .line()
                        .withUint32("InterfaceIndex", index)
                        .with("IPAddress", List.of(one.address()))
                        .unasked()));
            }
        }
        if (wanted.dhcp() && !adapter.dhcp()) {
            all.add(Line.statement(Cmdlet.SET_NET_IP_INTERFACE
                    .line()
                    .withUint32("InterfaceIndex", index)
                    .with("AddressFamily", "IPv4")
                    .with("Dhcp", "Enabled")
                    .unasked()));
        }
        return Line.message(all);
    }

    private static List<PsCommand> route(Cmdlet cmdlet, int index, String gateway) {
        return Line.statement(cmdlet.line()
                .withUint32("InterfaceIndex", index)
                .with("DestinationPrefix", AdapterReads.ANYWHERE)
                .with("NextHop", gateway)
                .unasked());
    }

    @Override
    protected final Seen unseen(C command) {
        return new Seen(
                new NetworkAdapter(
                        command.host(), adapter(command), 0, "", "", true, false, 0, 1, NetworkProfile.NONE, List.of()),
                List.of());
    }

    @Override
    protected final NetworkAdapter carryOut(C command, Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(wanted(command), seen));
        Seen after = read(command, host);
        if (!is(wanted(command), after)) {
            throw Answers.failed(
                    refusal,
                    adapter(command) + " has "
                            + String.join(
                                    ", ",
                                    after.given().stream()
                                            .map(one -> one.address() + "/" + one.prefix())
                                            .toList())
                            + (after.adapter().dhcp() ? " by DHCP" : ""));
        }
        return after.adapter();
    }
}
