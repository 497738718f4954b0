package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about a host beyond its disks. */
final class GearClaims {
    private static final String LEARN = "Microsoft Learn: ";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "host.cim",
                    Evidence.C,
                    "Win32_OperatingSystem tells build, start, local time and its distance from UTC in minutes, Win32_ComputerSystem domain,"
                            + " memory and whether a hypervisor runs, Win32_Processor vendor and architecture (9 is x64)",
                    LEARN + "the three classes"),
            new Claim(
                    "host.cim.virtualization",
                    Evidence.D,
                    "once a hypervisor runs, the three flags of virtualization read false",
                    "reference of the project, windows 2.1"),
            new Claim(
                    "host.adapters",
                    Evidence.C,
                    "Get-NetAdapter, Get-NetIPAddress, Get-NetIPInterface and Get-NetConnectionProfile share InterfaceIndex",
                    LEARN + "MSFT_NetAdapter, MSFT_NetIPAddress, MSFT_NetIPInterface, MSFT_NetConnectionProfile"),
            new Claim(
                    "host.switches",
                    Evidence.C,
                    "an external switch takes the addresses of its adapter to the host's own adapter on it, named vEthernet (name)",
                    LEARN + "Create and configure a virtual switch with Hyper-V"),
            new Claim(
                    "host.switches.connection",
                    Evidence.D,
                    "a switch that takes over the adapter of management resets its connections; with an adapter of the host's own on it management"
                            + " comes back after three seconds, without one never",
                    LEARN
                            + "New-VMSwitch (it warns that the connection breaks); field reports; the three seconds are chosen by us"),
            new Claim(
                    "host.reach",
                    Evidence.B,
                    "a host answers at an address while an adapter that is up has it; connections at one that goes are reset, and its port refuses",
                    "RFC 1122 3.3.1.6, RFC 9293; Windows drops packets where the lab's loopback can but refuse"),
            new Claim(
                    "host.reach.sessions",
                    Evidence.C,
                    "WinRM keeps its shells and their commands while the network is away",
                    "[MS-WSMV] 3.1; WinRM documentation of idle times"),
            new Claim(
                    "host.connections",
                    Evidence.C,
                    "MSFT_NetTCPConnection of root/StandardCimv2 lists connections; state 5 is established",
                    LEARN + "MSFT_NetTCPConnection, Get-NetTCPConnection"),
            new Claim(
                    "host.listeners",
                    Evidence.C,
                    "Get-Item WSMan:\\localhost\\Listener\\*\\Port tells the port of each listener of WinRM as the text Value",
                    LEARN
                            + "about_WSMan_Provider, about_Remote_Troubleshooting (Set-Item on that path); Get-Item lists the class"),
            new Claim(
                    "host.addresses",
                    Evidence.C,
                    "New-NetIPAddress ends DHCP on its interface; Set-NetIPInterface -Dhcp Enabled asks a server; what a server or a cluster"
                            + " gives is not in the persistent store",
                    LEARN + "New-NetIPAddress, Set-NetIPInterface, Get-NetIPAddress -PolicyStore"),
            new Claim(
                    "host.addresses.dhcp",
                    Evidence.E,
                    "a server stands in 10.0.1.0/24 alone; with DHCP an adapter's own addresses are gone at once",
                    "assumption"),
            new Claim(
                    "host.addresses.cluster",
                    Evidence.E,
                    "the addresses of a cluster's roles are in the active store alone, as given by hand",
                    "assumption"),
            new Claim(
                    "host.interfaces.switched",
                    Evidence.C,
                    "an adapter that a virtual switch has carries no IPv4: it has no interface of it",
                    LEARN + "Create a virtual switch (only the switch's protocol stays bound)"),
            new Claim(
                    "host.frames",
                    Evidence.D,
                    "*JumboPacket is the drivers' setting of large frames in every language, its value counts Ethernet's 14 bytes, and IPv4 follows it",
                    "NDIS standardized keywords; field reports (9014 is packets of 9000)"),
            new Claim(
                    "host.frames.anew",
                    Evidence.C,
                    "a driver whose advanced property is set begins anew, and its connections break",
                    LEARN + "Set-NetAdapterAdvancedProperty (-NoRestart); that it takes three seconds is chosen by us"),
            new Claim(
                    "host.path",
                    Evidence.C,
                    "Win32_PingStatus with NoFragmentation sends one ping of BufferSize bytes; 11009 is too big for the sender, 11010 a silence",
                    LEARN + "Win32_PingStatus"),
            new Claim(
                    "host.path.switches",
                    Evidence.E,
                    "a network's switch drops what its port does not take without a word; a ping takes its time-out then",
                    "IEEE 802.3; that there is no word from the far end is an assumption"),
            new Claim(
                    "host.profile",
                    Evidence.C,
                    "Set-NetConnectionProfile sets private or public; of a public network WinRM's rule lets in the same subnet alone",
                    LEARN + "Set-NetConnectionProfile, Enable-PSRemoting (public networks)"),
            new Claim(
                    "host.switches.remove",
                    Evidence.E,
                    "the host's own adapter on a switch goes with it; the one it stood on asks a DHCP server; with machines on it it is refused aloud",
                    "Remove-VMSwitch reference says only that it deletes; assumption"),
            new Claim(
                    "host.shut-down",
                    Evidence.C,
                    "Win32Shutdown with flags 12 (power off, forced) returns 0 and Windows goes down after that",
                    LEARN + "Win32Shutdown method of Win32_OperatingSystem; the five seconds are chosen by us"),
            new Claim(
                    "host.hyper-v",
                    Evidence.C,
                    "Set-VMHost sets folders and live migration, Enable-VMMigration turns it on; the subnets it may take count without"
                            + " UseAnyNetworkForMigration alone",
                    LEARN + "Set-VMHost, Enable-VMMigration, Add-VMMigrationNetwork"),
            new Claim(
                    "host.firewall",
                    Evidence.D,
                    "a rule is found by its name in every language; its filter gives a subnet back with its mask, one source as a text",
                    "NetworkingDsc#169, #404; reference of the project, windows 2.1"),
            new Claim(
                    "host.firewall.cut",
                    Evidence.C,
                    "whom no rule lets in is shut out, connections that are open included",
                    LEARN
                            + "Windows Filtering Platform (reauthorization of flows); the lab knows rules that let in alone"),
            new Claim(
                    "host.time",
                    Evidence.C,
                    "Type and NtpServer of W32Time's parameters tell and set where a host takes its time from; the service reads them when it starts",
                    LEARN + "Windows Time service tools and settings"),
            new Claim(
                    "host.time.set",
                    Evidence.E,
                    "a time service that starts and asks anybody sets the clock right at once",
                    "assumption; Windows may take minutes"),
            new Claim(
                    "host.time.log",
                    Evidence.C,
                    "the time service writes source and stratum into its own log every eight hours (260) and that one of them changed at once (265);"
                            + " the log is not there on Windows Server 2016",
                    LEARN + "Windows time for traceability"),
            new Claim(
                    "host.time.log.values",
                    Evidence.D,
                    "of the nineteen values of event 260 the fourth is the stratum, a number, the tenth the source; Get-WinEvent tells that there is no such"
                            + " log, or no such event, as an error that does not end it",
                    "published events of the provider (evtx baselines); PowerShell's source for the errors"),
            new Claim(
                    "host.registry.pending",
                    Evidence.D,
                    "JoinDomain or AvoidSpnSet of Netlogon, or an active computer name that is not the name, tell that a join or a new name waits for a"
                            + " restart, and a start takes them away",
                    "field reports (tests for pending restarts)"),
            new Claim(
                    "host.membership",
                    Evidence.C,
                    "Test-ComputerSecureChannel says true or false; a name that is not there is DNS_ERROR_RCODE_NAME_ERROR (9003)",
                    LEARN + "Test-ComputerSecureChannel, Resolve-DnsName; winerror.h"),
            new Claim(
                    "host.membership.record",
                    Evidence.E,
                    "a host's name leads to the address it is reached by, whichever controller is asked and whoever asks; a test plants other answers",
                    "assumption"),
            new Claim(
                    "host.features",
                    Evidence.C,
                    "Get-WindowsFeature tells InstallState; without -Restart, Hyper-V is InstallPending until the next start",
                    LEARN + "Install-WindowsFeature, Install the Hyper-V role"),
            new Claim(
                    "host.features.pending",
                    Evidence.E,
                    "Multipath-IO waits for a start, too, and Failover-Clustering does not; an installation takes two minutes",
                    "assumption"),
            new Claim(
                    "host.restart",
                    Evidence.C,
                    "Restart-Computer -Force answers before Windows goes down; the start after it is a later LastBootUpTime",
                    LEARN + "Restart-Computer, Win32_OperatingSystem"),
            new Claim(
                    "host.restart.cluster",
                    Evidence.E,
                    "a restart takes its node out of the cluster as a power cut does; with machines that run it is refused aloud",
                    "assumption; Windows drains a node that shuts down"),
            new Claim(
                    "host.mpio",
                    Evidence.C,
                    "without the feature there is no MPIO module; Get-MSDSMAutomaticClaimSettings returns a table by bus",
                    LEARN + "the MPIO module; reference of the project, windows 2.6"));

    private GearClaims() {}
}
