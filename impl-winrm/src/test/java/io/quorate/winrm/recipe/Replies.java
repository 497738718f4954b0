package io.quorate.winrm.recipe;

import io.quorate.san.Naa;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hand-built answers in the shape remoting gives projected objects, and a shell that plays them. */
final class Replies implements PowerShell {
    private final Queue<Supplier<List<PsValue>>> answers = new ArrayDeque<>();
    private final List<PsPipeline> sent = new ArrayList<>();

    /** Answers the next message with these objects. */
    Replies then(PsValue... output) {
        answers.add(() -> List.of(output));
        return this;
    }

    /** Fails the next message. */
    Replies then(io.quorate.spi.Fault fault) {
        answers.add(() -> {
            throw fault;
        });
        return this;
    }

    @Override
    public List<PsValue> run(PsPipeline pipeline) {
        sent.add(pipeline);
        Supplier<List<PsValue>> answer = answers.poll();
        if (answer == null) {
            throw new AssertionError("not expected: " + PipelineLines.of(pipeline));
        }
        return answer.get();
    }

    /** Returns every message sent, as text. */
    List<String> texts() {
        return sent.stream().map(PipelineText::of).toList();
    }

    /** Returns the short names of the cmdlets of every message sent. */
    List<String> cmdlets() {
        return sent.stream()
                .flatMap(p -> p.statements().stream())
                .flatMap(List::stream)
                .map(PsCommand::name)
                .map(name -> name.substring(name.indexOf('\\') + 1))
                .filter(name -> !name.equals("Select-Object"))
                .toList();
    }

    static PsObject selected(String type) {
        return PsObject.of("Selected." + type, "System.Management.Automation.PSCustomObject", "System.Object");
    }

    static PsValue uint32(long value) {
        return new PsPrimitive(PsType.UINT32, value);
    }

    static PsValue word(String type, String word, int number) {
        return PsObject.of("Deserialized." + type, "Deserialized.System.Enum", "Deserialized.System.ValueType")
                .text(word)
                .content(new PsPrimitive(PsType.INT32, number));
    }

    static PsObject named(String type, String name) {
        return PsObject.of("Deserialized." + type, "Deserialized.System.Object")
                .text(name)
                .withAdapted("Name", PsValue.string(name));
    }

    static PsObject node(String name, int state, int drain) {
        String p = "Microsoft.FailoverClusters.PowerShell.";
        return selected(p + "ClusterNode")
                .with("Name", PsValue.string(name))
                .with("Id", PsValue.string("1"))
                .with("State", word(p + "ClusterNodeState", "s" + state, state))
                .with("StatusInformation", word(p + "ClusterNodeStatusInformation", "Normal", 0))
                .with("DrainStatus", word(p + "ClusterNodeDrainStatus", "d" + drain, drain))
                .with("NodeWeight", uint32(1))
                .with("DynamicWeight", uint32(1));
    }

    static PsObject cluster(String name) {
        return cluster(name, 1000, 20, 1000, 20, 2, 240);
    }

    static PsObject cluster(
            String name, int delay, int threshold, int crossDelay, int crossThreshold, int level, int period) {
        return selected("Microsoft.FailoverClusters.PowerShell.Cluster")
                .with("Name", PsValue.string(name))
                .with("Id", PsValue.string("7f3c0000-0000-4000-8000-000000000000"))
                .with("Domain", PsNil.NIL)
                .with("SameSubnetDelay", uint32(delay))
                .with("SameSubnetThreshold", uint32(threshold))
                .with("CrossSubnetDelay", uint32(crossDelay))
                .with("CrossSubnetThreshold", uint32(crossThreshold))
                .with("ResiliencyLevel", PsValue.int32(level))
                .with("ResiliencyDefaultPeriod", uint32(period))
                .with("QuorumArbitrationTimeMax", uint32(20))
                .with("DynamicQuorum", uint32(1))
                .with("WitnessDynamicWeight", uint32(0));
    }

    static PsObject group(String name, String owner, int state, long status) {
        String p = "Microsoft.FailoverClusters.PowerShell.";
        return selected(p + "ClusterGroup")
                .with("Name", PsValue.string(name))
                .with("Id", PsValue.string("11110000-0000-4000-8000-000000000000"))
                .with("GroupType", uint32(111))
                .with("State", PsValue.int32(state))
                .with("OwnerNode", named(p + "ClusterNode", owner))
                .with("IsCoreGroup", PsValue.bool(false))
                .with("StatusInformation", new PsPrimitive(PsType.UINT64, BigInteger.valueOf(status)));
    }

