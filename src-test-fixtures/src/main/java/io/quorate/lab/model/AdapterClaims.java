package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about the network adapters and the guests of virtual machines. */
final class AdapterClaims {
    private static final String LEARN = "Microsoft Learn: ";
    private static final String REGENERATION =
            "B. Armstrong (Microsoft), Hyper-V and Dynamic MAC Address Regeneration, 2010";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "adapter.cmdlets",
                    Evidence.C,
                    "adapters come by pipeline: Get-VM into Get-VMNetworkAdapter into Set-, Connect-, Disconnect-, Remove-VMNetworkAdapter and"
                            + " Set-VMNetworkAdapterVlan",
                    LEARN + "the Hyper-V module; Hyper-V stub module (classes, enums)"),
            new Claim(
                    "adapter.id",
                    Evidence.D,
                    "an adapter's Id is Microsoft:, the machine's GUID, a backslash and a GUID of its own; it stays the same on every host",
                    "field reports; reference of the project, windows 2.4"),
            new Claim(
                    "adapter.hot-add",
                    Evidence.C,
                    "from 2016 on a machine of generation 2 takes and loses adapters while it runs; one of generation 1 is refused",
                    LEARN + "What's new in Hyper-V on Windows Server 2016"),
            new Claim(
                    "adapter.mac.running",
                    Evidence.D,
                    "the address of an adapter is not changed while its machine runs",
                    "HyperVDsc (xVMHyperV), whose authors say so"),
            new Claim(
                    "adapter.mac.static",
                    Evidence.D,
                    "an address that was set goes with the machine; Windows never changes it",
                    REGENERATION),
            new Claim(
                    "adapter.mac.dynamic",
                    Evidence.D,
                    "a dynamic address is chosen anew when a machine is turned on and it lies outside the host's range, and when it is turned on or"
                            + " goes on from its saved state and another machine of the host has it; a live migration keeps it",
                    REGENERATION),
            new Claim(
                    "adapter.mac.range",
                    Evidence.C,
                    "a host's range is 00-15-5D, two octets of its address, and 00 to FF",
                    LEARN + "default limit of 256 dynamic MAC addresses (KB 2804678)"),
            new Claim(
                    "guest.network",
                    Evidence.C,
                    "Msvm_GuestNetworkAdapterConfiguration of root/virtualization/v2 tells addresses and DNS servers that the guest told",
                    LEARN + "Msvm_GuestNetworkAdapterConfiguration"),
            new Claim(
                    "guest.network.id",
                    Evidence.E,
                    "its InstanceID is Microsoft:GuestNetwork, the machine's GUID and the adapter's; of a silent guest it is there, and empty",
                    "assumption"),
            new Claim(
                    "cluster.owners",
                    Evidence.C,
                    "Get-ClusterOwnerNode tells the possible owners of a resource that is piped in as OwnerNodes; a group goes to no node that one of its"
                            + " resources may not be on",
                    LEARN + "Get-ClusterOwnerNode, Set-ClusterOwnerNode; FailoverClusters stub module"),
            new Claim(
                    "adapter.mac.first",
                    Evidence.E,
                    "before its first start a dynamic address is 00-00-00-00-00-00; the lowest free one of the range is chosen",
                    "assumption"),
            new Claim(
                    "adapter.mac.twice",
                    Evidence.C,
                    "a machine does not start while another one of the host runs with its fixed address (0x800701E7)",
                    LEARN + "KB 2804678 for the text of the code; that it is this code for this case is an assumption"),
            new Claim(
                    "adapter.switch.missing",
                    Evidence.C,
                    "a machine does not come to a host that lacks a switch of one of its adapters (33012)",
                    LEARN + "Compare-VM; reference of the project, windows 2.4"),
            new Claim(
                    "adapter.vlan.text",
                    Evidence.E,
                    "the list of a trunk's VLANs comes back as it was given",
                    "assumption; that it is a text is from the Hyper-V stub module"),
            new Claim(
                    "adapter.replica",
                    Evidence.E,
                    "a replica has the adapters of its machine, with their ids and their fixed addresses",
                    "assumption"),
            new Claim(
                    "connection.test",
                    Evidence.C,
                    "Test-NetConnection with a port tells the address it found and whether TCP connected, and warns where it did not",
                    LEARN + "Test-NetConnection; its class TestNetConnectionResult, whose source is public"),
            new Claim(
                    "connection.test.name",
                    Evidence.E,
                    "a name that nobody knows is a warning, and an answer without an address",
                    "assumption"),
            new Claim(
                    "connection.test.time",
                    Evidence.E,
                    "an attempt that nobody answers takes 21 seconds; one that is refused is not told from it",
                    "assumption"),
            new Claim(
                    "outside.binding",
                    Evidence.E,
                    "what a provider bound to a MAC address reaches the machine that has it while it runs, its guest answers and its adapter is"
                            + " untagged on an external switch; without integration services the guest has no interface",
                    "assumption after seed-000"),
            new Claim(
                    "integration.ids",
                    Evidence.D,
                    "a service's Id ends with a GUID that is the same everywhere, while its name is translated; all but the guest's file service are"
                            + " offered",
                    "field reports; reference of the project, windows 2.4"),
            new Claim(
                    "integration.none",
                    Evidence.D,
                    "a guest without the services answers none of them (NoContact), has no heartbeat, tells no address and cannot be shut down",
                    "field reports; reference of the project, windows 4.3"),
            new Claim(
                    "integration.outdated",
                    Evidence.C,
                    "a guest of another version answers, and the second word is ProtocolMismatch (32775)",
                    LEARN + "Msvm_HeartbeatComponent, OperationalStatus"),
            new Claim(
                    "integration.off",
                    Evidence.E,
                    "while a machine does not run its services have no word; a service that is not offered is Disabled",
                    "assumption"));

    private AdapterClaims() {}
}
