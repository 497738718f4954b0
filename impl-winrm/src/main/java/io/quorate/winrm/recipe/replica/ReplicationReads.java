package io.quorate.winrm.recipe.replica;

import io.quorate.Size;
import io.quorate.replica.AutoResynchronize;
import io.quorate.replica.ExtendedReplication;
import io.quorate.replica.ReplicaAuthentication;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationHealth;
import io.quorate.replica.ReplicationKind;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.vm.VmState;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.ById;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import io.quorate.winrm.recipe.vm.VmStates;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message that reads all replications of a host with the host's clock, and its decoder. A control read proves that the lists are whole;
 * every enumeration is read from its number, the words are other ones in {@code Msvm_ReplicationRelationship}.
 */
final class ReplicationReads {
    private static final List<String> HOST = List.of("VirtualMachinePath", "ComputerName");
    private static final List<String> MACHINE = List.of("Id", "Name", "State", "ComputerName");
    private static final List<String> REPLICATION = List.of(
            "VMId",
            "ReplicationMode",
            "ReplicationState",
            "ReplicationHealth",
            "ReplicationRelationshipType",
            "PrimaryServerName",
            "ReplicaServerName",
            "ReplicationFrequencySec",
            "RecoveryHistory",
            "LastReplicationTime",
            "TestVirtualMachine",
            "ReplicaServerPort",
            "AuthenticationType",
            "CertificateThumbprint",
            "CompressionEnabled",
            "VSSSnapshotReplicationEnabled",
            "VSSSnapshotFrequencyHour",
            "AutoResynchronizeEnabled",
            "AutoResynchronizeIntervalStart",
            "AutoResynchronizeIntervalEnd",
            "InitialReplicationStartTime");
    private static final List<String> LEFT_OUT = List.of("VMId", "Path", "ControllerLocation");
    private static final List<String> MEASURE = List.of(
            "VMId",
            "ReplicationRelationshipType",
            "LastReplicationType",
            "FailedOverReplicationType",
            "PendingReplicationSize",
            "InitialReplicationSize");
    private static final String HOST_MARK = "VirtualMachinePath";
    private static final String MACHINE_MARK = "Id";
    private static final String REPLICATION_MARK = "ReplicationFrequencySec";
    private static final String MEASURE_MARK = "PendingReplicationSize";
    private static final String LEFT_OUT_MARK = "ControllerLocation";

    private static final Words STATE = Words.of(0, "Disabled")
            .and(1, "ReadyForInitialReplication")
            .and(2, "InitialReplicationInProgress")
            .and(3, "WaitingForInitialReplication")
            .and(4, "Replicating")
            .and(5, "PreparedForFailover")
            .and(6, "FailedOverWaitingCompletion")
            .and(7, "FailedOver")
            .and(8, "Suspended")
            .and(9, "Error")
            .and(10, "WaitingForStartResynchronize")
            .and(11, "Resynchronizing")
            .and(12, "ResynchronizeSuspended")
            .and(13, "RecoveryInProgress")
            .and(14, "FailbackInProgress")
            .and(15, "FailbackComplete")
            .and(16, "WaitingForUpdateCompletion")
            .and(17, "UpdateError")
            .and(18, "WaitingForRepurposeCompletion")
            .and(19, "PreparedForSyncReplication")
            .and(20, "PreparedForGroupReverseReplication")
            .and(21, "FiredrillInProgress");
    private static final Words HEALTH =
            Words.of(0, "NotApplicable").and(1, "Normal").and(2, "Warning").and(3, "Critical");
    private static final Words MODE = Words.of(0, "None")
            .and(1, "Primary")
            .and(2, "Replica")
            .and(3, "TestReplica")
            .and(4, "ExtendedReplica");
    private static final Words KIND = Words.of(0, "None")
            .and(1, "Regular")
            .and(2, "ApplicationConsistent")
            .and(3, "Planned");
    private static final Words RELATIONSHIP = Words.of(0, "Simple").and(1, "Extended");
    private static final Words AUTHENTICATION = Words.of(1, "Kerberos").and(2, "Certificate");
    private static final String SIMPLE = "Simple";
    private static final Duration ONLY_ONE_OF_2012 = Duration.ofMinutes(5);

    /** A machine of the host. */
    private record Machine(UUID id, String name, VmState state) {}

    private ReplicationReads() {}

    /** What is read of one host besides its machines, by the machine. */
    private record Relations(
            Map<UUID, Decode> simple,
            Map<UUID, Decode> extended,
            Map<UUID, Decode> measured,
            Map<UUID, Decode> extendedMeasured,
            Map<UUID, List<String>> leftOut) {}

    /** A replica that is replicated in turn comes as two objects; the disks that are left out come as objects of their own. */
    static PsPipeline message() {
        return message(Cmdlet.GET_VM.line(), List.of());
    }

    /** The same of one machine. */
    private static PsPipeline message(UUID id) {
        Line machine = Cmdlet.GET_VM.line().with("Id", id);
        return message(machine, List.of(machine));
    }