    static PsObject resource(String name, String id, String type) {
        String p = "Microsoft.FailoverClusters.PowerShell.";
        return selected(p + "ClusterResource")
                .with("Name", PsValue.string(name))
                .with("Id", PsValue.string(id))
                .with("State", word(p + "ClusterResourceState", "Online", 2))
                .with("OwnerNode", named(p + "ClusterNode", "HV1"))
                .with("OwnerGroup", named(p + "ClusterGroup", "Verf\u00fcgbarer Speicher"))
                .with("ResourceType", named(p + "ClusterResourceType", type))
                .with("IsStorageClassResource", PsValue.bool(type.equals("Physical Disk")));
    }

    static PsObject parameter(String owner, String name, PsValue value) {
        String p = "Microsoft.FailoverClusters.PowerShell.";
        return selected(p + "ClusterParameter")
                .with("ClusterObject", named(p + "ClusterResource", owner))
                .with("Name", PsValue.string(name))
                .with("Value", value);
    }

    static PsObject available(String id, long number) {
        return selected("Microsoft.FailoverClusters.PowerShell.ClusterDiskInfo")
                .with("Id", PsValue.string(id))
                .with("Name", PsValue.string("Cluster Disk " + number))
                .with("Number", uint32(number))
                .with("Size", new PsPrimitive(PsType.UINT64, BigInteger.valueOf(1L << 30)));
    }

    static PsObject volume(String name) {
        return volume(name, "HV1");
    }

    static PsObject volume(String name, String owner) {
        return selected("Microsoft.FailoverClusters.PowerShell.ClusterSharedVolume")
                .with("Name", PsValue.string(name))
                .with("Id", PsValue.string("22220000-0000-4000-8000-000000000000"))
                .with("State", PsValue.string("Online"))
                .with("OwnerNode", PsValue.string(owner));
    }

    static PsObject path(String volume, String path) {
        return selected("Microsoft.FailoverClusters.PowerShell.ClusterSharedVolumeInfo")
                .with("Name", PsValue.string(volume))
                .with("FriendlyVolumeName", PsValue.string(path));
    }

    static PsObject quorum(PsValue witness) {
        return quorum(1, witness);
    }

    static PsObject quorum(int type, PsValue witness) {
        return selected("Microsoft.FailoverClusters.PowerShell.ClusterQuorumSettings")
                .with("QuorumType", PsValue.int32(type))
                .with("QuorumResource", witness);
    }

    static PsObject vmHost() {
        return selected("Microsoft.HyperV.PowerShell.VMHost")
                .with("VirtualMachinePath", PsValue.string("C:\\VMs"))
                .with("ComputerName", PsValue.string("HV1"));
    }

    static PsObject vm(UUID id, String name, String state, int number, boolean clustered) {
        return vm(id, name, state, number, clustered, 4);
    }

    static PsObject vm(UUID id, String name, String state, int number, boolean clustered, int cores) {
        return selected("Microsoft.HyperV.PowerShell.VirtualMachine")
                .with("Id", new PsPrimitive(PsType.GUID, id))
                .with("Name", PsValue.string(name))
                .with("ComputerName", PsValue.string("HV1"))
                .with("State", word("Microsoft.HyperV.PowerShell.VMState", state, number))
                .with("Heartbeat", PsNil.NIL)
                .with("Uptime", new PsPrimitive(PsType.TIME_SPAN, Duration.ofSeconds(61)))
                .with("ProcessorCount", PsValue.int64(cores))
                .with("MemoryStartup", PsValue.int64(1L << 33))
                .with("MemoryAssigned", PsValue.int64(0))
                .with("Generation", PsValue.int32(2))
                .with("IsClustered", PsValue.bool(clustered))
                .with("Path", PsValue.string("C:\\ClusterStorage\\Volume1\\" + name));
    }

    static PsObject vmDisk(UUID machine, String name, String path) {
        return selected("Microsoft.HyperV.PowerShell.HardDiskDrive")
                .with("VMId", new PsPrimitive(PsType.GUID, machine))
                .with("VMName", PsValue.string(name))
                .with("Path", PsValue.string(path))
                .with("ControllerType", word("Microsoft.HyperV.PowerShell.ControllerType", "SCSI", 1))
                .with("ControllerNumber", PsValue.int32(0))
                .with("ControllerLocation", PsValue.int32(1));
    }

