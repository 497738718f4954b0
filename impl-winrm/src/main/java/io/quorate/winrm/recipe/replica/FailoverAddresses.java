package io.quorate.winrm.recipe.replica;

import io.quorate.replica.FailoverAddress;
import io.quorate.replica.FailoverAddress6;
import io.quorate.replica.command.ListFailoverAddresses;
import io.quorate.replica.command.SetFailoverAddress;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and sets what an adapter has after a failover; the answer does not say whose it is, so each adapter is asked by a statement of its own. */
final class FailoverAddresses extends Changing<SetFailoverAddress, List<FailoverAddress>, FailoverAddress> {
    private static final List<String> SETTING = List.of(
            "IPv4Address",
            "IPv4SubnetMask",
            "IPv4DefaultGateway",
            "IPv4PreferredDNSServer",
            "IPv4AlternateDNSServer",
            "IPv6Address",
            "IPv6SubnetPrefixLength",
            "IPv6DefaultGateway",
            "IPv6PreferredDNSServer",
            "IPv6AlternateDNSServer");

    /** Reads all of a machine. */
    static final class Listing implements ReadingRecipe<ListFailoverAddresses, List<FailoverAddress>> {
        @Override
        public Class<ListFailoverAddresses> handles() {
            return ListFailoverAddresses.class;
        }

        @Override
        public List<FailoverAddress> run(ListFailoverAddresses command, WindowsHost host) {
            return all(command.id(), host.powerShell());
        }
    }

