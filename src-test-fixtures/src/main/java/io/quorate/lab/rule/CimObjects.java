package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Gpt;
import io.quorate.lab.model.HostDisks;
import io.quorate.lab.model.IscsiSession;
import io.quorate.lab.model.IscsiState;
import io.quorate.lab.model.Ntfs;
import io.quorate.lab.model.ResourceState;
import io.quorate.lab.model.SanDisk;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CIM instances of the iSCSI and Storage modules. Properties that Windows's type data turn into words are words, as Select-Object sees
 * them.
 */
final class CimObjects {
    private static final String INSTANCE = "ROOT\\ISCSIPRT\\0000_0";
    private static final String ANY = "0.0.0.0";

    /**
     * A partition of a disk.
     *
     * @param disk the disk
     * @param partition the partition
     */
    record PartitionModel(SanDisk disk, Gpt.Partition partition) {}

    /**
     * A volume of a disk.
     *
     * @param disk the disk
     * @param partition its partition
     */
    record VolumeModel(SanDisk disk, Gpt.Partition partition) {}

    /**
     * A discovered target.
     *
     * @param name its name
     */
    record TargetModel(String name) {}

    private final Estate estate;

    CimObjects(Estate estate) {
        this.estate = estate;
    }

    private HostDisks disks() {
        return estate.hostDisks();
    }

    // iSCSI

    LiveObject port(String host, String name) {
        return new Live("MSFT_InitiatorPort", host, "MSFT_InitiatorPort (NodeAddress = \"" + name + "\")")
                .with("ObjectId", PsValue.string("{1}\\\\" + host + "\\" + INSTANCE))
                .with("NodeAddress", PsValue.string(name))
                .with("PortAddress", PsValue.string("ISCSI ANY PORT"))
                .with("InstanceName", PsValue.string(INSTANCE))
                .with("ConnectionType", PsValue.string("iSCSI"))
                .with("PortType", Shapes.uint16(1))
                .with("OperationalStatus", PsValue.string("Operational"))
                .cim();
    }

    LiveObject portal(IscsiState.Portal portal) {
        String own = portal.initiatorAddress();
        return new Live("MSFT_iSCSITargetPortal", portal, "MSFT_iSCSITargetPortal")
                .with("InitiatorInstanceName", PsValue.string(""))
                .with("InitiatorPortalAddress", PsValue.string(own == null ? "" : own))
                .with("IsDataDigest", PsValue.bool(false))
                .with("IsHeaderDigest", PsValue.bool(false))
                .with("TargetPortalAddress", PsValue.string(portal.address()))
                .with("TargetPortalPortNumber", Shapes.uint16(portal.port()))
                .cim();
    }

    LiveObject target(String host, String name) {
        boolean connected = estate.initiators().sessions(host).stream()
                .anyMatch(s -> s.connected() && s.login().target().equalsIgnoreCase(name));
        return new Live("MSFT_iSCSITarget", new TargetModel(name), "MSFT_iSCSITarget (NodeAddress = \"" + name + "\")")
                .with("NodeAddress", PsValue.string(name))
                .with("IsConnected", PsValue.bool(connected))
                .cim();
    }

    LiveObject session(IscsiSession session) {
        String own = session.login().portal().initiatorAddress();
        return new Live("MSFT_iSCSISession", session, "MSFT_iSCSISession")
                .with(
                        "AuthenticationType",
                        PsValue.string(session.login().authentication().name()))
                .with("InitiatorInstanceName", PsValue.string(INSTANCE))
                .with("InitiatorNodeAddress", PsValue.string(session.initiator()))
                .with("InitiatorPortalAddress", PsValue.string(own == null ? ANY : own))
                .with("InitiatorSideIdentifier", PsValue.string(session.login().isid()))
                .with("IsConnected", PsValue.bool(session.connected()))
                .with("IsDataDigest", PsValue.bool(false))
                .with("IsDiscovered", PsValue.bool(false))
                .with("IsHeaderDigest", PsValue.bool(false))
                .with("IsPersistent", PsValue.bool(estate.initiators().persistent(session)))
                .with("NumberOfConnections", Shapes.uint32(session.connected() ? 1 : 0))
                .with("SessionIdentifier", PsValue.string(session.id()))
                .with("TargetNodeAddress", PsValue.string(session.login().target()))
                .with("TargetSideIdentifier", PsValue.string(String.format(Locale.ROOT, "%04x", session.tsih())))
                .cim();
    }

