package io.quorate.winrm.recipe.replica;

import io.quorate.Size;
import io.quorate.replica.ReplicationHealth;
import io.quorate.replica.ReplicationKind;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.vm.VmState;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsObject;
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
import io.quorate.winrm.recipe.vm.VmStates;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            "TestVirtualMachine");
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
    private static final String SIMPLE = "Simple";

    /** A machine of the host. */
    private record Machine(UUID id, String name, VmState state) {}

    private ReplicationReads() {}

    /** Extended relationships come as second objects of the same machine, and are left out. */
    static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HOST),
                Line.statement(Cmdlet.GET_DATE.line()),
                Cmdlet.GET_VM.line().select(MACHINE),
                Cmdlet.GET_VM_REPLICATION.line().select(REPLICATION),
                Cmdlet.MEASURE_VM_REPLICATION.line().select(MEASURE));
    }

    /** Decodes the machines that are replicated. */
    static List<VmReplication> list(String host, List<PsValue> output) {
        return all(host, output).stream()
                .filter(one -> !one.mode().equals(ReplicationMode.NONE))
                .toList();
    }

    /** Reads the replication of a machine; one that is not replicated has no mode. */
    static VmReplication get(String host, UUID id, PowerShell shell) {
        return all(host, shell.run(message())).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Answers.notFound(host + " has no virtual machine with the id " + id));
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
        List<String> others = List.of(HOST_MARK, MACHINE_MARK, REPLICATION_MARK, MEASURE_MARK);
        if (clock == null
                || Decode.all(objects, HOST_MARK, others, value -> value).isEmpty()) {
            throw Decode.badReply("the host did not tell its time or describe itself, so its list proves nothing");
        }
        Map<UUID, Decode> replications = simple(objects, REPLICATION_MARK, others, "replication");
        Map<UUID, Decode> measures = simple(objects, MEASURE_MARK, others, "replication's measures");
        PsDateTime now = clock;
        return Decode.all(objects, MACHINE_MARK, others, ReplicationReads::machine).stream()
                .map(vm -> replication(host, vm, replications.get(vm.id()), measures.get(vm.id()), now))
                .toList();
    }

    private static Machine machine(PsValue value) {
        Decode from = Decode.of(value, "virtual machine");
        return new Machine(from.guid("Id"), from.textOrEmpty("Name"), VmStates.read(from));
    }

    private static Map<UUID, Decode> simple(List<PsValue> objects, String mark, List<String> others, String what) {
        Map<UUID, Decode> byId = new HashMap<>();
        for (Decode one : Decode.all(objects, mark, others, value -> Decode.of(value, what))) {
            if (one.wordOr("ReplicationRelationshipType", RELATIONSHIP, SIMPLE).equals(SIMPLE)) {
                byId.putIfAbsent(one.guid("VMId"), one);
            }
        }
        return byId;
    }

    private static VmReplication replication(
            String host, Machine vm, @Nullable Decode from, @Nullable Decode measured, PsDateTime clock) {
        if (from == null) {
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
                    java.time.Duration.ZERO,
                    0,
                    null,
                    ReplicationKind.NONE,
                    ReplicationKind.NONE,
                    Size.bytes(0),
                    Size.bytes(0),
                    null,
                    instant(clock, clock));
        }
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
                from.secondsOrNone("ReplicationFrequencySec"),
                from.countOr("RecoveryHistory", 0),
                instantOrNull(from.raw("LastReplicationTime"), clock),
                kind(measured, "LastReplicationType"),
                kind(measured, "FailedOverReplicationType"),
                size(measured, "PendingReplicationSize"),
                size(measured, "InitialReplicationSize"),
                test(from.raw("TestVirtualMachine")),
                instant(clock, clock));
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
