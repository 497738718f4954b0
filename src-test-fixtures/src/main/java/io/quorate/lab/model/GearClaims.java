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
                    Evidence.E,
                    "the connections over an adapter that a switch takes over last; Windows cuts them for some seconds",
                    "assumption, told here because the lab is kinder than Windows"),
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