    LiveObject connection(IscsiSession session) {
        String own = session.login().portal().initiatorAddress();
        return new Live("MSFT_iSCSIConnection", session, "MSFT_iSCSIConnection")
                .with("ConnectionIdentifier", PsValue.string(session.id() + "-1"))
                .with("InitiatorAddress", PsValue.string(own == null ? ANY : own))
                .with("InitiatorPortNumber", Shapes.uint32(49152 + session.tsih() % 16384))
                .with("TargetAddress", PsValue.string(session.login().portal().address()))
                .with("TargetPortNumber", Shapes.uint32(session.login().portal().port()))
                .cim();
    }

    // disks

    LiveObject disk(SanDisk disk) {
        Optional<Gpt.Table> table = disks().table(disk);
        Gpt.Style style = table.map(Gpt.Table::style).orElse(Gpt.Style.RAW);
        UUID guid = table.map(Gpt.Table::guid).orElse(null);
        boolean offline = disks().offline(disk);
        boolean ready = table.isPresent() && disk.lostAt() == null;
        List<Gpt.Partition> partitions = table.map(Gpt.Table::partitions).orElse(List.of());
        long used = partitions.stream().mapToLong(Gpt.Partition::size).sum();
        return diskOf(disk, disk.number(), disk.naa(), disk.size(), path(disk))
                .extra("ObjectId", PsValue.string(objectId(disk)))
                .with("FriendlyName", PsValue.string("NEXENTA COMSTAR"))
                .with("Manufacturer", PsValue.string("NEXENTA "))
                .with("Model", PsValue.string("COMSTAR         "))
                .with("SerialNumber", PsValue.string(disk.naa() + "    "))
                .with("BusType", PsValue.string("iSCSI"))
                .with("ProvisioningType", PsValue.string("Thin"))
                .with("AllocatedSize", Shapes.uint64(used))
                .with(
                        "LargestFreeExtent",
                        Shapes.uint64(table.map(t -> free(t, disk)).orElse(0L)))
                .with("NumberOfPartitions", Shapes.uint32(partitions.size()))
                .with("PartitionStyle", PsValue.string(style.name()))
                .with("Guid", guid == null ? null : PsValue.string("{" + guid + "}"))
                .with(
                        "Signature",
                        style == Gpt.Style.MBR
                                ? Shapes.uint32(table.map(Gpt.Table::signature).orElse(0L))
                                : null)
                .with("OperationalStatus", PsValue.string(!ready ? "Not Ready" : offline ? "Offline" : "Online"))
                .with("HealthStatus", PsValue.string(ready ? "Healthy" : "Unhealthy"))
                .with("IsOffline", PsValue.bool(offline))
                .with("OfflineReason", offline ? PsValue.string(disk.copy() > 0 ? "Redundant Path" : "Policy") : null)
                .with("IsReadOnly", PsValue.bool(disks().readOnly(disk)))
                .with("IsClustered", PsValue.bool(disks().clusterOf(disk).isPresent()))
                .extra("IsHighlyAvailable", PsValue.bool(disks().clusterOf(disk).isPresent()))
                .extra("IsScaleOut", PsValue.bool(false))
                .cim();
    }

    private static long free(Gpt.Table table, SanDisk disk) {
        if (table.style() != Gpt.Style.GPT) {
            return table.style() == Gpt.Style.RAW ? disk.size() : 0;
        }
        return Gpt.largestFree(table, disk.size());
    }

