package io.quorate.winrm.recipe.host;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.san.Naa;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that read disks, partitions and volumes, with the properties they ask for and the decoders of their answers. */
final class DiskReads {
    /** The GPT type of a partition of data. */
    static final String BASIC = "{ebd0a0a2-b9e5-4433-87c0-68b6b72699c7}";

    /** The GPT type of the partition that Windows reserves for itself when it initialises a disk. */
    static final String RESERVED = "{e3c9e316-0b5c-4db8-817d-f92df00215ae}";

    private static final List<String> DISK = List.of(
            "UniqueId",
            "UniqueIdFormat",
            "Number",
            "Size",
            "PartitionStyle",
            "Guid",
            "IsOffline",
            "IsReadOnly",
            "IsClustered",
            "BusType",
            "OperationalStatus",
            "NumberOfPartitions");
    private static final List<String> PARTITION = List.of("PartitionNumber", "Guid", "GptType", "Size");
    private static final List<String> VOLUME =
            List.of("UniqueId", "FileSystem", "FileSystemType", "FileSystemLabel", "AllocationUnitSize");

    private static final Words STYLE = Words.of(0, "RAW").and(1, "MBR").and(2, "GPT");
    private static final Words ID_FORMAT = Words.of(0, "Vendor Specific")
            .and(1, "Vendor Id")
            .and(2, "EUI64")
            .and(3, "FCPH Name")
            .and(8, "SCSI Name String");
    private static final Words BUS = Words.of(0, "Unknown")
            .and(1, "SCSI")
            .and(2, "ATAPI")
            .and(3, "ATA")
            .and(4, "1394")
            .and(5, "SSA")
            .and(6, "Fibre Channel")
            .and(7, "USB")
            .and(8, "RAID")
            .and(9, "iSCSI")
            .and(10, "SAS")
            .and(11, "SATA")
            .and(12, "SD")
            .and(13, "MMC")
            .and(14, "Virtual")
            .and(15, "File Backed Virtual")
            .and(16, "Storage Spaces")
            .and(17, "NVMe");
    private static final Words FILE_SYSTEM = Words.of(0, "Unknown")
            .and(14, "NTFS")
            .and(15, "ReFS")
            .and(32768, "CSVFS_NTFS")
            .and(32769, "CSVFS_ReFS");

    /** The words and numbers of an operational status in which a disk's partition table could be read. */
    private static final List<String> READABLE = List.of("Online", "OK", "53264", "2");

    /**
     * A disk as Windows lists it.
     *
     * @param disk what of it is told on
     * @param readable whether its partition table could be read
     * @param partitions how many partitions Windows counts on it
     * @param rawGuid the GPT disk's GUID as Windows spells it
     */
    record DiskRow(
            HostDisk disk,
            boolean readable,
            long partitions,
            @Nullable String rawGuid) {
        Seen seen() {
            return new Seen(
                    disk.uniqueId(),
                    new PsPrimitive(
                            PsType.UINT64, BigInteger.valueOf(disk.size().bytes())),
                    PsValue.int64(partitions),
                    rawGuid == null ? null : PsValue.string(rawGuid));
        }
    }

    /**
     * What tells a disk, and that it is as it was.
     *
     * @param guid null for a disk without a GPT
     */
    record Seen(
            String uniqueId,
            PsValue size,
            PsValue partitions,
            @Nullable PsValue guid) {}

    /** A partition: its GPT type in lower case, empty on an MBR disk. */
    record PartitionRow(long number, String type, Size size) {
        boolean reserved() {
            return type.equals(RESERVED);
        }

        boolean basic() {
            return type.equals(BASIC);
        }
    }

    /** A volume with its file system as it came, for a later comparison with itself. */
    record VolumeRow(DiskVolume volume, String type, PsValue rawFileSystem) {
        boolean ntfs() {
            return type.equalsIgnoreCase("NTFS")
                    || type.equalsIgnoreCase("CSVFS_NTFS")
                    || (type.isEmpty() && volume.fileSystem().equalsIgnoreCase("NTFS"));
        }

        /** Tells whether Windows sees no file system: there never was one, or it is damaged, or locked. */
        boolean bare() {
            boolean noWord =
                    volume.fileSystem().isBlank() || volume.fileSystem().equalsIgnoreCase("RAW");
            boolean noType = type.isEmpty() || type.equalsIgnoreCase("Unknown") || type.equalsIgnoreCase("RAW");
            return noWord && noType;
        }
    }

