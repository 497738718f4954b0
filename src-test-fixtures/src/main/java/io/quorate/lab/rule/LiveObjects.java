package io.quorate.lab.rule;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.ClusterState;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Gpt;
import io.quorate.lab.model.GroupState;
import io.quorate.lab.model.HostGear;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.ResourceState;
import io.quorate.lab.model.VmState;
import io.quorate.lab.model.VolumeAccess;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The live objects of the cluster and Hyper-V modules, with the full property lists of their classes. Related objects (OwnerNode) are live
 * objects, too; properties that Windows lets be assigned have setters. Enum values carry the numbers of the stub modules.
 */
final class LiveObjects {
    private static final String NODE = Shapes.CLUSTER + "ClusterNode";

    private final Estate estate;
    private final Errors errors;

    LiveObjects(Estate estate, Errors errors) {
        this.estate = estate;
        this.errors = errors;
    }

    // cluster

    LiveObject cluster(Cluster cluster) {
        ClusterState state = cluster.state();
        HostSpec host = estate.host(state.nodes().get(0));
        Live live = new Live(Shapes.CLUSTER + "Cluster", state, state.name());
        for (Map.Entry<String, Long> setting : state.settings().entrySet()) {
            String name = setting.getKey();
            if (live.shape().containsKey(name)) {
                live.number(name, setting.getValue())
                        .settable(
                                name,
                                v -> assign(
                                        "Cluster." + name,
                                        live.shape().getOrDefault(name, "System.UInt32"),
                                        v,
                                        n -> cluster.set(name, n)));
            }
        }
        return live.with("Name", PsValue.string(state.name()))
                .with("Id", PsValue.string(state.id()))
                .with("Domain", PsValue.string(host.domain()))
                .with("SharedVolumesRoot", PsValue.string("C:\\ClusterStorage"))
                .number("AdministrativeAccessPoint", 3)
                .number("WitnessDynamicWeight", state.witness() == null ? 0 : state.witnessVote())
                .number("ClusterFunctionalLevel", level(host))
                .number("ClusterUpgradeVersion", 1)
                .build();
    }

    private static int level(HostSpec host) {
        return switch (host.os()) {
            case 2016 -> 9;
            case 2019 -> 10;
            case 2022 -> 11;
            default -> 12;
        };
    }

    LiveObject node(Cluster cluster, NodeState node) {
        HostSpec host = estate.host(node.host());
        String path = NodeState.key(node.cluster(), node.host()).path();
        return new Live(NODE, node, node.host())
                .with("Name", PsValue.string(node.host()))
                .with("NodeName", PsValue.string(node.host()))
                .with("Id", PsValue.string(Integer.toString(node.number())))
                .with("Cluster", reference("Cluster", cluster.state(), cluster.name()))
                .number("State", node.state().ordinal())
                .number("StatusInformation", node.info())
                .number("DrainStatus", node.drain().ordinal())
                .number("DrainTarget", 0xFFFFFFFFL)
                .number("NodeWeight", node.weight())
                .settable(
                        "NodeWeight",
                        v -> assign(
                                "ClusterNode.NodeWeight",
                                "System.UInt32",
                                v,
                                n -> cluster.setWeight(node.host(), (int) Math.min(n, Integer.MAX_VALUE))))
                .number("DynamicWeight", node.dynamicWeight())
                .number("BuildNumber", host.build())
                .number("MajorVersion", 10)
                .number("NodeHighestVersion", (long) level(host) << 16 | 8)
                .number("NodeLowestVersion", (long) level(host) << 16 | 8)
                .with(
                        "NodeInstanceID",
                        PsValue.string(estate.world().random().guid(path).toString()))
                .with("Model", PsValue.string("Simulated"))
                .with("Manufacturer", PsValue.string("Quorate Lab"))
                .with(
                        "SerialNumber",
                        PsValue.string(estate.world()
                                .random()
                                .guid(path + "/serial")
                                .toString()
                                .substring(0, 8)))
                .build();
    }

    private @Nullable LiveObject owner(Cluster cluster, String host) {
        return cluster.node(host).map(n -> node(cluster, n)).orElse(null);
    }