    private static Live diskOf(Object model, int number, String uniqueId, long size, String path) {
        return new Live("MSFT_Disk", model, "MSFT_Disk (ObjectId = \"" + path + "\")")
                .extra("ObjectId", PsValue.string(path))
                .extra("DiskNumber", Shapes.uint32(number))
                .with("Number", Shapes.uint32(number))
                .with("UniqueId", PsValue.string(uniqueId))
                .with("UniqueIdFormat", PsValue.string("FCPH Name"))
                .with("Path", PsValue.string(path))
                .with("Size", Shapes.uint64(size))
                .with("LogicalSectorSize", Shapes.uint32(512))
                .with("PhysicalSectorSize", Shapes.uint32(512))
                .with("IsBoot", PsValue.bool(false))
                .with("IsSystem", PsValue.bool(false))
                .with("BootFromDisk", PsValue.bool(false));
    }

    /** Names the host whose view of a disk it is. */
    private static String objectId(SanDisk disk) {
        return "{1}\\\\" + disk.host()
                + "\\root/Microsoft/Windows/Storage/Providers_v2\\WSP_Disk.ObjectId=\"{d2b1c0de-0000-4000-8000-000000000001}:DI:"
                + path(disk) + "\"";
    }

    static String path(SanDisk disk) {
        return "\\\\?\\scsi#disk&ven_nexenta&prod_comstar#1&1c121344&" + disk.copy() + "&"
                + disk.naa().toLowerCase(Locale.ROOT) + "#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}";
    }

    /** A disk of the cluster that is no appliance's: nothing of it is modelled but that it is there. */
    LiveObject shared(String host, DiskState disk) {
        Optional<Cluster> cluster = estate.clusterOf(host);
        Optional<ResourceState> resource = cluster.stream()
                .flatMap(c -> c.plainResources().stream())
                .filter(r -> disk.id().equals(r.disk()))
                .findFirst();
        boolean own = resource.isPresent()
                && cluster.map(c -> c.groupOf(resource.get()).owner().equals(host))
                        .orElse(false);
        return local(disk, disk.number(), disk.id(), disk.size(), "SAS", "{" + disk.guid() + "}", !own)
                .with("IsClustered", PsValue.bool(resource.isPresent()))
                .cim();
    }

    /** The disk Windows starts from. */
    LiveObject system(String host) {
        String id = "eui."
                + estate.world()
                        .random()
                        .guid("host/" + host + "/system")
                        .toString()
                        .replace("-", "")
                        .substring(0, 16);
        UUID guid = estate.world().random().guid("host/" + host + "/system/gpt");
        return local(host, 0, id, 480L << 30, "NVMe", "{" + guid + "}", false)
                .with("IsBoot", PsValue.bool(true))
                .with("IsSystem", PsValue.bool(true))
                .with("BootFromDisk", PsValue.bool(true))
                .with("IsClustered", PsValue.bool(false))
                .cim();
    }

    private static Live local(
            Object model, int number, String id, long size, String bus, String guid, boolean offline) {
        return diskOf(model, number, id, size, "\\\\?\\scsi#disk#" + id.toLowerCase(Locale.ROOT))
                .with("FriendlyName", PsValue.string("Quorate Lab Disk"))
                .with("SerialNumber", PsValue.string(id))
                .with("BusType", PsValue.string(bus))
                .with("PartitionStyle", PsValue.string("GPT"))
                .with("Guid", PsValue.string(guid))
                .with("NumberOfPartitions", Shapes.uint32(2))
                .with("OperationalStatus", PsValue.string(offline ? "Offline" : "Online"))
                .with("HealthStatus", PsValue.string("Healthy"))
                .with("IsOffline", PsValue.bool(offline))
                .with("IsReadOnly", PsValue.bool(false));
    }

    // partitions and volumes