    /** A look at one disk and what it carries. */
    record Look(DiskRow row, DiskContent content, @Nullable VolumeRow volume) {}

    private DiskReads() {}

    // statements

    static List<PsCommand> disks() {
        return Cmdlet.GET_DISK.line().select(DISK);
    }

    static Line projectDisk() {
        return Cmdlet.SELECT_OBJECT.line().with("Property", DISK);
    }

    static Line live(String uniqueId) {
        return Cmdlet.GET_DISK.line().with("UniqueId", List.of(uniqueId));
    }

    /**
     * Pipes the live disk into more, if it is still as it was seen: whatever follows never meets another disk, nor this one after somebody else
     * changed it.
     */
    static PsPipeline change(Seen seen, Line... then) {
        List<Line> lines = new ArrayList<>();
        lines.add(live(seen.uniqueId()));
        lines.add(Line.where("Size", seen.size()));
        lines.add(Line.where("NumberOfPartitions", seen.partitions()));
        lines.add(Line.where("IsClustered", PsValue.bool(false)));
        lines.add(Line.where("IsOffline", PsValue.bool(false)));
        PsValue guid = seen.guid();
        if (guid != null) {
            lines.add(Line.where("Guid", guid));
        }
        lines.addAll(List.of(then));
        return Line.message(Line.statement(lines));
    }