    LiveObject group(Cluster cluster, GroupState group) {
        return new Live(Shapes.CLUSTER + "ClusterGroup", group, group.name())
                .with("Name", PsValue.string(group.name()))
                .with("Id", PsValue.string(group.id()))
                .with("Cluster", reference("Cluster", cluster.state(), cluster.name()))
                .number("GroupType", group.type())
                .number("State", group.state().ordinal())
                .number("StatusInformation", group.info())
                .with("OwnerNode", owner(cluster, group.owner()))
                .with("IsCoreGroup", PsValue.bool(group.core()))
                .number("Priority", group.priority())
                .settable(
                        "Priority",
                        v -> assign(
                                "ClusterGroup.Priority",
                                "System.UInt32",
                                v,
                                n -> cluster.setPriority(group.id(), (int) Math.min(n, Integer.MAX_VALUE))))
                .number("PersistentState", group.wanted() ? 1 : 0)
                .number("FailoverThreshold", 0xFFFFFFFFL)
                .number("FailoverPeriod", 6)
                .number("FailbackWindowStart", 0xFFFFFFFFL)
                .number("FailbackWindowEnd", 0xFFFFFFFFL)
                .number("DefaultOwner", 0xFFFFFFFFL)
                .number("ResiliencyPeriod", cluster.state().setting("ResiliencyDefaultPeriod"))
                .with("AntiAffinityClassNames", List.of())
                .build();
    }

    private static int resourceState(GroupState group) {
        return switch (group.state()) {
            case ONLINE, PARTIAL_ONLINE -> 2;
            case OFFLINE -> 3;
            case FAILED -> 4;
            case PENDING -> 129;
        };
    }

    LiveObject resource(Cluster cluster, ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        boolean storage = resource.type() == ResourceState.Type.PHYSICAL_DISK;
        boolean network =
                resource.type() == ResourceState.Type.IP_ADDRESS || resource.type() == ResourceState.Type.NETWORK_NAME;
        String type = resource.type().text();
        LiveObject resourceType = new Live(Shapes.CLUSTER + "ClusterResourceType", resource.type(), type)
                .with("Name", PsValue.string(type))
                .with("DisplayName", PsValue.string(errors.texts().text("type." + resource.type())))
                .build();
        return new Live(Shapes.CLUSTER + "ClusterResource", resource, resource.name())
                .with("Name", PsValue.string(resource.name()))
                .with("Id", PsValue.string(resource.id()))
                .with("Cluster", reference("Cluster", cluster.state(), cluster.name()))
                .number(
                        "State",
                        cluster.own(resource).map(o -> o.state().number()).orElse(resourceState(group)))
                .number("StatusInformation", (group.info() & GroupState.UNMONITORED) != 0 ? 64 : 0)
                .with("OwnerGroup", group(cluster, group))
                .with("OwnerNode", owner(cluster, group.owner()))
                .with("ResourceType", resourceType)
                .with("IsCoreResource", PsValue.bool(group.type() == GroupState.CLUSTER))
                .with("IsStorageClassResource", PsValue.bool(storage))
                .with("IsNetworkClassResource", PsValue.bool(network))
                .number("RestartAction", 2)
                .number("RestartThreshold", 1)
                .number("RestartPeriod", 900000)
                .number("RestartDelay", 500)
                .number("RetryPeriodOnFailure", 3600000)
                .number("PendingTimeout", 180000)
                .number("DeadlockTimeout", 300000)
                .number("PersistentState", group.wanted() ? 1 : 0)
                .build();
    }

    LiveObject owners(Cluster cluster, ResourceState resource) {
        return new Live(Shapes.CLUSTER + "ClusterOwnerNodeList", resource, resource.name())
                .with("ClusterObject", reference("ClusterResource", resource, resource.name()))
                .with(
                        "OwnerNodes",
                        cluster.nodes().stream()
                                .filter(n -> cluster.mayOwn(resource, n.host()))
                                .map(n -> node(cluster, n))
                                .toList())
                .build();
    }

    /** A private property of a disk's resource. */
    LiveObject parameter(Object model, String of, String name, PsValue value, int type) {
        LiveObject owner = reference("ClusterResource", model, of);
        return new Live(Shapes.CLUSTER + "ClusterParameter", model, name)
                .with("ClusterObject", owner)
                .with("Name", PsValue.string(name))
                .with("Value", value)
                .number("ParameterType", type)
                .with("IsReadOnly", PsValue.bool(false))
                .build();
    }

