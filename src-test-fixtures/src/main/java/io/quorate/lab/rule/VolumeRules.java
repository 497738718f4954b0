package io.quorate.lab.rule;

import io.quorate.lab.model.CimRefusal;
import io.quorate.lab.model.Gpt;
import io.quorate.lab.model.HostDisks;
import io.quorate.lab.model.SanDisk;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Partitions and volumes of the appliances' units on the session's host, read from their bytes. */
final class VolumeRules {
    private static final String MODULE = "Storage\\";
    private static final Duration FORMAT = Duration.ofSeconds(2);

    private VolumeRules() {}

    static void addTo(Rules rules) {
        rules.add(
                MODULE + "Get-Partition",
                Set.of("DiskNumber", "PartitionNumber", "DiskId", "Offset", "UniqueId", "Disk", "Volume"),
                call -> partitions(call).forEach(p -> call.write(call.cim().partition(p.disk(), p.partition()))));
        rules.add(
                MODULE + "New-Partition",
                Set.of("DiskNumber", "DiskId", "DiskPath", "InputObject", "Size", "UseMaximumSize", "GptType"),
                VolumeRules::create);
        rules.add(
                MODULE + "Get-Volume",
                Set.of("Partition", "UniqueId", "ObjectId", "Path", "FileSystemLabel"),
                call -> volumes(call).forEach(call::write));
        rules.add(
                MODULE + "Format-Volume",
                Set.of(
                        "Partition",
                        "InputObject",
                        "ObjectId",
                        "Path",
                        "FileSystemLabel",
                        "FileSystem",
                        "NewFileSystemLabel",
                        "AllocationUnitSize",
                        "Full",
                        "Force"),
                VolumeRules::format);
    }

    private static HostDisks hostDisks(Call call) {
        return call.estate().hostDisks();
    }

    private static List<CimObjects.PartitionModel> of(Call call, SanDisk disk) {
        List<CimObjects.PartitionModel> found = new ArrayList<>();
        hostDisks(call)
                .table(disk)
                .ifPresent(t -> t.partitions().forEach(p -> found.add(new CimObjects.PartitionModel(disk, p))));
        return found;
    }

    private static List<CimObjects.PartitionModel> all(Call call) {
        List<CimObjects.PartitionModel> all = new ArrayList<>();
        hostDisks(call).of(call.host()).forEach(d -> all.addAll(of(call, d)));
        return all;
    }

    private static List<CimObjects.PartitionModel> partitions(Call call) {
        List<CimObjects.PartitionModel> all = all(call);
        if (call.args().has("Disk")) {
            List<SanDisk> piped = call.models("Disk", SanDisk.class);
            if (piped.isEmpty()) {
                throw call.notSimulated("of a disk that is no appliance's");
            }
            all.removeIf(
                    p -> piped.stream().noneMatch(d -> d.key().equals(p.disk().key())));
            return all;
        }
        if (call.args().has("Volume")) {
            List<CimObjects.VolumeModel> piped = call.models("Volume", CimObjects.VolumeModel.class);
            all.removeIf(p -> piped.stream()
                    .noneMatch(v -> v.disk().key().equals(p.disk().key())
                            && v.partition().equals(p.partition())));
            return all;
        }
        List<String> numbers = call.args().texts("PartitionNumber");
        for (String property : List.of("DiskNumber", "DiskId", "UniqueId")) {
            List<String> wanted = call.args().texts(property);
            for (String value : wanted) {
                if (all.stream().noneMatch(p -> has(call, p, property, value))) {
                    call.none("MSFT_Partition", property, value);
                }
            }
            if (!wanted.isEmpty()) {
                all.removeIf(p -> wanted.stream().noneMatch(w -> has(call, p, property, w)));
            }
        }
        if (!numbers.isEmpty()) {
            all.removeIf(p -> !numbers.contains(Integer.toString(p.partition().number())));
        }
        List<String> offsets = call.args().texts("Offset");
        if (!offsets.isEmpty()) {
            all.removeIf(p -> !offsets.contains(Long.toString(p.partition().offset())));
        }
        return all;
    }

    private static boolean has(Call call, CimObjects.PartitionModel partition, String property, String value) {
        Object held = call.cim()
                .partition(partition.disk(), partition.partition())
                .properties()
                .get(property);
        return value.equalsIgnoreCase(Values.text(held))
                || property.equals("DiskId")
                        && value.equalsIgnoreCase(partition.disk().naa());
    }

