package io.quorate.lab.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the lab claims about Windows and the storage, each claim with its grade and source. */
public final class Fidelity {

    /**
     * A simulated behaviour.
     *
     * @param id stable name
     * @param grade how well founded
     * @param claim what the lab does
     * @param source where it comes from
     */
    public record Claim(String id, Evidence grade, String claim, String source) {}

    private static final String QUORUM = "Microsoft Learn: Understanding cluster and pool quorum";
    private static final String RESILIENCY = "Microsoft: Virtual Machine Compute Resiliency in Windows Server 2016";
    private static final String STUB = "FailoverClusters stub module (types, enums)";

    static final String RECORDED = "recorded WS-Man conversations with Windows (vectors wsman)";
    static final String POWERSHELL = "PowerShell's public source";

    private static final List<Claim> CLAIMS = List.of(
            new Claim(
                    "membership.detect",
                    Evidence.C,
                    "a node that falls silent is declared Down SameSubnetDelay x SameSubnetThreshold later",
                    "Microsoft: Tuning Failover Cluster Network Thresholds"),
            new Claim(
                    "membership.defaults",
                    Evidence.A,
                    "SameSubnetDelay 1000 ms, SameSubnetThreshold 20 on a real 2019+ cluster",
                    "AzureLocal support guides, recorded values"),
            new Claim(
                    "membership.regroup",
                    Evidence.E,
                    "a regroup takes no time of its own and drops every node that does not answer then",
                    "assumption"),
            new Claim(
                    "quorum.table", Evidence.C, "the survival table of 2 to 5 nodes with and without witness", QUORUM),
            new Claim(
                    "quorum.dynamic",
                    Evidence.C,
                    "even and no witness: one vote is zeroed; witness votes when the nodes' votes are even",
                    QUORUM),
            new Claim(
                    "quorum.tie",
                    Evidence.C,
                    "the zeroed vote is LowerQuorumPriorityNodeID's, else a random node's",
                    QUORUM),
            new Claim(
                    "resiliency.always",
                    Evidence.C,
                    "level 2: the silent node is Isolated, its VM groups Unmonitored for ResiliencyDefaultPeriod (240 s)"
                            + " before they fail over",
                    RESILIENCY),
            new Claim(
                    "resiliency.special",
                    Evidence.C,
                    "level 1 isolates only after a notice of the node; a power cut gives none: fail over at once",
                    RESILIENCY),
            new Claim(
                    "resiliency.shape",
                    Evidence.E,
                    "an isolated node shows State Down with flag Isolated; its VM groups stay Online with flag"
                            + " Unmonitored",
                    "assumption; flags from the " + STUB),
            new Claim(
                    "failover.instant",
                    Evidence.E,
                    "moving and starting a VM group takes no time of its own; the guest boots after it",
                    "assumption"),
            new Claim(
                    "failover.placement",
                    Evidence.E,
                    "fewest VM groups, then lowest node id",
                    "assumption; Windows ranks by free memory"),
            new Claim(
                    "partition.block",
                    Evidence.D,
                    "a node that lost quorum loses its shared volumes: VMs on them become PausedCritical",
                    "reference table of the project, A2"),
            new Claim(
                    "move.owner",
                    Evidence.B,
                    "moving a group to its owner succeeds and does nothing",
                    "[MS-CMRP] 3.1.4.2.53"),
            new Claim(
                    "move.paused",
                    Evidence.B,
                    "moving a group to a paused node is refused",
                    "[MS-CMRP] 3.1.4.2.53 (ERROR_SHARING_PAUSED 70)"),
            new Claim(
                    "drain",
                    Evidence.C,
                    "pause with drain live-migrates VM groups, moves the others; DrainStatus Completed or Failed",
                    "Suspend-ClusterNode reference, " + STUB),
            new Claim(
                    "migration.begin",
                    Evidence.E,
                    "Move-ClusterVirtualMachineRole -Wait 0 returns the group, which is Pending by then",
                    "Move-ClusterVirtualMachineRole reference says only that it does not wait"),
            new Claim(
                    "migration.cancel",
                    Evidence.C,
                    "-Cancel ends a live migration that is under way, and the VM runs on at its source",
                    "Move-ClusterVirtualMachineRole reference"),
            new Claim(
                    "migration.cancel.late",
                    Evidence.E,
                    "-Cancel does nothing during the switch-over, and is refused (5023) where nothing migrates",
                    "assumption"),
            new Claim(
                    "resume.default",
                    Evidence.E,
                    "Resume-ClusterNode without -Failback brings nothing back",
                    "assumption"),
            new Claim(
                    "disk.available",
                    Evidence.C,
                    "a disk is available when every node sees it and it is not clustered",
                    "Get-ClusterAvailableDisk reference"),
            new Claim(
                    "csv.path",
                    Evidence.C,
                    "shared volumes appear as C:\\ClusterStorage\\Volume<n>, numbered by order",
                    "Microsoft Learn: Use Cluster Shared Volumes"),
            new Claim(
                    "csv.group",
                    Evidence.E,
                    "a shared volume's disk and group are not listed by Get-ClusterResource and Get-ClusterGroup",
                    "assumption"),
            new Claim(
                    "vm.states",
                    Evidence.C,
                    "VMState and heartbeat numbers; a booting guest gives NoContact",
                    "Hyper-V stub module; field reports"),
            new Claim(
                    "vm.rename",
                    Evidence.E,
                    "Rename-VM changes the name alone, in any state: the clustered group, the folder and the disks keep theirs",
                    "Rename-VM reference says only that it renames"),
            new Claim(
                    "vm.handles",
                    Evidence.C,
                    "a virtual disk is open for writing on one host only: a second opener gets a sharing violation",
                    "Win32 sharing semantics"),
            new Claim(
                    "hop.denied",
                    Evidence.C,
                    "18 cluster cmdlets refuse a log-on that cannot be delegated; the error is access denied 0x80070005",
                    "FailoverClusters reference; field reports for the code"),
            new Claim(
                    "errors.chain",
                    Evidence.E,
                    "a cluster error is ClusterCmdletException around Win32Exception",
                    "assumption"),
            new Claim("timings", Evidence.E, "boot, join, migration and guest times", "chosen by us"),
            new Claim(
                    "death.silent",
                    Evidence.C,
                    "a power cut gives no notice: detection, then the resiliency level decides, then VM groups start elsewhere",
                    RESILIENCY + "; Microsoft: Tuning Failover Cluster Network Thresholds"),
            new Claim(
                    "hop.who",
                    Evidence.C,
                    "which cmdlets need a token that may travel; New-Cluster, Add-ClusterNode and Test-Cluster always do",
                    "FailoverClusters reference, notes of 18 cmdlets; Microsoft clustering blog for Test-Cluster"),
            new Claim(
                    "hop.local",
                    Evidence.E,
                    "the others work for a plain log-on where everything they touch is on the session's host",
                    "assumption"),
            new Claim(
                    "wire.shapes",
                    Evidence.A,
                    "answers of Create, Command, Send, Receive, Signal, Get, Delete and their faults have the recorded elements",
                    RECORDED + " (RecordedShapesTest)"),
            new Claim(
                    "wire.fragments",
                    Evidence.A,
                    "one fragment a Stream, a byte order mark before each message, ids of shell and command as the client chose",
                    RECORDED),
            new Claim(
                    "wire.faults",
                    Evidence.A,
                    "codes and subcodes of lost shells, time-outs and bad time-outs",
                    RECORDED),
            new Claim(
                    "wire.faults.other",
                    Evidence.C,
                    "codes of quotas, envelopes, options, schema and selectors; SOAP subcodes of these",
                    "wsmerror.h; [MS-WSMV] 2.2.4"),
            new Claim(
                    "wire.stop",
                    Evidence.B,
                    "only powershell/signal/crtl_c stops gracefully",
                    POWERSHELL + " (WSManPlugin.cs)"),
            new Claim(
                    "wire.disconnect",
                    Evidence.D,
                    "four minutes without a Receive disconnect a shell, and the next command is answered by HTTP 400",
                    "pypsrp#21, pypsrp#203; the constant is PowerShell's"),
            new Claim(
                    "wire.reconnect",
                    Evidence.A,
                    "Disconnect and Reconnect of a shell by the client that made it; its variables and commands are kept",
                    RECORDED + "; [MS-WSMV] 3.1.4.15, 3.1.4.16"),
            new Claim(
                    "wire.reconnect.faults",
                    Evidence.E,
                    "another client's Reconnect is answered by 2150859213; a command is reconnected by a Reconnect with its id",
                    "wsmerror.h for the code; [MS-PSRP] 3.1.5.3.18"),
            new Claim(
                    "wire.restart",
                    Evidence.D,
                    "a restart of WinRM ends every shell: connections are reset, the port refuses, then no shell is known",
                    "reports of lost sessions; [MS-WSMV] keeps shells in memory"),
            new Claim(
                    "wire.quotas",
                    Evidence.C,
                    "25 shells a user, 1000 commands a shell until terminated, 150 or 500 KiB envelopes, idle time of two hours",
                    "WinRM quota documentation; pypsrp#148 for commands that were not terminated"),
            new Claim(
                    "wire.floor",
                    Evidence.D,
                    "an OperationTimeout below 500 ms is raised to it",
                    "measured by winrm-java"),
            new Claim(
                    "wire.plain",
                    Evidence.C,
                    "plain text over HTTP is answered by 500, a bad log-in by 401",
                    "WinRM documentation"),
            new Claim(
                    "wire.german",
                    Evidence.E,
                    "German fault texts are worded by us; codes are as in English",
                    "assumption"),
            new Claim(
                    "wire.order",
                    Evidence.B,
                    "negotiation, opening, queueing for runspaces, min, max and reset of a pool",
                    "[MS-PSRP] 3.2"),
            new Claim(
                    "wire.keys",
                    Evidence.A,
                    "a public key is answered by a session key, AES-256 under RSA-2048, which encrypts secure strings both"
                            + " ways; the answer names no pool",
                    RECORDED + ", psrp_multiple_commands"),
            new Claim(
                    "wire.keys.begun",
                    Evidence.B,
                    "from protocol 2.2 on the host encrypts before the client has its key, up to 2.1 it asks for the public"
                            + " key; 2.4 exchanges none, secure strings are UTF-16LE in base64",
                    POWERSHELL + " (CryptoUtils.cs; pull request 25774 for 2.4)"),
            new Claim(
                    "wire.keys.refused",
                    Evidence.E,
                    "a secure string that cannot be read is refused as an invalid parameter",
                    "assumption"),
            new Claim(
                    "bind",
                    Evidence.A,
                    "parameters are bound, refused and converted as by the engine, set by set",
                    "binding vectors of PowerShell 7.0.13 (BindingVectorsTest)"),
            new Claim(
                    "bind.windows",
                    Evidence.E,
                    "Windows PowerShell 5.1 binds as PowerShell 7 does, apart from parameters it does not have",
                    "assumption"),
            new Claim(
                    "shell.streams",
                    Evidence.A,
                    "output, depth, errors, streams and states of structured pipelines",
                    "psrp vectors of a PowerShell 7 engine (ShellVectorsTest)"),
            new Claim(
                    "shell.script",
                    Evidence.A,
                    "script text is refused by the NoLanguage session's own error",
                    "psrp vectors, restricted-nolanguage; that every session refuses it is the lab's own rule"),
            new Claim(
                    "shell.selected",
                    Evidence.B,
                    "Select-Object puts Selected and the class before the names of a property bag that passes, also of one that a client"
                            + " sent; an object of .NET keeps its names",
                    POWERSHELL + " (Select-Object.cs, SetPSCustomObject)"),
            new Claim(
                    "shell.calculated",
                    Evidence.B,
                    "a calculated property's expression is text, and that the name or pattern of a property; a table that makes no sense is"
                            + " refused before the first object",
                    POWERSHELL + " (MshParameter.cs); that script arrives as text: psrp vectors"),
            new Claim(
                    "shell.whatif",
                    Evidence.B,
                    "under -WhatIf or WhatIfPreference ForEach-Object calls and reads no member, and variables stay as they are",
                    POWERSHELL
                            + " (ForEachObjectCommand, ShouldProcess); that nothing shows on the wire: psrp vectors, common-whatif"),
            new Claim(
                    "shell.whatif.cmdlets",
                    Evidence.E,
                    "under -WhatIf a Windows cmdlet changes nothing, writes nothing and does not look for what it names",
                    "assumption; many look first"),
            new Claim(
                    "bind.credential",
                    Evidence.A,
                    "text for a credential has the engine's own cmdlets and functions ask for a password, which fails; a compiled cmdlet of"
                            + " another module that does not ask cannot convert it",
                    "binding vectors, credential-text; " + POWERSHELL + " for those without a row"),
            new Claim(
                    "shell.bogus",
                    Evidence.D,
                    "a FailoverClusters cmdlet stopped by a later command reports an error of its own",
                    "field reports; reference of the project, structured commands"),
            new Claim(
                    "shell.setters",
                    Evidence.E,
                    "ForEach-Object -MemberName set_X changes cluster objects",
                    "seen on other .NET objects only"),
            new Claim(
                    "iscsi.service",
                    Evidence.D,
                    "MSiSCSI is stopped and Manual; its cmdlets fail with 0xEFFF003E; the initiator's name is there from the"
                            + " first start on",
                    "transcripts and field reports; reference of the project, windows"),
            new Claim(
                    "iscsi.codes",
                    Evidence.C,
                    "refusals carry iscsierr.h's status in the error id; which cause gives which status is assumed but for"
                            + " a target that is not found (recorded)",
                    "iscsierr.h; a transcript with HRESULT 0xefff0029,Connect-IscsiTarget"),
            new Claim(
                    "iscsi.persistent",
                    Evidence.D,
                    "log-ins that are kept are repeated after a restart if the service starts automatically, others are"
                            + " forgotten; a log-in stays kept when its session is ended",
                    "transcripts; field reports"),
            new Claim(
                    "iscsi.retry",
                    Evidence.C,
                    "a broken session is tried again every 5 s, requests wait 60 s and then the disk is gone",
                    "documented initiator defaults (DelayBetweenReconnect, MaxRequestHoldTime)"),
            new Claim(
                    "iscsi.retry.refused",
                    Evidence.E,
                    "a log-in that is refused while the target is there is repeated once a minute",
                    "assumption; field reports say that kept log-ins are retried each minute"),
            new Claim(
                    "iscsi.portal.dead",
                    Evidence.D,
                    "adding a portal that does not answer takes 2 minutes and leaves none behind",
                    "field reports of stalls of minutes; the number and what is left are assumptions"),
            new Claim(
                    "vm.path",
                    Evidence.C,
                    "paths are kept as Windows writes them: slashes turned, separators joined, . and .. resolved; dots and blanks at the end of"
                            + " every component dropped",
                    "File path formats on Windows systems; that the middle components lose theirs, and that VM.Path shows it, is assumed"),
            new Claim(
                    "vm.name",
                    Evidence.D,
                    "a name of more than 100 characters is InvalidParameter (0x80070057); nothing else in it is refused",
                    "field report (openvmm 1647); what becomes of a folder's name that no folder can have is assumed"),
            new Claim(
                    "vm.memory",
                    Evidence.D,
                    "memory is a multiple of 2 MiB, at least 32 MiB",
                    "field reports (minikube 6973, hcsshim 589); the error id InvalidParameter is assumed"),
            new Claim(
                    "vm.disk.size",
                    Evidence.D,
                    "a new disk has 3 MiB to 64 TiB (.vhdx) or 2 040 GiB (.vhd)",
                    "field reports; the upper limit of .vhdx and the error id InvalidParameter are assumed"),
            new Claim(
                    "cluster.name",
                    Evidence.B,
                    "a cluster's name has 15 characters at most and none that no computer name has; a distinguished name gives its CN",
                    "[MS-SRVS] 2.2.2.8; the length is a field report (FailoverClusterDsc 180), the error's code is assumed"),
            new Claim(
                    "iscsi.portal.remove",
                    Evidence.D,
                    "Remove-IscsiTargetPortal with a port number fails with a type mismatch; by pipeline it works",
                    "field report; the code WBEM_E_TYPE_MISMATCH is assumed"),
            new Claim(
                    "iscsi.paths",
                    Evidence.D,
                    "a second session needs IsMultipathEnabled on both; without multipath software its disks are duplicates",
                    "field reports; that the duplicate is offline for RedundantPath and never comes online is assumed"),
            new Claim(
                    "disk.discovery",
                    Evidence.E,
                    "units appear and vanish 3 s after they are shown or hidden, or at a rescan",
                    "assumption"),
            new Claim(
                    "disk.policy",
                    Evidence.C,
                    "with NewDiskPolicy OfflineShared a new iSCSI disk is offline and read-only, and keeps what is set since",
                    "MSFT_StorageSetting reference; that read-only comes with it is a field report"),
            new Claim(
                    "disk.numbers",
                    Evidence.D,
                    "disk numbers differ between hosts and change with a restart",
                    "field reports"),
            new Claim(
                    "disk.copies",
                    Evidence.D,
                    "where it is asked for, a node lists a disk of its cluster once more for each other node, with that one's number and"
                            + " flags, named after that node by its ObjectId",
                    "field reports of duplicates in Get-Disk once clustering is installed (reference/windows.md, trap 47); that the"
                            + " copies carry the other node's number and flags, and which disks have them, is assumed"),
            new Claim(
                    "disk.bytes",
                    Evidence.B,
                    "partition tables are GPT as UEFI lays it out, read from and written to the unit's blocks; NTFS is its boot"
                            + " sector and the record of its label, without files",
                    "UEFI 2.10 chapter 5; published descriptions of NTFS"),
            new Claim(
                    "disk.layout",
                    Evidence.D,
                    "Initialize-Disk makes a reserved partition that ends at 16 MiB, New-Partition aligns to 1 MiB",
                    "field reports of Windows 10 and later"),
            new Claim(
                    "disk.codes",
                    Evidence.C,
                    "refusals carry the Storage API's number in the error id (41000 to 41003, 41008, 40005, 40018...)",
                    "Storage Management API error list; 41001 and 41008 recorded in transcripts"),
            new Claim(
                    "disk.initialize.offline",
                    Evidence.E,
                    "Initialize-Disk refuses an offline or read-only disk; the method's own list of codes has neither",
                    "assumption"),
            new Claim(
                    "disk.words",
                    Evidence.D,
                    "projected enums of disks, partitions and volumes are words; whole objects show words here and numbers in"
                            + " a recording",
                    "reference of the project, windows 4.6"),
            new Claim(
                    "disk.reserved",
                    Evidence.E,
                    "a disk that another initiator reserved cannot be brought online (6, in use); one that may not be read"
                            + " looks RAW and Not Ready",
                    "assumption"),
            new Claim(
                    "disk.damage",
                    Evidence.D,
                    "whoever clears, partitions or formats a unit whose volume another host has online destroys it",
                    "field report of a destroyed volume; reference of the project, windows 5.4"),
            new Claim(
                    "cluster.disk.offline",
                    Evidence.E,
                    "a clustered unit is online on its owner and offline elsewhere; Set-Disk and its like are refused (40018);"
                            + " a released unit is offline everywhere",
                    "assumption; the code is the Storage API's"),
            new Claim(
                    "cluster.disk.reserve",
                    Evidence.D,
                    "every node registers a key, the owner reserves write exclusive for registrants, a dead owner is preempted",
                    "reference of the project, ha B5.4; SPC-3 for what it means"),
            new Claim(
                    "csv.redirect",
                    Evidence.C,
                    "a node without a path reaches a volume through its owner (BlockRedirected, NoDiskConnectivity)",
                    "Microsoft Learn: Use Cluster Shared Volumes"),
            new Claim(
                    "csv.move",
                    Evidence.E,
                    "a volume whose owner lost its path moves at once, without a pause for its machines",
                    "assumption"),
            new Claim(
                    "csv.lost",
                    Evidence.D,
                    "when no node has a path the volume fails and the machines on it become PausedCritical",
                    "reference of the project, ha A2"),
            new Claim(
                    "csv.back",
                    Evidence.E,
                    "a failed volume comes online as soon as a node sees it again and its machines go on; Windows documents only"
                            + " the retry after RetryPeriodOnFailure (1 h), and machines turned off after 30 minutes, which"
                            + " the lab does not do",
                    "assumption"),
            new Claim(
                    "csv.remove",
                    Evidence.E,
                    "removing a shared volume under running machines is not refused: they become PausedCritical",
                    "assumption"),
            new Claim("csv.ntfs", Evidence.E, "a unit without NTFS or ReFS cannot be shared (1005)", "assumption"),
            new Claim("witness.lost", Evidence.C, "a disk witness that no node sees has no vote", QUORUM),
            new Claim(
                    "vm.errors",
                    Evidence.D,
                    "a name that is not there is InvalidParameter, an id ObjectNotFound",
                    "field reports; reference of the project, windows"));