    private static List<FailoverAddress> all(UUID id, PowerShell shell) {
        List<String> names = Decode.each(
                        shell.run(Line.message(Line.statement(
                                Cmdlet.GET_VM.line().with("Id", id),
                                Cmdlet.GET_VM_NETWORK_ADAPTER.line(),
                                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name"))))),
                        value -> Decode.of(value, "network adapter"))
                .stream()
                .map(adapter -> adapter.text("Name"))
                .toList();
        for (String name : names) {
            boolean twice = names.stream().filter(name::equalsIgnoreCase).count() > 1;
            if (twice || Line.isPattern(name)) {
                throw Answers.refused(
                        "the machine has adapters that their names do not tell apart: " + names,
                        "rename one of them, on both sides");
            }
        }
        if (names.isEmpty()) {
            return List.of();
        }
        List<List<PsCommand>> statements = new ArrayList<>();
        for (String name : names) {
            statements.add(Line.statement(
                    Cmdlet.GET_VM.line().with("Id", id),
                    Cmdlet.GET_VM_NETWORK_ADAPTER_FAILOVER_CONFIGURATION.line().with("VMNetworkAdapterName", name),
                    Cmdlet.SELECT_OBJECT.line().with("Property", SETTING)));
        }
        List<PsValue> output = shell.run(Line.message(statements));
        if (output.size() != names.size()) {
            throw Decode.badReply(names.size() + " adapters gave " + output.size() + " answers");
        }
        List<FailoverAddress> addresses = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            addresses.add(address(names.get(i), Decode.of(output.get(i), "failover setting")));
        }
        return List.copyOf(addresses);
    }

    private static FailoverAddress address(String adapter, Decode from) {
        try {
            return new FailoverAddress(
                    adapter,
                    from.textOrEmpty("IPv4Address"),
                    from.textOrEmpty("IPv4SubnetMask"),
                    from.textOrEmpty("IPv4DefaultGateway"),
                    from.textOrEmpty("IPv4PreferredDNSServer"),
                    from.textOrEmpty("IPv4AlternateDNSServer"),
                    address6(from));
        } catch (IllegalArgumentException odd) {
            throw Decode.badReply("failover setting of " + adapter + ": " + odd.getMessage());
        }
    }

    /** The length of the prefix comes as a text. */
    private static @Nullable FailoverAddress6 address6(Decode from) {
        String address = from.textOrEmpty("IPv6Address");
        return address.isEmpty()
                ? null
                : new FailoverAddress6(
                        address,
                        from.countOr("IPv6SubnetPrefixLength", 0),
                        from.textOrEmpty("IPv6DefaultGateway"),
                        from.textOrEmpty("IPv6PreferredDNSServer"),
                        from.textOrEmpty("IPv6AlternateDNSServer"));
    }

    @Override
    public Class<SetFailoverAddress> handles() {
        return SetFailoverAddress.class;
    }

    @Override
    protected List<FailoverAddress> read(SetFailoverAddress command, WindowsHost host) {
        return all(command.id(), host.powerShell());
    }

    private static @Nullable FailoverAddress there(SetFailoverAddress command, List<FailoverAddress> seen) {
        return seen.stream()
                .filter(one -> one.adapter().equalsIgnoreCase(command.address().adapter()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSo(SetFailoverAddress command, List<FailoverAddress> seen) {
        FailoverAddress wanted = command.address();
        FailoverAddress there = there(command, seen);
        return there != null
                && there.isSame6(wanted)
                && new FailoverAddress(
                                wanted.adapter(),
                                there.address(),
                                there.subnetMask(),
                                there.gateway(),
                                there.preferredDns(),
                                there.alternateDns(),
                                wanted.v6())
                        .equals(wanted);
    }

    @Override
    protected Observation<FailoverAddress> done(SetFailoverAddress command, List<FailoverAddress> seen) {
        return isSo(command, seen) ? Observation.present(command.address()) : Observation.absent();
    }

    @Override
    protected void refuse(SetFailoverAddress command, List<FailoverAddress> seen) {
        if (there(command, seen) == null) {
            throw Answers.notFound(
                    "the machine has no adapter " + command.address().adapter() + "; it has "
                            + seen.stream().map(FailoverAddress::adapter).toList());
        }
    }

    @Override
    protected List<PipelineStep> change(SetFailoverAddress command, List<FailoverAddress> seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected List<FailoverAddress> unseen(SetFailoverAddress command) {
        return List.of(FailoverAddress.none(command.address().adapter()));
    }

    /** What nobody wants and nobody has of IPv6 is not mentioned. */
    private static PsPipeline message(SetFailoverAddress command, List<FailoverAddress> seen) {
        FailoverAddress wanted = command.address();
        FailoverAddress6 v6 = wanted.v6();
        FailoverAddress there = there(command, seen);
        Line line = Cmdlet.SET_VM_NETWORK_ADAPTER_FAILOVER_CONFIGURATION
                .line()
                .with("VMNetworkAdapterName", wanted.adapter());
        line = wanted.address().isEmpty()
                ? line.flag("ClearFailoverIPv4Settings")
                : line.with("IPv4Address", wanted.address())
                        .with("IPv4SubnetMask", wanted.subnetMask())
                        .with("IPv4DefaultGateway", wanted.gateway())
                        .with("IPv4PreferredDNSServer", wanted.preferredDns())
                        .with("IPv4AlternateDNSServer", wanted.alternateDns());
        if (v6 != null) {
            line = line.with("IPv6Address", v6.address())
                    .with("IPv6SubnetPrefixLength", v6.prefixLength())
                    .with("IPv6DefaultGateway", v6.gateway())
                    .with("IPv6PreferredDNSServer", v6.preferredDns())
                    .with("IPv6AlternateDNSServer", v6.alternateDns());
        } else if (there != null && there.v6() != null) {
            line = line.flag("ClearFailoverIPv6Settings");
        }
        return Line.message(Line.statement(Cmdlet.GET_VM.line().with("Id", command.id()), line.unasked()));
    }

    @Override
    protected FailoverAddress carryOut(SetFailoverAddress command, List<FailoverAddress> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        List<FailoverAddress> after = all(command.id(), shell);
        if (!isSo(command, after)) {
            throw Answers.failed(refusal, "the adapters have " + after);
        }
        return command.address();
    }
}
