package io.quorate.lab.rule;

import io.quorate.lab.model.ReplicaSetup;
import io.quorate.lab.model.ReplicaSide;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a machine is replicated, as arguments of the cmdlets and as properties of what they put out. */
final class ReplicaSettings {
    private static final Set<String> COMMON = Set.of(
            "VM",
            "ReplicaServerPort",
            "AuthenticationType",
            "CertificateThumbprint",
            "CompressionEnabled",
            "ReplicationFrequencySec",
            "RecoveryHistory",
            "VSSSnapshotFrequencyHour",
            "AutoResynchronizeEnabled",
            "AutoResynchronizeIntervalStart",
            "AutoResynchronizeIntervalEnd");

    private ReplicaSettings() {}

    /** Returns the parameters of enabling. */
    static Set<String> enabling() {
        return with("ReplicaServerName", "ExcludedVhdPath");
    }

    /** Returns the parameters of changing. */
    static Set<String> changing() {
        return with("Reverse", "DisableVSSSnapshotReplication", "ReplicatedDiskPaths");
    }

    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(COMMON);
        all.addAll(List.of(more));
        return all;
    }

    /** Reads what a machine is to be enabled with. */
    static ReplicaSetup enabled(Call call) {
        return setup(
                call,
                new ReplicaSetup(
                        text(call, "ReplicaServerName", ""),
                        0,
                        1,
                        "",
                        300,
                        0,
                        0,
                        false,
                        call.args().texts("ExcludedVhdPath"),
                        false,
                        Duration.ofMinutes(18 * 60 + 30),
                        Duration.ofHours(6)));
    }

    /** Reads what a machine is to be replicated with henceforth. */
    static ReplicaSetup changed(Call call, VmState vm, ReplicaSetup was) {
        ReplicaSetup setup = setup(call, was);
        int hours = call.args().on("DisableVSSSnapshotReplication") ? 0 : setup.vssHours();
        List<String> replicated = call.args().texts("ReplicatedDiskPaths");
        List<String> excluded = new ArrayList<>(setup.excluded());
        if (!replicated.isEmpty()) {
            excluded.removeIf(disk -> replicated.stream().anyMatch(disk::equalsIgnoreCase));
            if (vm.disks().stream()
                    .filter(disk -> replicated.stream().noneMatch(disk::equalsIgnoreCase))
                    .anyMatch(disk -> excluded.stream().noneMatch(disk::equalsIgnoreCase))) {
                throw call.notSimulated("that leaves a disk out that is replicated");
            }
        }
        return new ReplicaSetup(
                setup.server(),
                setup.port(),
                setup.authentication(),
                setup.thumbprint(),
                setup.frequency(),
                setup.points(),
                hours,
                setup.compression(),
                excluded,
                setup.auto(),
                setup.from(),
                setup.until());
    }

    private static ReplicaSetup setup(Call call, ReplicaSetup was) {
        return new ReplicaSetup(
                was.server(),
                number(call, "ReplicaServerPort", was.port()),
                authentication(call, "AuthenticationType", was.authentication()),
                text(call, "CertificateThumbprint", was.thumbprint()),
                number(call, "ReplicationFrequencySec", was.frequency()),
                number(call, "RecoveryHistory", was.points()),
                number(call, "VSSSnapshotFrequencyHour", was.vssHours()),
                flag(call, "CompressionEnabled", was.compression()),
                was.excluded(),
                flag(call, "AutoResynchronizeEnabled", was.auto()),
                time(call, "AutoResynchronizeIntervalStart", was.from()),
                time(call, "AutoResynchronizeIntervalEnd", was.until()));
    }

    static int authentication(Call call, String parameter, int otherwise) {
        Object value = call.args().get(parameter);
        Long number = Values.number(value);
        String text = Values.text(value);
        if (number != null) {
            return number.intValue();
        }
        return text == null
                ? otherwise
                : switch (text) {
                    case "Kerberos" -> 1;
                    case "Certificate" -> 2;
                    default -> 3;
                };
    }

    static int number(Call call, String parameter, int otherwise) {
        Long number = Values.number(call.args().get(parameter));
        return number == null ? otherwise : number.intValue();
    }

    static String text(Call call, String parameter, String otherwise) {
        String text = call.args().text(parameter);
        return text == null ? otherwise : text;
    }

    private static boolean flag(Call call, String parameter, boolean otherwise) {
        return call.args().get(parameter) == null ? otherwise : call.args().on(parameter);
    }

    private static Duration time(Call call, String parameter, Duration otherwise) {
        @Nullable Object value = call.args().get(parameter);
        PsPrimitive primitive = value instanceof PsValue given ? given.primitive() : null;
        return primitive != null && primitive.value() instanceof Duration span ? span : otherwise;
    }

    /** Adds what a side tells of its settings; a replica tells neither port nor certificate. */
    static Live tell(Call call, Live live, ReplicaSide side) {
        ReplicaSetup setup = side.setup();
        boolean sends = side.mode() == ReplicaSide.Mode.PRIMARY;
        return live.number("ReplicationFrequencySec", setup.frequency())
                .number("RecoveryHistory", setup.points())
                .number("AuthenticationType", setup.authentication())
                .number("ReplicaServerPort", sends ? setup.port() : 0)
                .with("CertificateThumbprint", PsValue.string(sends ? setup.thumbprint() : ""))
                .with("CompressionEnabled", PsValue.bool(setup.compression()))
                .with("VSSSnapshotReplicationEnabled", PsValue.bool(setup.vssHours() > 0))
                .number("VSSSnapshotFrequencyHour", setup.vssHours())
                .with("AutoResynchronizeEnabled", PsValue.bool(setup.auto()))
                .with("AutoResynchronizeIntervalStart", span(setup.from()))
                .with("AutoResynchronizeIntervalEnd", span(setup.until()))
                .with(
                        "ExcludedDisks",
                        sends
                                ? call.estate()
                                        .hypervisor()
                                        .find(side.vm())
                                        .map(vm -> setup.excluded().stream()
                                                .map(disk -> LiveObjects.drive(vm, disk))
                                                .toList())
                                        .orElse(List.of())
                                : List.of());
    }

    private static PsValue span(Duration value) {
        return new PsPrimitive(PsType.TIME_SPAN, value);
    }
}
