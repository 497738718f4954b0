package io.quorate.lab.rule;

import io.quorate.lab.model.CimRefusal;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.HostDisks;
import io.quorate.lab.model.IscsiSession;
import io.quorate.lab.model.SanDisk;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The disks of the session's host. Only an appliance's units can be changed; the others are shown. */
final class DiskRules {
    private static final String MODULE = "Storage\\";
    private static final Duration RESCAN = Duration.ofSeconds(1);

    private DiskRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Update-HostStorageCache", Set.of(), call -> {
            call.take(RESCAN);
            call.change(() -> call.estate().hostDisks().scan(call.host()));
        });
        rules.add(MODULE + "Get-StorageSetting", Set.of(), DiskRules::setting);
        rules.add(MODULE + "Set-StorageSetting", Set.of("NewDiskPolicy"), DiskRules::setSetting);
        rules.add(
                MODULE + "Get-Disk",
                Set.of(
                        "Number",
                        "UniqueId",
                        "FriendlyName",
                        "SerialNumber",
                        "Path",
                        "iSCSISession",
                        "iSCSIConnection",
                        "Partition"),
                call -> disks(call).forEach(call::write));
        rules.add(
                MODULE + "Set-Disk",
                Set.of("Number", "UniqueId", "Path", "InputObject", "IsOffline", "IsReadOnly", "Guid"),
                DiskRules::set);
        rules.add(
                MODULE + "Initialize-Disk",
                Set.of("Number", "UniqueId", "FriendlyName", "Path", "InputObject", "PartitionStyle", "PassThru"),
                DiskRules::initialise);
        rules.add(
                MODULE + "Clear-Disk",
                Set.of(
                        "Number",
                        "UniqueId",
                        "FriendlyName",
                        "Path",
                        "InputObject",
                        "RemoveData",
                        "RemoveOEM",
                        "PassThru"),
                call -> each(call, d -> {
                    call.change(
                            () -> call.estate().hostDisks().clear(d, call.args().on("RemoveData")));
                    pass(call, d);
                }));
        rules.add(
                MODULE + "Update-Disk",
                Set.of("Number", "UniqueId", "FriendlyName", "Path", "InputObject", "PassThru"),
                call -> each(call, d -> pass(call, d)));
    }

    // finding

    /** All disks of the host: the one it starts from, the shared ones it sees, the appliances' units. */
    private static List<LiveObject> all(Call call) {
        CimObjects cim = call.cim();
        List<LiveObject> all = new ArrayList<>(List.of(cim.system(call.host())));
        for (DiskState disk : call.estate().disks()) {
            if (disk.seenBy().contains(call.host())) {
                all.add(cim.shared(call.host(), disk));
            }
        }
        HostDisks disks = call.estate().hostDisks();
        for (SanDisk disk : disks.of(call.host())) {
            if (call.estate().diskCopies() && disks.clusterOf(disk).isPresent()) {
                call.estate().hosts().stream()
                        .filter(other -> !other.name().equals(call.host()))
                        .flatMap(other -> disks.of(other.name()).stream())
                        .filter(copy -> copy.naa().equals(disk.naa())
                                && disks.clusterOf(copy).equals(disks.clusterOf(disk)))
                        .forEach(copy -> all.add(cim.disk(copy)));
            }
            all.add(cim.disk(disk));
        }
        return all;
    }

    static List<LiveObject> disks(Call call) {
        List<LiveObject> all = all(call);
        for (String parameter : List.of("iSCSISession", "iSCSIConnection")) {
            if (call.args().has(parameter)) {
                List<Integer> numbers = call.models(parameter, IscsiSession.class).stream()
                        .map(IscsiSession::number)
                        .toList();
                all.removeIf(d -> !(d.model() instanceof SanDisk disk && numbers.contains(disk.session())));
                return all;
            }
        }
        for (String parameter : List.of("InputObject", "Partition")) {
            if (call.args().has(parameter)) {
                List<Object> models = new ArrayList<>();
                call.models(parameter, Record.class)
                        .forEach(m -> models.add(m instanceof CimObjects.PartitionModel p ? p.disk() : m));
                List<LiveObject> found = new ArrayList<>(all);
                found.removeIf(d -> models.stream().noneMatch(m -> same(d.model(), m)));
                return found;
            }
        }
        for (String property : List.of("Number", "UniqueId", "Path", "FriendlyName", "SerialNumber")) {
            List<String> wanted = call.args().texts(property);
            if (!wanted.isEmpty()) {
                return matching(call, all, property, wanted);
            }
        }
        return all;
    }

    private static boolean same(Object model, Object wanted) {
        return model instanceof SanDisk a && wanted instanceof SanDisk b
                ? a.key().equals(b.key())
                : model.equals(wanted);
    }

    private static List<LiveObject> matching(Call call, List<LiveObject> all, String property, List<String> wanted) {
        List<LiveObject> found = new ArrayList<>();
        for (String value : wanted) {
            boolean wildcards = property.equals("FriendlyName") || property.equals("SerialNumber");
            List<LiveObject> matches = all.stream()
                    .filter(d -> {
                        String text = String.valueOf(Values.text(d.properties().get(property)));
                        return wildcards ? Call.like(text, value) : text.equalsIgnoreCase(value);
                    })
                    .toList();
            if (matches.isEmpty() && !(wildcards && Call.wild(value))) {
                call.none("MSFT_Disk", property, value);
            }
            found.addAll(matches);
        }
        return found;
    }

    /** Works on each disk that the arguments name; one that refuses does not keep the others from it. */
    private static void each(Call call, Consumer<SanDisk> action) {
        for (LiveObject found : disks(call)) {
            if (!(found.model() instanceof SanDisk disk)) {
                throw call.notSimulated("of a disk that is no appliance's");
            }
            try {
                action.accept(settled(call, disk));
            } catch (CimRefusal refusal) {
                call.error(call.errors().cim(refusal));
            }
        }
    }

    /** Waits while requests to a disk are held; then it is back, or gone. */
    static SanDisk settled(Call call, SanDisk disk) {
        HostDisks disks = call.estate().hostDisks();
        call.await(
                "disk " + disk.number() + " to answer",
                () -> disks.now(disk).filter(d -> d.lostAt() != null).isEmpty(),
                call.estate().storageTimings().hold().plusSeconds(1));
        return disks.now(disk).orElseThrow(() -> new CimRefusal(CimRefusal.Reason.HARDWARE_ERROR));
    }

    private static void pass(Call call, SanDisk disk) {
        if (call.args().on("PassThru")) {
            call.estate()
                    .hostDisks()
                    .now(disk)
                    .ifPresent(d -> call.write(call.cim().disk(d)));
        }
    }

    // changing

    private static void set(Call call) {
        String guid = call.args().text("Guid");
        each(
                call,
                disk -> call.change(() -> {
                    HostDisks disks = call.estate().hostDisks();
                    if (call.args().has("IsOffline")) {
                        disks.setOffline(disk, call.args().on("IsOffline"));
                    }
                    if (call.args().has("IsReadOnly")) {
                        disks.setReadOnly(disk, call.args().on("IsReadOnly"));
                    }
                    if (guid != null) {
                        disks.setGuid(disks.now(disk).orElse(disk), guid(guid));
                    }
                }));
    }

    static UUID guid(String text) {
        try {
            return UUID.fromString(text.replaceAll("[{}]", ""));
        } catch (IllegalArgumentException e) {
            throw new CimRefusal(CimRefusal.Reason.INVALID_PARAMETER);
        }
    }

    private static void initialise(Call call) {
        String style = call.args().text("PartitionStyle");
        if (style != null && !style.equalsIgnoreCase("GPT") && !style.equals("2")) {
            throw call.notSimulated("-PartitionStyle " + style);
        }
        each(call, disk -> {
            call.change(() -> call.estate().hostDisks().initialise(disk));
            pass(call, disk);
        });
    }

    private static void setting(Call call) {
        int policy = call.estate().initiators().state(call.host()).newDiskPolicy();
        call.write(new Live("MSFT_StorageSetting", call.host(), "MSFT_StorageSetting")
                .with("NewDiskPolicy", PsValue.string(policy(policy)))
                .with("ScrubPolicy", PsValue.string("Clear"))
                .cim());
    }

    private static String policy(int number) {
        return switch (number) {
            case 1 -> "OnlineAll";
            case 3 -> "OfflineAll";
            case 4 -> "OfflineInternal";
            default -> "OfflineShared";
        };
    }

    private static void setSetting(Call call) {
        String wanted = call.args().text("NewDiskPolicy");
        int number = number(wanted);
        if (number == 0) {
            throw new CimRefusal(CimRefusal.Reason.INVALID_PARAMETER);
        }
        call.change(() -> call.estate().initiators().setNewDiskPolicy(call.host(), number));
    }

    private static int number(@Nullable String policy) {
        return switch (String.valueOf(policy).toLowerCase(Locale.ROOT)) {
            case "onlineall", "1" -> 1;
            case "offlineshared", "2" -> 2;
            case "offlineall", "3" -> 3;
            case "offlineinternal", "4" -> 4;
            default -> 0;
        };
    }
}