    private static PsPipeline message(Line machines, List<Line> piped) {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HOST),
                Line.statement(Cmdlet.GET_DATE.line()),
                machines.select(MACHINE),
                statement(
                        piped,
                        Cmdlet.GET_VM_REPLICATION.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", REPLICATION)),
                statement(
                        piped,
                        Cmdlet.GET_VM_REPLICATION.line(),
                        Cmdlet.SELECT_OBJECT
                                .line()
                                .with("ExpandProperty", "ExcludedDisks")
                                .quiet(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", LEFT_OUT)),
                statement(
                        piped,
                        Cmdlet.MEASURE_VM_REPLICATION.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", MEASURE)));
    }

    private static List<PsCommand> statement(List<Line> piped, Line... lines) {
        List<Line> all = new ArrayList<>(piped);
        all.addAll(List.of(lines));
        return Line.statement(all);
    }

    /** Decodes the machines that are replicated. */
    static List<VmReplication> list(String host, List<PsValue> output) {
        return all(host, output).stream()
                .filter(one -> !one.mode().equals(ReplicationMode.NONE))
                .toList();
    }

    /**
     * Reads the replication of a machine; one that is not replicated has no mode. The machine is asked for alone first; where the host refuses that, as it
     * may for one that is not replicated, all are read.
     */
    static VmReplication get(String host, UUID id, PowerShell shell) {
        return ById.ask(shell, message(id))
                .flatMap(output -> of(host, id, output))
                .or(() -> of(host, id, shell.run(message())))
                .orElseThrow(() -> Answers.notFound(host + " has no virtual machine with the id " + id));
    }

    private static Optional<VmReplication> of(String host, UUID id, List<PsValue> output) {
        return all(host, output).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private static List<VmReplication> all(String host, List<PsValue> output) {
        List<PsValue> objects = new ArrayList<>();
        PsDateTime clock = null;
        for (PsValue value : output) {
            PsDateTime time = time(value);
            if (time == null) {
                objects.add(value);
            } else {
                clock = time;
            }
        }
        List<String> others = List.of(HOST_MARK, MACHINE_MARK, REPLICATION_MARK, MEASURE_MARK, LEFT_OUT_MARK);
        if (clock == null
                || Decode.all(objects, HOST_MARK, others, value -> value).isEmpty()) {
            throw Decode.badReply("the host did not tell its time or describe itself, so its list proves nothing");
        }
        Map<UUID, List<String>> leftOut = new HashMap<>();
        for (Decode disk : Decode.all(objects, LEFT_OUT_MARK, others, value -> Decode.of(value, "disk left out"))) {
            leftOut.computeIfAbsent(disk.guid("VMId"), id -> new ArrayList<>()).add(disk.textOrEmpty("Path"));
        }
        Relations relations = new Relations(
                relations(objects, REPLICATION_MARK, others, "replication", false),
                relations(objects, REPLICATION_MARK, others, "replication", true),
                relations(objects, MEASURE_MARK, others, "replication's measures", false),
                relations(objects, MEASURE_MARK, others, "replication's measures", true),
                leftOut);
        PsDateTime now = clock;
        return Decode.all(objects, MACHINE_MARK, others, ReplicationReads::machine).stream()
                .map(vm -> replication(host, vm, relations, now))
                .toList();
    }

    private static Machine machine(PsValue value) {
        Decode from = Decode.of(value, "virtual machine");
        return new Machine(from.guid("Id"), from.textOrEmpty("Name"), VmStates.read(from));
    }

    private static Map<UUID, Decode> relations(
            List<PsValue> objects, String mark, List<String> others, String what, boolean extended) {
        Map<UUID, Decode> byId = new HashMap<>();
        for (Decode one : Decode.all(objects, mark, others, value -> Decode.of(value, what))) {
            if (one.wordOr("ReplicationRelationshipType", RELATIONSHIP, SIMPLE).equals(SIMPLE) != extended) {
                byId.putIfAbsent(one.guid("VMId"), one);
            }
        }
        return byId;
    }

    private static VmReplication replication(String host, Machine vm, Relations relations, PsDateTime clock) {
        Decode from = relations.simple().get(vm.id());
        Decode turned = relations.extended().get(vm.id());
        if (from != null) {
            VmReplication own = replication(host, vm, from, relations.measured().get(vm.id()), clock)
                    .settings(settings(from, relations.leftOut().getOrDefault(vm.id(), List.of())))
                    .copiedAt(instantOrNull(from.raw("InitialReplicationStartTime"), clock));
            return turned == null
                    ? own
                    : own.extendedTo(
                            extended(turned, relations.extendedMeasured().get(vm.id()), clock));
        }
        // The last of three may know of nothing but the extension that it is the end of.
        return turned == null
                ? unreplicated(host, vm, clock)
                : replication(host, vm, turned, relations.extendedMeasured().get(vm.id()), clock);
    }

    private static VmReplication unreplicated(String host, Machine vm, PsDateTime clock) {
        return new VmReplication(
                vm.id(),
                vm.name(),
                host,
                vm.state(),
                ReplicationMode.NONE,
                ReplicationState.DISABLED,
                ReplicationHealth.NOT_APPLICABLE,
                "",
                "",
                Duration.ZERO,
                0,
                null,
                ReplicationKind.NONE,
                ReplicationKind.NONE,
                Size.bytes(0),
                Size.bytes(0),
                null,
                instant(clock, clock));
    }

    private static VmReplication replication(
            String host, Machine vm, Decode from, @Nullable Decode measured, PsDateTime clock) {
        return new VmReplication(
                vm.id(),
                vm.name(),
                host,
                vm.state(),
                ReplicationMode.of(from.word("ReplicationMode", MODE)),
                ReplicationState.of(from.word("ReplicationState", STATE)),
                ReplicationHealth.of(from.wordOr("ReplicationHealth", HEALTH, "NotApplicable")),
                from.textOrEmpty("PrimaryServerName"),
                from.textOrEmpty("ReplicaServerName"),
                frequency(from),
                from.countOr("RecoveryHistory", 0),
                instantOrNull(from.raw("LastReplicationTime"), clock),
                kind(measured, "LastReplicationType"),
                kind(measured, "FailedOverReplicationType"),
                size(measured, "PendingReplicationSize"),
                size(measured, "InitialReplicationSize"),
                test(from.raw("TestVirtualMachine")),
                instant(clock, clock));
    }

    private static Duration frequency(Decode from) {
        return from.has("ReplicationFrequencySec") ? from.secondsOrNone("ReplicationFrequencySec") : ONLY_ONE_OF_2012;
    }

    private static ExtendedReplication extended(Decode from, @Nullable Decode measured, PsDateTime clock) {
        return new ExtendedReplication(
                ReplicationState.of(from.word("ReplicationState", STATE)),
                ReplicationHealth.of(from.wordOr("ReplicationHealth", HEALTH, "NotApplicable")),
                from.textOrEmpty("ReplicaServerName"),
                frequency(from),
                instantOrNull(from.raw("LastReplicationTime"), clock),
                size(measured, "PendingReplicationSize"));
    }

    /** A replica knows neither port nor certificate of what it receives from: what it does not tell whole is not told. */
    private static @Nullable ReplicationSettings settings(Decode from, List<String> leftOut) {
        try {
            String authentication = from.wordOr("AuthenticationType", AUTHENTICATION, "");
            String thumbprint = from.textOrEmpty("CertificateThumbprint");
            boolean certificate = authentication.equals("Certificate");
            ReplicationFrequency frequency =
                    ReplicationFrequency.of(frequency(from)).orElse(null);
            if (frequency == null || !certificate && !authentication.equals("Kerberos")) {
                return null;
            }
            return new ReplicationSettings(
                    new ReplicaPartner(
                            from.textOrEmpty("ReplicaServerName"),
                            from.countOr("ReplicaServerPort", 0),
                            certificate ? ReplicaAuthentication.CERTIFICATE : ReplicaAuthentication.KERBEROS,
                            certificate && !thumbprint.isBlank() ? thumbprint : null),
                    frequency,
                    from.countOr("RecoveryHistory", 0),
                    from.flagOr("VSSSnapshotReplicationEnabled", false)
                            ? from.countOr("VSSSnapshotFrequencyHour", 0)
                            : 0,
                    from.flagOr("CompressionEnabled", false),
                    leftOut,
                    from.flagOr("AutoResynchronizeEnabled", false)
                            ? new AutoResynchronize(
                                    from.timeSpanOrNone("AutoResynchronizeIntervalStart"),
                                    from.timeSpanOrNone("AutoResynchronizeIntervalEnd"))
                            : null);
        } catch (IllegalArgumentException odd) {
            return null;
        }
    }

    private static ReplicationKind kind(@Nullable Decode measured, String property) {
        return ReplicationKind.of(measured == null ? "None" : measured.wordOr(property, KIND, "None"));
    }

    private static Size size(@Nullable Decode measured, String property) {
        return measured == null ? Size.bytes(0) : measured.sizeOrNone(property);
    }

    private static @Nullable UUID test(@Nullable PsValue machine) {
        return machine instanceof PsObject object && object.property("Id") != null
                ? Decode.of(machine, "test machine").guid("Id")
                : null;
    }

    private static @Nullable PsDateTime time(@Nullable PsValue value) {
        PsPrimitive primitive = value == null ? null : value.primitive();
        return primitive != null && primitive.type() == PsType.DATE_TIME ? (PsDateTime) primitive.value() : null;
    }

    private static @Nullable Instant instantOrNull(@Nullable PsValue value, PsDateTime clock) {
        PsDateTime time = time(value);
        return time == null ? null : instant(time, clock);
    }

    /** A time without a zone is one of the host's, whose clock has one. */
    private static Instant instant(PsDateTime time, PsDateTime clock) {
        ZoneOffset own = time.offset();
        ZoneOffset host = clock.offset();
        return time.dateTime().toInstant(own != null ? own : host != null ? host : ZoneOffset.UTC);
    }
}