    LiveObject volume(Cluster cluster, ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        DiskState disk = estate.disk(String.valueOf(resource.disk())).orElseThrow();
        Gpt.Partition data = data(group, disk);
        String info = Shapes.CLUSTER + "ClusterSharedVolumeInfo";
        LiveObject partition = plain(Shapes.CLUSTER + "ClusterDiskPartitionInfo", resource, "Partition")
                .property("Name", PsValue.string("\\\\?\\Volume{" + resource.id() + "}\\"))
                .property("DriveLetter", PsValue.string(""))
                .property("DriveLetterMask", Shapes.uint32(0))
                .property("FileSystem", PsValue.string("NTFS"))
                .property("FreeSpace", Shapes.uint64(data.size() / 10 * 9))
                .property("HasDriveLetter", PsValue.bool(false))
                .property("IsCompressed", PsValue.bool(false))
                .property("IsDirty", PsValue.bool(false))
                .property("IsFormatted", PsValue.bool(true))
                .property("IsNtfs", PsValue.bool(true))
                .property("IsPartitionNumberValid", PsValue.bool(true))
                .property("MountPoints", List.of())
                .property("PartitionNumber", Shapes.uint32(data.number()))
                .property("PercentFree", new PsPrimitive(PsType.SINGLE, 90f))
                .property("Size", Shapes.uint64(data.size()))
                .property("UsedSpace", Shapes.uint64(data.size() - data.size() / 10 * 9));
        LiveObject volume = plain(info, resource, info)
                .property(
                        "FaultState",
                        Shapes.enumeration(Shapes.CLUSTER + "ClusterSharedVolumeFaultState", "NoFaults", 0, "int"))
                .property("FriendlyVolumeName", PsValue.string(resource.mountPoint()))
                .property("MaintenanceMode", PsValue.bool(false))
                .property("Partition", partition)
                .property("PartitionNumber", Shapes.uint32(data.number()))
                .property("RedirectedAccess", PsValue.bool(false))
                .property("VolumeOffset", Shapes.uint64(data.offset()));
        return new Live(Shapes.CLUSTER + "ClusterSharedVolume", resource, resource.name())
                .with("Id", PsValue.string(resource.id()))
                .with("Name", PsValue.string(resource.name()))
                .with("OwnerNode", owner(cluster, group.owner()))
                .with("SharedVolumeInfo", group.state() == GroupState.State.ONLINE ? List.of(volume) : List.of())
                .number("State", resourceState(group))
                .build();
    }

    /** The data partition: of an appliance's unit as its bytes say, of other disks as if it were the usual one. */
    private Gpt.Partition data(GroupState group, DiskState disk) {
        return estate.hostDisks().of(group.owner()).stream()
                .filter(d -> d.naa().equals(disk.id()))
                .findFirst()
                .flatMap(estate.hostDisks()::table)
                .flatMap(
                        t -> t.partitions().stream().filter(Gpt.Partition::data).findFirst())
                .orElse(new Gpt.Partition(2, Gpt.DATA, null, 16777216, disk.size(), ""));
    }

    LiveObject volumeState(Cluster cluster, ResourceState resource, NodeState node) {
        VolumeAccess access = cluster.access(resource, node.host());
        return new Live(Shapes.CLUSTER + "ClusterSharedVolumeStateInfo", resource, resource.name())
                .with("Name", PsValue.string(resource.name()))
                .with("Node", PsValue.string(node.host()))
                .with("VolumeName", PsValue.string("\\\\?\\Volume{" + resource.id() + "}\\"))
                .with(
                        "VolumeFriendlyName",
                        PsValue.string(resource.mountPoint()
                                .substring(resource.mountPoint().lastIndexOf('\\') + 1)))
                .number("StateInfo", access.number())
                .number("BlockRedirectedIOReason", access == VolumeAccess.BLOCK_REDIRECTED ? 1 : 0)
                .build();
    }

    LiveObject quorum(Cluster cluster) {
        String witness = cluster.state().witness();
        return new Live(Shapes.CLUSTER + "ClusterQuorumSettings", cluster.state(), cluster.name())
                .with("Cluster", reference("Cluster", cluster.state(), cluster.name()))
                .with(
                        "QuorumResource",
                        witness == null
                                ? null
                                : cluster.resource(witness)
                                        .map(r -> resource(cluster, r))
                                        .orElse(null))
                .number("QuorumType", 1)
                .build();
    }