    static PsPipeline partitionsMessage(String uniqueId) {
        return Line.message(Line.statement(
                live(uniqueId),
                Cmdlet.GET_PARTITION.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", PARTITION)));
    }

    static PsPipeline volumesMessage(String uniqueId) {
        return Line.message(Line.statement(
                live(uniqueId),
                Cmdlet.GET_PARTITION.line(),
                Line.where("GptType", BASIC),
                Cmdlet.GET_VOLUME.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", VOLUME)));
    }

    // looks

    static List<DiskRow> disks(String host, PowerShell shell) {
        return disks(host, shell.run(Line.message(disks())));
    }

    /** Finds the disk in a fresh list; fails with not found if it is not there. */
    static DiskRow disk(String host, Naa naa, PowerShell shell) {
        return disks(host, shell).stream()
                .filter(row -> naa.equals(row.disk().naa()))
                .findFirst()
                .orElseThrow(() -> Answers.notFound("the host lists no disk " + naa
                        + ": has it a session to the target, and were its disks rescanned?"));
    }

    /** Looks at a disk and what it carries, as deep as is needed to tell. */
    static Look look(String host, Naa naa, PowerShell shell) {
        DiskRow row = disk(host, naa, shell);
        String uniqueId = row.disk().uniqueId();
        boolean table = row.readable() && !row.disk().offline() && row.disk().style() == PartitionStyle.GPT;
        List<PartitionRow> partitions =
                table ? partitions(Answers.orNone(shell, partitionsMessage(uniqueId))) : List.of();
        boolean volume = partitions.stream().filter(PartitionRow::basic).count() == 1;
        List<VolumeRow> volumes = volume ? volumes(Answers.orNone(shell, volumesMessage(uniqueId))) : List.of();
        return new Look(row, ContentJudge.judge(row, partitions, volumes), volumes.size() == 1 ? volumes.get(0) : null);
    }

    // decoders

    /** Decodes disks, each once: where clustering is installed, Windows lists a disk for each of its providers. */
    static List<DiskRow> disks(String host, List<PsValue> output) {
        Map<String, DiskRow> byId = new LinkedHashMap<>();
        for (PsValue value : output) {
            DiskRow row = disk(host, value);
            String id = row.disk().uniqueId().toUpperCase(Locale.ROOT);
            byId.merge(id.isEmpty() ? "number " + byId.size() : id, row, DiskReads::merged);
        }
        return List.copyOf(byId.values());
    }

    /** The copy with a number on this host counts; what speaks against touching the disk counts from either. */
    private static DiskRow merged(DiskRow one, DiskRow other) {
        DiskRow base = one.disk().number() >= 0 ? one : other;
        DiskRow more = base == one ? other : one;
        HostDisk disk = base.disk();
        HostDisk merged = new HostDisk(
                disk.host(),
                disk.uniqueId(),
                disk.naa(),
                disk.number(),
                disk.size(),
                disk.style() == more.disk().style() ? disk.style() : PartitionStyle.UNKNOWN,
                disk.guid(),
                disk.offline(),
                disk.readOnly(),
                disk.clustered() || more.disk().clustered(),
                disk.bus());
        return new DiskRow(
                merged,
                base.readable() && more.readable(),
                Math.max(base.partitions(), more.partitions()),
                base.rawGuid());
    }

    private static DiskRow disk(String host, PsValue value) {
        Decode from = Decode.of(value, "disk");
        String uniqueId = from.textOrEmpty("UniqueId").strip();
        String rawGuid = from.textOrEmpty("Guid");
        boolean offline = from.flagOr("IsOffline", true);
        List<String> status = from.texts("OperationalStatus");
        long size = Math.max(0, from.int64Or("Size", 0));
        return new DiskRow(
                new HostDisk(
                        host,
                        uniqueId,
                        naa(uniqueId, from.wordOr("UniqueIdFormat", ID_FORMAT, "")),
                        from.int64Or("Number", -1),
                        Size.bytes(size),
                        style(from),
                        guid(rawGuid),
                        offline,
                        from.flagOr("IsReadOnly", true),
                        from.flagOr("IsClustered", true),
                        from.wordOr("BusType", BUS, "Unknown")),
                size > 0 && status.stream().anyMatch(READABLE::contains),
                from.int64Or("NumberOfPartitions", -1),
                rawGuid.isBlank() ? null : rawGuid);
    }

    private static PartitionStyle style(Decode from) {
        String word = from.wordOr("PartitionStyle", STYLE, "");
        for (PartitionStyle style : PartitionStyle.values()) {
            if (style.name().equalsIgnoreCase(word)) {
                return style;
            }
        }
        return PartitionStyle.UNKNOWN;
    }

    private static @Nullable UUID guid(String raw) {
        try {
            return raw.isBlank() ? null : UUID.fromString(raw.strip().replaceAll("[{}]", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The identity of a logical unit, if the unique id is one. Windows says of what kind an id is; where it does not, the digit that says so in
     * an NAA identifier decides, together with the length that goes with it.
     */
    private static @Nullable Naa naa(String uniqueId, String format) {
        String hex = uniqueId.toLowerCase(Locale.ROOT).replaceFirst("^naa\\.", "");
        boolean other = format.equals("EUI64") || format.equals("Vendor Id");
        boolean naa = hex.matches("[235][0-9a-f]{15}|6[0-9a-f]{31}");
        return naa && !other ? Naa.of(hex) : null;
    }

    private static List<PartitionRow> partitions(List<PsValue> output) {
        Map<String, PartitionRow> once = new LinkedHashMap<>();
        for (PsValue value : output) {
            Decode from = Decode.of(value, "partition");
            long number = from.int64Or("PartitionNumber", -1);
            PartitionRow row = new PartitionRow(
                    number,
                    from.textOrEmpty("GptType").strip().toLowerCase(Locale.ROOT),
                    Size.bytes(Math.max(0, from.int64Or("Size", 0))));
            // One without a number is never taken for another: it speaks against touching the disk.
            once.put(number < 0 ? "odd " + once.size() : number + from.textOrEmpty("Guid"), row);
        }
        return List.copyOf(once.values());
    }

    private static List<VolumeRow> volumes(List<PsValue> output) {
        Map<String, VolumeRow> once = new LinkedHashMap<>();
        for (PsValue value : output) {
            Decode from = Decode.of(value, "volume");
            long unit = from.int64Or("AllocationUnitSize", 0);
            DiskVolume volume = new DiskVolume(
                    from.textOrEmpty("FileSystem").strip(),
                    from.textOrEmpty("FileSystemLabel"),
                    unit > 0 ? Size.bytes(unit) : null);
            String type = from.wordOr("FileSystemType", FILE_SYSTEM, "");
            PsValue raw = from.raw("FileSystem");
            String id = from.textOrEmpty("UniqueId");
            once.put(
                    id.isBlank() ? "odd " + once.size() : id,
                    new VolumeRow(volume, type.strip(), raw == null ? PsNil.NIL : raw));
        }
        return List.copyOf(once.values());
    }
}