    static PsObject startType(String word, int number) {
        return selected("System.ServiceProcess.ServiceController")
                .with("Name", PsValue.string("ClusSvc"))
                .with("StartType", word("System.ServiceProcess.ServiceStartMode", word, number));
    }

    static PsObject service(String status, int number, String startType, int startNumber) {
        String p = "System.ServiceProcess.Service";
        return selected(p + "Controller")
                .with("Name", PsValue.string("MSiSCSI"))
                .with("Status", word(p + "ControllerStatus", status, number))
                .with("StartType", word(p + "StartMode", startType, startNumber));
    }

    static PsObject port(String name) {
        return cim().with("NodeAddress", PsValue.string(name)).with("ConnectionType", PsValue.string("iSCSI"));
    }

    static PsObject portal(String address) {
        return cim().with("TargetPortalAddress", PsValue.string(address))
                .with("TargetPortalPortNumber", PsValue.int32(3260))
                .with("InitiatorPortalAddress", PsNil.NIL);
    }

    static PsObject target(String name) {
        return cim().with("NodeAddress", PsValue.string(name)).with("IsConnected", PsValue.bool(false));
    }

    static PsObject session(String id, String target, boolean connected, boolean persistent, int connections) {
        return cim().with("SessionIdentifier", PsValue.string(id))
                .with("TargetNodeAddress", PsValue.string(target))
                .with("InitiatorNodeAddress", PsValue.string("iqn.1991-05.com.microsoft:hv1"))
                .with("IsConnected", PsValue.bool(connected))
                .with("IsPersistent", PsValue.bool(persistent))
                .with("NumberOfConnections", uint32(connections));
    }

    static PsObject connection(String address) {
        return cim().with("ConnectionIdentifier", PsValue.string("c1"))
                .with("TargetAddress", PsValue.string(address))
                .with("TargetPortNumber", PsValue.int32(3260));
    }

    static PsObject disk(
            Naa naa, String style, @Nullable String guid, int partitions, boolean offline, boolean readOnly) {
        return disk(naa, style, guid, partitions, offline, readOnly, false);
    }

    static PsObject disk(
            Naa naa,
            String style,
            @Nullable String guid,
            int partitions,
            boolean offline,
            boolean readOnly,
            boolean clustered) {
        return cim().with("UniqueId", PsValue.string(naa.hex()))
                .with("UniqueIdFormat", PsValue.string("FCPH Name"))
                .with("Number", uint32(4))
                .with("Size", new PsPrimitive(PsType.UINT64, BigInteger.valueOf(100L << 30)))
                .with("PartitionStyle", PsValue.string(style))
                .with("Guid", guid == null ? PsNil.NIL : PsValue.string(guid))
                .with("IsOffline", PsValue.bool(offline))
                .with("IsReadOnly", PsValue.bool(readOnly))
                .with("IsClustered", PsValue.bool(clustered))
                .with("BusType", PsValue.string("iSCSI"))
                .with("OperationalStatus", PsValue.string("Online"))
                .with("NumberOfPartitions", uint32(partitions));
    }

    static PsObject partition(int number, boolean data) {
        return cim().with("PartitionNumber", uint32(number))
                .with("Guid", PsValue.string("{0000000" + number + "-0000-0000-0000-000000000000}"))
                .with(
                        "GptType",
                        PsValue.string(
                                data
                                        ? "{ebd0a0a2-b9e5-4433-87c0-68b6b72699c7}"
                                        : "{e3c9e316-0b5c-4db8-817d-f92df00215ae}"))
                .with("Size", new PsPrimitive(PsType.UINT64, BigInteger.valueOf(1L << 30)));
    }

    static PsObject diskVolume(String fileSystem) {
        return cim().with("UniqueId", PsValue.string("\\\\?\\Volume{1}\\"))
                .with("FileSystem", PsValue.string(fileSystem))
                .with("FileSystemType", PsValue.string(fileSystem.isEmpty() ? "Unknown" : fileSystem))
                .with("FileSystemLabel", PsValue.string(""))
                .with("AllocationUnitSize", uint32(65_536));
    }

    private static PsObject cim() {
        return selected("Microsoft.Management.Infrastructure.CimInstance");
    }
}