    LiveObject availableDisk(Cluster cluster, DiskState disk, int position) {
        return new Live(Shapes.CLUSTER + "ClusterDiskInfo", disk, "Cluster Disk " + position)
                .with("Cluster", reference("Cluster", cluster.state(), cluster.name()))
                .with("Id", PsValue.string("{" + disk.guid() + "}"))
                .with("Name", PsValue.string("Cluster Disk " + position))
                .number("Number", disk.number())
                .number("Size", disk.size())
                .with("Partitions", List.of())
                .build();
    }

    // Hyper-V

    LiveObject vm(VmState vm) {
        Duration started = vm.startedAt();
        Duration uptime =
                started == null ? Duration.ZERO : estate.world().time().now().minus(started);
        Live live = new Live(
                        Shapes.HYPER_V + "VirtualMachine",
                        vm,
                        "VirtualMachine (Name = '" + vm.name() + "') [Id = '" + vm.id() + "']")
                .with("Id", guid(vm.id()))
                .with("Name", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(vm.host()))
                .number("State", vm.state().number())
                .with("Status", PsValue.string(errors.texts().text("status." + statusKey(vm))))
                .with("OperationalStatus", List.of(Shapes.enumeration(Shapes.HYPER_V + "VMOperationalStatus", 2)))
                .with("PrimaryOperationalStatus", Shapes.enumeration(Shapes.HYPER_V + "VMOperationalStatus", 2))
                .with("Uptime", new PsPrimitive(PsType.TIME_SPAN, uptime))
                .number("ProcessorCount", vm.processors())
                .number("MemoryStartup", vm.memory())
                .number("MemoryMinimum", 512L << 20)
                .number("MemoryMaximum", 1L << 40)
                .number("MemoryAssigned", vm.live() ? vm.memory() : 0)
                .number("Generation", vm.generation())
                .with("Version", PsValue.string(vm.version()))
                .with("IsClustered", PsValue.bool(vm.group() != null))
                .with("Path", PsValue.string(vm.path()))
                .with("ConfigurationLocation", PsValue.string(vm.path()))
                .with("SnapshotFileLocation", PsValue.string(vm.path()))
                .with("SmartPagingFilePath", PsValue.string(vm.path()))
                .number("CheckpointType", 3)
                .number("AutomaticStartAction", 3)
                .number("AutomaticStopAction", 3)
                .number("AutomaticCriticalErrorAction", 1)
                .number("AutomaticCriticalErrorActionTimeout", 30)
                .with("CreationTime", time(vm.created()))
                .with("HardDrives", vm.disks().stream().map(d -> drive(vm, d)).toList())
                .with("NetworkAdapters", List.of());
        live.with(
                "Heartbeat",
                started == null
                        ? null
                        : Shapes.enumeration(
                                Shapes.HYPER_V + "VMHeartbeatStatus",
                                vm.heartbeat().number()));
        return live.build(Shapes.HYPER_V + "VirtualMachineBase", Shapes.HYPER_V + "VirtualizationObject");
    }

    private static String statusKey(VmState vm) {
        return vm.status().startsWith("Migrating")
                ? "migrating"
                : vm.status().startsWith("Cannot") ? "storage" : "normal";
    }

    /** New-VM puts disks at the only controller that its generation boots from: SCSI, or IDE for the first. */
    static LiveObject drive(VmState vm, String path) {
        int position = vm.disks().indexOf(path);
        return new Live(Shapes.HYPER_V + "HardDiskDrive", vm, "HardDiskDrive")
                .with("Path", PsValue.string(path))
                .with("Name", PsValue.string("Hard Drive"))
                .number("ControllerLocation", position)
                .number("ControllerNumber", 0)
                .with(
                        "ControllerType",
                        Shapes.enumeration(Shapes.HYPER_V + "ControllerType", vm.generation() == 2 ? 1 : 0))
                .with("VMId", guid(vm.id()))
                .with("VMName", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(vm.host()))
                .build();
    }

    LiveObject processor(VmState vm) {
        return new Live(Shapes.HYPER_V + "VMProcessor", vm, "VMProcessor")
                .number("Count", vm.processors())
                .number("Maximum", 100)
                .number("RelativeWeight", 100)
                .with("VMId", guid(vm.id()))
                .with("VMName", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(vm.host()))
                .build();
    }