    private static final List<Claim> ALL = Stream.of(
                    CLAIMS,
                    NefClaims.LIST,
                    StorageClaims.LIST,
                    WinrsClaims.LIST,
                    SessionClaims.LIST,
                    HopClaims.LIST,
                    LoginClaims.LIST,
                    SqlClaims.LIST,
                    ServiceClaims.LIST,
                    GearClaims.LIST,
                    AdapterClaims.LIST,
                    SqlSessionClaims.LIST,
                    DirectoryClaims.LIST,
                    ReplicaClaims.LIST)
            .flatMap(List::stream)
            .toList();

    private Fidelity() {}

    /** Returns all claims. */
    public static List<Claim> claims() {
        return ALL;
    }

    /** Returns how many claims there are of each grade. */
    public static Map<Evidence, Long> histogram() {
        Map<Evidence, Long> counts = new TreeMap<>();
        ALL.forEach(c -> counts.merge(c.grade(), 1L, Long::sum));
        return counts;
    }

    /** Returns what is only assumed: the questions to put to real hosts. */
    public static List<Claim> openQuestions() {
        return ALL.stream().filter(c -> c.grade() == Evidence.E).toList();
    }

    /** Returns the list as text, one claim a line. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        ALL.forEach(c -> text.append(c.grade())
                .append(' ')
                .append(c.id())
                .append(": ")
                .append(c.claim())
                .append(" [")
                .append(c.source())
                .append("]\n"));
        return text.toString();
    }
}