    private static void create(Call call) {
        Long size = Values.number(call.args().get("Size"));
        boolean most = call.args().on("UseMaximumSize");
        if (most == (size != null)) {
            throw new CimRefusal(CimRefusal.Reason.SIZE_MISSING);
        }
        long wanted = size == null ? 0 : Math.max(1, size);
        String type = call.args().text("GptType");
        for (SanDisk disk : targets(call)) {
            SanDisk ready = DiskRules.settled(call, disk);
            Gpt.Partition made = call.change(
                    () -> hostDisks(call).partition(ready, wanted, type == null ? null : DiskRules.guid(type)));
            call.write(call.cim().partition(ready, made));
        }
    }

    private static List<SanDisk> targets(Call call) {
        List<SanDisk> found = new ArrayList<>(call.models("InputObject", SanDisk.class));
        if (call.args().has("InputObject")) {
            return found;
        }
        for (String property : List.of("DiskNumber", "DiskId", "DiskPath")) {
            for (String value : call.args().texts(property)) {
                List<SanDisk> matches = hostDisks(call).of(call.host()).stream()
                        .filter(d -> property.equals("DiskNumber")
                                ? value.equals(Integer.toString(d.number()))
                                : value.equalsIgnoreCase(CimObjects.path(d)) || value.equalsIgnoreCase(d.naa()))
                        .toList();
                if (matches.isEmpty()) {
                    call.none("MSFT_Disk", property, value);
                }
                found.addAll(matches);
            }
        }
        return found;
    }

    private static List<LiveObject> volumes(Call call) {
        List<CimObjects.PartitionModel> partitions = call.args().has("Partition")
                ? current(call, call.models("Partition", CimObjects.PartitionModel.class))
                : all(call);
        List<LiveObject> found = new ArrayList<>();
        for (CimObjects.PartitionModel partition : partitions) {
            LiveObject volume = call.cim().volume(partition.disk(), partition.partition());
            if (volume != null) {
                found.add(volume);
            }
        }
        for (String property : List.of("UniqueId", "ObjectId", "Path", "FileSystemLabel")) {
            for (String value : call.args().texts(property)) {
                if (found.stream().noneMatch(v -> value.equalsIgnoreCase(text(v, property)))) {
                    call.none("MSFT_Volume", property, value);
                }
            }
            List<String> wanted = call.args().texts(property);
            if (!wanted.isEmpty()) {
                found.removeIf(v -> wanted.stream().noneMatch(w -> w.equalsIgnoreCase(text(v, property))));
            }
        }
        return found;
    }

    private static String text(LiveObject volume, String property) {
        return String.valueOf(Values.text(volume.properties().get(property)));
    }

    /** The partitions as they are now: a live object may be older than its disk. */
    private static List<CimObjects.PartitionModel> current(Call call, List<CimObjects.PartitionModel> piped) {
        List<CimObjects.PartitionModel> now = all(call);
        now.removeIf(p -> piped.stream()
                .noneMatch(o ->
                        o.disk().key().equals(p.disk().key()) && o.partition().equals(p.partition())));
        return now;
    }

    private static void format(Call call) {
        String fileSystem = call.args().text("FileSystem");
        if (fileSystem != null && !fileSystem.equalsIgnoreCase("NTFS")) {
            throw call.notSimulated("-FileSystem " + fileSystem);
        }
        Long unit = Values.number(call.args().get("AllocationUnitSize"));
        String label = call.args().text("NewFileSystemLabel");
        List<CimObjects.PartitionModel> targets = new ArrayList<>();
        for (CimObjects.VolumeModel v : call.models("InputObject", CimObjects.VolumeModel.class)) {
            targets.add(new CimObjects.PartitionModel(v.disk(), v.partition()));
        }
        if (!call.args().has("InputObject")) {
            for (LiveObject volume : volumes(call)) {
                CimObjects.VolumeModel v = (CimObjects.VolumeModel) volume.model();
                targets.add(new CimObjects.PartitionModel(v.disk(), v.partition()));
            }
            call.models("Partition", CimObjects.PartitionModel.class).forEach(p -> {
                if (!targets.contains(p)
                        && targets.stream().noneMatch(t -> t.partition().equals(p.partition()))) {
                    targets.add(p);
                }
            });
        }
        for (CimObjects.PartitionModel target : targets) {
            SanDisk disk = DiskRules.settled(call, target.disk());
            call.take(FORMAT);
            call.change(() -> hostDisks(call)
                    .format(disk, target.partition(), label == null ? "" : label, unit == null ? 0 : unit));
            LiveObject volume = call.cim().volume(disk, target.partition());
            if (volume != null) {
                call.write(volume);
            }
        }
    }
}