    LiveObject memory(VmState vm) {
        return new Live(Shapes.HYPER_V + "VMMemory", vm, "VMMemory")
                .number("Startup", vm.memory())
                .number("Minimum", 512L << 20)
                .number("Maximum", 1L << 40)
                .number("Buffer", 20)
                .number("Priority", 50)
                .with("VMId", guid(vm.id()))
                .with("VMName", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(vm.host()))
                .build();
    }

    LiveObject vmHost(HostSpec host, HostGear.HyperV set) {
        return new Live(Shapes.HYPER_V + "VMHost", host, host.name())
                .with("Name", PsValue.string(host.name()))
                .with("ComputerName", PsValue.string(host.name()))
                .with("FullyQualifiedDomainName", PsValue.string(host.domain()))
                .number("LogicalProcessorCount", host.cores())
                .number("MemoryCapacity", host.memory().bytes())
                .with("VirtualMachinePath", PsValue.string(set.machines()))
                .with("VirtualHardDiskPath", PsValue.string(set.disks()))
                .number("MaximumStorageMigrations", 2)
                .number("MaximumVirtualMachineMigrations", set.migrations())
                .with("VirtualMachineMigrationEnabled", PsValue.bool(set.migration()))
                .with("UseAnyNetworkForMigration", PsValue.bool(set.any()))
                .with(
                        "MacAddressMinimum",
                        PsValue.string(estate.nics().range(host.name()).least()))
                .with(
                        "MacAddressMaximum",
                        PsValue.string(estate.nics().range(host.name()).most()))
                .number("VirtualMachineMigrationAuthenticationType", set.authentication())
                .number("VirtualMachineMigrationPerformanceOption", set.performance())
                .with("NumaSpanningEnabled", PsValue.bool(true))
                .build();
    }

    // services

    LiveObject service(
            String host, String name, @Nullable String display, boolean runs, String startType, int startNumber) {
        String status = runs ? "Running" : "Stopped";
        return plain(
                        "System.ServiceProcess.ServiceController",
                        host + "/" + name,
                        "System.ServiceProcess.ServiceController")
                .property("Name", PsValue.string(name))
                .property("ServiceName", PsValue.string(name))
                .property(
                        "DisplayName",
                        PsValue.string(display == null ? errors.texts().text("service." + name) : display))
                .property("MachineName", PsValue.string("."))
                .property("CanStop", PsValue.bool(runs))
                .property(
                        "Status",
                        Shapes.enumeration(
                                "System.ServiceProcess.ServiceControllerStatus", status, runs ? 4 : 1, "int"))
                .property(
                        "StartType",
                        Shapes.enumeration("System.ServiceProcess.ServiceStartMode", startType, startNumber, "int"));
    }

    // parts

    private static LiveObject plain(String type, Object model, String text) {
        return new LiveObject(List.of(type, "System.Object"), model, text);
    }

    /** A related object of which only the name is shown. */
    private static LiveObject reference(String type, Object model, String name) {
        return plain(Shapes.CLUSTER + type, model, name).property("Name", PsValue.string(name));
    }

    static PsValue guid(String id) {
        int mark = id.indexOf('@');
        return new PsPrimitive(PsType.GUID, UUID.fromString(mark < 0 ? id : id.substring(0, mark)));
    }

    static PsValue time(Duration sinceStart) {
        return new PsPrimitive(
                PsType.DATE_TIME,
                new PsDateTime(
                        LocalDateTime.ofInstant(LabTime.START.plus(sinceStart), ZoneOffset.UTC), ZoneOffset.UTC));
    }

    /** Assigns a number to a property, from a number, its text or the name of an enum value. */
    private void assign(String what, String declared, @Nullable Object value, LongConsumer setter) {
        String plain =
                declared.startsWith("System.Nullable<") ? declared.substring(16, declared.length() - 1) : declared;
        Long number = Values.number(value);
        String text = Values.text(value);
        if (number == null && text != null) {
            number = Shapes.number(plain, text);
            if (number == null && text.matches("[0-9]{1,18}")) {
                number = Long.valueOf(text);
            }
        }
        try {
            if (number == null || number < 0) {
                throw new Refusal(Refusal.Reason.INVALID_PARAMETER, what);
            }
            long assigned = number;
            estate.world().change("assignment to " + what, () -> setter.accept(assigned));
        } catch (Refusal refusal) {
            throw errors.cluster("FailoverClusters\\" + what, refusal);
        }
    }
}
