package io.quorate.winrm.recipe.vm;

import io.quorate.vm.AdapterVlan;
import io.quorate.vm.MacAddress;
import io.quorate.vm.MacRange;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VlanMode;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Controlled;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Listing;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that read the network adapters of virtual machines, with the decoder of their answers. */
final class VirtualAdapterReads {
    private static final List<String> HOST = List.of("VirtualMachinePath", "ComputerName");
    private static final List<String> ADAPTER = List.of(
            "VMId",
            "VMName",
            "ComputerName",
            "Id",
            "Name",
            "SwitchName",
            "Connected",
            "MacAddress",
            "DynamicMacAddressEnabled",
            "VlanSetting",
            "IPAddresses",
            "IsLegacy");
    private static final List<String> RANGE = List.of("MacAddressMinimum", "MacAddressMaximum");
    private static final String HOST_MARK = "VirtualMachinePath";
    private static final String ADAPTER_MARK = "VMId";

    /** {@code VMNetworkAdapterVlanMode}. */
    private static final Words MODE =
            Words.of(0, "Untagged").and(1, "Access").and(2, "Trunk").and(3, "Private");

    private VirtualAdapterReads() {}

    private static PsPipeline message(Line machines) {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HOST),
                Line.statement(machines, adapters(), Cmdlet.SELECT_OBJECT.line().with("Property", ADAPTER)));
    }

    private static Line adapters() {
        return Cmdlet.GET_VM_NETWORK_ADAPTER.line();
    }

    /** Those of all machines of the host, after a control read: without it an empty list proves nothing. */
    static PsPipeline hostMessage() {
        return message(Cmdlet.GET_VM.line());
    }

    static List<VirtualAdapter> list(List<PsValue> output) {
        if (Decode.all(output, HOST_MARK, List.of(ADAPTER_MARK), value -> value).isEmpty()) {
            throw Decode.badReply("the host did not describe itself, so its list of network adapters proves nothing");
        }
        return Decode.all(output, ADAPTER_MARK, List.of(HOST_MARK), VirtualAdapterReads::adapter);
    }

    /** Decodes the same list adapter by adapter. */
    static Listing.Pieces<VirtualAdapter> pieces() {
        return new Controlled<>(
                HOST_MARK,
                ADAPTER_MARK,
                host -> VirtualAdapterReads::adapter,
                () -> Decode.badReply(
                        "the host did not describe itself, so its list of network adapters proves nothing"));
    }

    /** Reads the range of dynamic addresses. */
    static PsPipeline rangeMessage() {
        return Line.message(Cmdlet.GET_VM_HOST.line().select(RANGE));
    }

    /** Decodes {@link #rangeMessage}. */
    static MacRange range(String host, List<PsValue> output) {
        Decode row = Decode.last(output, RANGE.get(0), "range of MAC addresses", v -> Decode.of(v, "VM host"));
        try {
            return new MacRange(host, new MacAddress(row.text(RANGE.get(0))), new MacAddress(row.text(RANGE.get(1))));
        } catch (IllegalArgumentException odd) {
            throw Decode.badReply("the host's range of MAC addresses cannot be read: " + odd.getMessage());
        }
    }

    /** Reads those of one machine; one that is not there is an error of the cmdlet. */
    static List<VirtualAdapter> of(UUID machine, PowerShell shell) {
        return list(shell.run(message(VmReads.live(machine))));
    }

    static VirtualAdapter get(UUID machine, String id, PowerShell shell) {
        return of(machine, shell).stream()
                .filter(one -> one.hasId(id))
                .findFirst()
                .orElseThrow(() -> Answers.notFound("the virtual machine has no network adapter with the id " + id));
    }

    /** Pipes just the one adapter of that id into a cmdlet. */
    static List<PsCommand> into(UUID machine, String id, Line change) {
        return Line.statement(VmReads.live(machine), adapters(), Line.where("Id", id), change);
    }

    private static VirtualAdapter adapter(PsValue value) {
        Decode from = Decode.of(value, "network adapter");
        return new VirtualAdapter(
                from.guid("VMId"),
                from.textOrEmpty("VMName"),
                from.textOrEmpty("ComputerName"),
                from.text("Id"),
                from.textOrEmpty("Name"),
                from.textOrEmpty("SwitchName"),
                from.flagOr("Connected", false),
                MacAddress.read(from.textOrEmpty("MacAddress")).orElse(null),
                from.flagOr("DynamicMacAddressEnabled", false),
                vlan(from.raw("VlanSetting")),
                from.texts("IPAddresses"),
                from.flagOr("IsLegacy", false));
    }

    /** The setting of an adapter that keeps its properties in a projection; what cannot be read is unknown. */
    private static AdapterVlan vlan(@Nullable PsValue setting) {
        AdapterVlan unknown = new AdapterVlan(VlanMode.UNKNOWN, 0, 0, List.of());
        if (!(setting instanceof PsObject)) {
            return unknown;
        }
        Decode from = Decode.of(setting, "VLAN setting");
        try {
            return switch (from.wordOr("OperationMode", MODE, "")) {
                case "Untagged" -> AdapterVlan.UNTAGGED;
                case "Access" -> AdapterVlan.access(from.countOr("AccessVlanId", 0));
                case "Trunk" ->
                    AdapterVlan.trunk(from.countOr("NativeVlanId", 0), from.textOrEmpty("AllowedVlanIdListString"));
                case "Private" -> new AdapterVlan(VlanMode.PRIVATE, 0, 0, List.of());
                default -> unknown;
            };
        } catch (IllegalArgumentException odd) {
            return unknown;
        }
    }
}
