package io.quorate.winrm.recipe.vm;

import io.quorate.vm.GuestNetwork;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.command.GetGuestNetworks;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Locale;

/**
 * Reads what a guest tells of its network adapters: of all guests of the host, for WQL has no way to name a machine's but by a part of a text. Both the
 * adapter's id and the instance's end in the machine's GUID and the adapter's.
 */
final class GetGuestNetworksRecipe
        implements ReadingRecipe<GetGuestNetworks, List<GuestNetwork>>,
                VirtualMachineRecipe<GetGuestNetworks, List<GuestNetwork>> {
    private static final List<String> CONFIGURATION =
            List.of("InstanceID", "DHCPEnabled", "IPAddresses", "DefaultGateways", "DNSServers");

    @Override
    public Class<GetGuestNetworks> handles() {
        return GetGuestNetworks.class;
    }

    private static PsPipeline message() {
        return Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/virtualization/v2")
                .with("ClassName", "Msvm_GuestNetworkAdapterConfiguration")
                .select(CONFIGURATION));
    }

    @Override
    public List<GuestNetwork> run(GetGuestNetworks command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        List<VirtualAdapter> adapters = VirtualAdapterReads.of(command.id(), shell);
        List<Decode> told = Decode.each(shell.run(message()), value -> Decode.of(value, "network of a guest"));
        List<GuestNetwork> networks = adapters.stream()
                .flatMap(adapter -> told.stream()
                        .filter(row -> tail(row.text("InstanceID")).equals(tail(adapter.id())))
                        .map(row -> network(adapter, row)))
                .toList();
        if (networks.isEmpty() && !told.isEmpty() && adapters.stream().anyMatch(one -> !one.legacy())) {
            throw Decode.badReply("none of what guests tell is told of an adapter of the virtual machine");
        }
        return networks;
    }

    /** Returns what follows the first part: {@code machine\\adapter}. */
    private static String tail(String id) {
        int machine = id.lastIndexOf('\\', id.lastIndexOf('\\') - 1);
        int scheme = id.indexOf(':');
        return id.substring(Math.max(machine, scheme) + 1).toUpperCase(Locale.ROOT);
    }

    private static GuestNetwork network(VirtualAdapter adapter, Decode row) {
        return new GuestNetwork(
                adapter.machine(),
                adapter.id(),
                row.flagOr("DHCPEnabled", false),
                row.texts("IPAddresses"),
                row.texts("DefaultGateways"),
                row.texts("DNSServers"));
    }
}