    LiveObject partition(SanDisk disk, Gpt.Partition partition) {
        UUID guid = partition.guid();
        UUID type = partition.type();
        boolean offline = disks().offline(disk);
        List<PsValue> paths =
                guid == null || !partition.data() || offline ? List.of() : List.of(PsValue.string(volumePath(guid)));
        return new Live("MSFT_Partition", new PartitionModel(disk, partition), "MSFT_Partition")
                .extra("DiskId", PsValue.string(path(disk)))
                .extra("Offset", Shapes.uint64(partition.offset()))
                .extra("Type", PsValue.string(word(partition)))
                .extra(
                        "UniqueId",
                        guid == null
                                ? PsValue.string(disk.naa() + "/" + partition.number())
                                : PsValue.string("{" + guid + "}" + disk.naa()))
                .with("DiskNumber", Shapes.uint32(disk.number()))
                .with("PartitionNumber", Shapes.uint32(partition.number()))
                .with("AccessPaths", paths)
                .with("Size", Shapes.uint64(partition.size()))
                .with("GptType", type == null ? null : PsValue.string("{" + type + "}"))
                .with("Guid", guid == null ? null : PsValue.string("{" + guid + "}"))
                .with("OperationalStatus", PsValue.string(offline ? "Offline" : "Online"))
                .with("IsOffline", PsValue.bool(offline))
                .with("IsReadOnly", PsValue.bool(disks().readOnly(disk)))
                .with("IsSystem", PsValue.bool(false))
                .with("IsBoot", PsValue.bool(false))
                .with("IsActive", PsValue.bool(false))
                .with("IsHidden", PsValue.bool(!partition.data()))
                .with("IsShadowCopy", PsValue.bool(false))
                .with("NoDefaultDriveLetter", PsValue.bool(true))
                .cim();
    }

    private static String word(Gpt.Partition partition) {
        UUID type = partition.type();
        return type == null
                ? partition.name()
                : type.equals(Gpt.DATA) ? "Basic" : partition.data() ? "Unknown" : "Reserved";
    }

    static String volumePath(UUID guid) {
        return "\\\\?\\Volume{" + guid + "}\\";
    }

    /** Returns the volume of a partition, or null where Windows has none: an offline disk, its own partition, or one it cannot read. */
    @Nullable
    LiveObject volume(SanDisk disk, Gpt.Partition partition) {
        UUID guid = partition.guid();
        Optional<Ntfs.Volume> volume = disks().volume(disk, partition);
        if (guid == null || !partition.data() || disks().offline(disk) || volume.isEmpty()) {
            return null;
        }
        Ntfs.Volume content = volume.get();
        boolean csv = disks().clusterOf(disk).stream()
                .flatMap(c -> c.volumes().stream())
                .anyMatch(r -> disk.naa().equals(r.disk()));
        String fileSystem = csv && !content.fileSystem().isEmpty() ? "CSVFS" : content.fileSystem();
        String type = content.fileSystem().isEmpty()
                ? "Unknown"
                : csv ? "CSVFS_" + content.fileSystem() : content.fileSystem();
        return new Live("MSFT_Volume", new VolumeModel(disk, partition), "MSFT_Volume")
                .extra("ObjectId", PsValue.string(volumePath(guid)))
                .extra("UniqueId", PsValue.string(volumePath(guid)))
                .extra("AllocationUnitSize", Shapes.uint32(content.clusterSize()))
                .extra("OperationalStatus", PsValue.string(content.fileSystem().isEmpty() ? "Unknown" : "OK"))
                .with("Path", PsValue.string(volumePath(guid)))
                .with("HealthStatus", PsValue.string("Healthy"))
                .with("FileSystem", PsValue.string(fileSystem))
                .with("FileSystemLabel", PsValue.string(content.label()))
                .with("FileSystemType", PsValue.string(type))
                .with("Size", Shapes.uint64(content.fileSystem().isEmpty() ? 0 : partition.size()))
                .with("SizeRemaining", Shapes.uint64(content.fileSystem().isEmpty() ? 0 : partition.size() / 10 * 9))
                .with("DriveType", PsValue.string("Fixed"))
                .with("DedupMode", PsValue.string("NotAvailable"))
                .cim();
    }
}
