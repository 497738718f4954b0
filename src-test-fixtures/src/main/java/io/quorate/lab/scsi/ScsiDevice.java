package io.quorate.lab.scsi;

import static io.quorate.lab.scsi.CheckCondition.unless;

import io.quorate.lab.storage.BlockStore;
import io.quorate.lab.storage.LogicalUnitState;
import io.quorate.lab.storage.ReservationState;
import io.quorate.lab.storage.Reserving;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.lab.storage.StorageAppliance.Lun;
import io.quorate.lab.storage.VolumeState;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The device server of an appliance. Keeps what is volatile on the data path - unit attentions and RESERVE(6) - and takes
 * everything else from the appliance. Thread-safe.
 */
public final class ScsiDevice {
    /** The number that no logical unit has. */
    public static final int NO_LUN = -1;

    private static final int TIMEOUTS = 12;
    private static final Set<Sense> NEXUS_WIDE = Set.of(Sense.LUNS_CHANGED);

    private final StorageAppliance appliance;
    private final Object lock = new Object();
    private final Map<Nexus, Memory> nexuses = new HashMap<>();
    private final Map<String, Nexus> reserved = new HashMap<>();
    private final Map<String, Object> writing = new ConcurrentHashMap<>();

    private volatile BiConsumer<String, String> preempted = (nexus, naa) -> {};

    /** What the device server remembers for a nexus. */
    private static final class Memory {
        private final Map<String, Set<Sense>> attentions = new HashMap<>();
        private final Map<String, Long> sizes = new HashMap<>();
        private @Nullable List<Lun> luns;
    }

    /** A command on its way. */
    private record Call(
            Nexus nexus, Command command, byte[] cdb, byte[] out, LogicalUnitState unit, VolumeState volume) {}

    public ScsiDevice(StorageAppliance appliance) {
        this.appliance = appliance;
    }

    // nexuses

    /** A session begins: each logical unit will say once that it was powered on. */
    public void begin(Nexus nexus) {
        synchronized (lock) {
            nexuses.put(nexus, new Memory());
        }
    }

    /** A session ended: its RESERVE(6) reservations end with it. */
    public void end(Nexus nexus) {
        synchronized (lock) {
            nexuses.remove(nexus);
            reserved.values().removeIf(nexus::equals);
        }
    }

    /** Forgets everything, as a power cut does. */
    public void powerCut() {
        synchronized (lock) {
            nexuses.clear();
            reserved.clear();
        }
    }

    /** Resets a logical unit as LOGICAL UNIT RESET does; false if there is none of that number. */
    public boolean reset(Nexus nexus, int lun) {
        Optional<LogicalUnitState> unit = unit(nexus, lun);
        unit.ifPresent(u -> reset(u.naa()));
        return unit.isPresent();
    }

    /** Resets all logical units that a nexus sees. */
    public void resetAll(Nexus nexus) {
        appliance.luns(nexus.initiator(), nexus.target()).forEach(l -> reset(l.naa()));
    }

    private void reset(String naa) {
        synchronized (lock) {
            reserved.remove(naa);
            nexuses.values().forEach(m -> attend(m, naa, Sense.DEVICE_RESET));
        }
    }

    private static void attend(Memory memory, String naa, Sense sense) {
        memory.attentions
                .computeIfAbsent(naa, n -> new LinkedHashSet<>(Set.of(Sense.POWER_ON)))
                .add(sense);
    }

    private void attend(String nexusId, String naa, Sense sense) {
        synchronized (lock) {
            nexuses.forEach((nexus, memory) -> {
                if (nexus.id().equals(nexusId)) {
                    attend(memory, naa, sense);
                }
            });
        }
    }

    /** Returns the next unit attention of a logical unit, taking it away. */
    private @Nullable Sense attention(Nexus nexus, LogicalUnitState unit, long size, List<Lun> luns) {
        synchronized (lock) {
            Memory memory = nexuses.get(nexus);
            if (memory == null) {
                return null; // a late command of a session that has ended
            }
            notice(memory, unit.naa(), size, luns);
            Set<Sense> waiting =
                    memory.attentions.computeIfAbsent(unit.naa(), n -> new LinkedHashSet<>(Set.of(Sense.POWER_ON)));
            if (waiting.isEmpty()) {
                return null;
            }
            Sense next = waiting.iterator().next();
            waiting.remove(next);
            if (NEXUS_WIDE.contains(next)) {
                memory.attentions.values().forEach(a -> a.remove(next));
            }
            return next;
        }
    }

    /** Compares what the nexus sees with what it saw last. */
    private static void notice(Memory memory, String naa, long size, List<Lun> luns) {
        if (memory.luns != null && !memory.luns.equals(luns)) {
            memory.attentions.values().forEach(a -> a.add(Sense.LUNS_CHANGED));
        }
        memory.luns = luns;
        Long before = memory.sizes.put(naa, size);
        if (before != null && before != size) {
            attend(memory, naa, Sense.CAPACITY_CHANGED);
        }
    }

    private Optional<LogicalUnitState> unit(Nexus nexus, int lun) {
        return appliance.luns(nexus.initiator(), nexus.target()).stream()
                .filter(l -> l.number() == lun)
                .findFirst()
                .flatMap(l -> appliance.logicalUnit(l.naa()));
    }

    // commands

    /** Sets who hears of a nexus and a logical unit whose tasks PREEMPT AND ABORT ends. */
    public void onPreempted(BiConsumer<String, String> listener) {
        preempted = listener;
    }

    /** Returns the name of a command for fault declarations, {@code WRITE_10}; empty for an unknown one. */
    public static List<String> names(byte[] cdb) {
        Command command = Command.named(cdb);
        return command == null ? List.of() : List.of(command.name());
    }

    /** Returns the names of all commands, e.g. {@code WRITE_10}. */
    public static List<String> names() {
        return Arrays.stream(Command.values()).map(Command::name).toList();
    }

    /** Tells whether a command changes data or reservations: what a fault after it leaves behind. */
    public static boolean changes(byte[] cdb) {
        Command command = Command.named(cdb);
        return command != null && (command.access == Command.Access.WRITE || command.opcode == 0x5F);
    }

    /**
     * Executes a command.
     *
     * @param lun number as the nexus sees it; {@link #NO_LUN} for an address that means none
     * @param cdb the command descriptor block, 6 bytes at least
     * @param out what the initiator sent with it
     */
    public ScsiAnswer execute(Nexus nexus, int lun, byte[] cdb, byte[] out) {
        try {
            return executed(nexus, lun, cdb, out);
        } catch (CheckCondition e) {
            return ScsiAnswer.check(e.sense());
        }
    }

    private ScsiAnswer executed(Nexus nexus, int lun, byte[] cdb, byte[] out) throws CheckCondition {
        List<Lun> luns = appliance.luns(nexus.initiator(), nexus.target());
        LogicalUnitState unit = unit(nexus, lun).orElse(null);
        VolumeState volume =
                unit == null ? null : appliance.volume(unit.volume()).orElse(null);
        Command command = Command.named(cdb);
        if (command == Command.REPORT_LUNS) {
            return reportLuns(nexus, cdb, luns);
        }
        if (unit == null || volume == null) {
            return withoutUnit(command, cdb);
        }
        Call call = new Call(nexus, command == null ? Command.TEST_UNIT_READY : command, cdb, out, unit, volume);
        if (command == Command.INQUIRY) {
            return inquiry(call);
        }
        Sense attention = attention(nexus, unit, volume.size(), luns);
        if (command == Command.REQUEST_SENSE) {
            return requestSense(cdb, attention == null ? Sense.NONE : attention);
        }
        boolean seesForItself = Sense.CAPACITY_CHANGED.equals(attention)
                && (command == Command.READ_CAPACITY_10 || command == Command.READ_CAPACITY_16);
        if (attention != null && !seesForItself) {
            throw new CheckCondition(attention);
        }
        Command known = Command.of(cdb); // says what is wrong with an unknown one
        if (conflicts(call)) {
            return ScsiAnswer.conflict();
        }
        if (known.access == Command.Access.READ || known.access == Command.Access.WRITE || known.opcode == 0) {
            unless(appliance.ready(unit.naa()), Sense.NOT_READY);
        }
        return run(call);
    }

    private ScsiAnswer withoutUnit(@Nullable Command command, byte[] cdb) throws CheckCondition {
        if (command == Command.INQUIRY) {
            unless(!Bytes.bit(cdb, 1, 0x01), Sense.LOGICAL_UNIT_NOT_SUPPORTED);
            return ScsiAnswer.data(Bytes.cut(Inquiry.nothing(), Bytes.u16(cdb, 3)));
        }
        if (command == Command.REQUEST_SENSE) {
            return requestSense(cdb, Sense.LOGICAL_UNIT_NOT_SUPPORTED);
        }
        throw new CheckCondition(Sense.LOGICAL_UNIT_NOT_SUPPORTED);
    }

    /** Tells whether reservations of others keep the command out. */
    private boolean conflicts(Call call) {
        Command.Access access = call.command.access;
        if (access == Command.Access.ALWAYS) {
            return false;
        }
        synchronized (lock) {
            Nexus holder = reserved.get(call.unit.naa());
            if (holder != null && !holder.equals(call.nexus)) {
                return true;
            }
        }
        ReservationState state = appliance.reservations(call.unit.naa());
        return access == Command.Access.READ && !Reserving.mayRead(state, call.nexus.id())
                || access == Command.Access.WRITE && !Reserving.mayWrite(state, call.nexus.id()) && !starting(call);
    }

    /** Starting a unit is allowed under every reservation (SPC-4 table 66). */
    private static boolean starting(Call call) {
        return call.command == Command.START_STOP_UNIT && (call.cdb[4] & 0xF1) == 0x01;
    }

    private ScsiAnswer run(Call call) throws CheckCondition {
        Command command = call.command;
        byte[] cdb = call.cdb;
        BlockStore store = appliance.blocks(call.unit.volume());
        Blocks blocks = new Blocks(store, cdb, call.out);
        return switch (command) {
            case TEST_UNIT_READY, PREVENT_ALLOW -> ScsiAnswer.good();
            case READ_6, READ_10, READ_12, READ_16 -> blocks.read();
            case WRITE_6, WRITE_10, WRITE_12, WRITE_16 -> writing(call, blocks::write);
            case WRITE_VERIFY_10, WRITE_VERIFY_12, WRITE_VERIFY_16 -> writing(call, blocks::writeAndVerify);
            case WRITE_SAME_10, WRITE_SAME_16 -> writing(call, blocks::writeSame);
            case UNMAP -> writing(call, blocks::unmap);
            case COMPARE_AND_WRITE -> writing(call, blocks::compareAndWrite);
            case VERIFY_10, VERIFY_12, VERIFY_16 -> blocks.verify();
            case SYNCHRONIZE_CACHE_10, SYNCHRONIZE_CACHE_16 -> blocks.synchronize();
            case READ_CAPACITY_10 -> blocks.capacity10();
            case READ_CAPACITY_16 -> blocks.capacity16();
            case GET_LBA_STATUS -> blocks.lbaStatus();
            case MODE_SENSE_6, MODE_SENSE_10 -> ScsiAnswer.data(ModePages.sense(cdb, call.unit));
            case MODE_SELECT_6, MODE_SELECT_10 -> modeSelect(call);
            case START_STOP_UNIT -> startStop(call);
            case RESERVE_6, RESERVE_10 -> reserve(call);
            case RELEASE_6, RELEASE_10 -> release(call);
            case READ_KEYS, READ_RESERVATION, REPORT_CAPABILITIES, READ_FULL_STATUS ->
                ScsiAnswer.data(PersistentReserve.in(command, cdb, appliance.reservations(call.unit.naa())));
            case REGISTER, RESERVE, RELEASE, CLEAR, PREEMPT, PREEMPT_AND_ABORT, REGISTER_AND_IGNORE ->
                persistentReserve(call);
            case REPORT_TARGET_PORT_GROUPS ->
                ScsiAnswer.data(Bytes.cut(Inquiry.portGroups(appliance.targets()), Bytes.get(cdb, 6, 4)));
            case REPORT_SUPPORTED_OPCODES -> supportedOpcodes(cdb);
            case INQUIRY, REQUEST_SENSE, REPORT_LUNS -> throw new IllegalStateException("answered before: " + command);
        };
    }

    private interface Step {
        ScsiAnswer run() throws CheckCondition;
    }

    /** One writer at a time: COMPARE AND WRITE is atomic. */
    private ScsiAnswer writing(Call call, Step step) throws CheckCondition {
        unless(!call.unit.writeProtected(), Sense.WRITE_PROTECTED);
        synchronized (writing.computeIfAbsent(call.unit.naa(), n -> new Object())) {
            return step.run();
        }
    }

    private ScsiAnswer inquiry(Call call) throws CheckCondition {
        boolean vital = Bytes.bit(call.cdb, 1, 0x01);
        int page = Bytes.u8(call.cdb, 2);
        unless((call.cdb[1] & 0xFE) == 0 && (vital || page == 0), Sense.INVALID_FIELD_IN_CDB);
        byte[] data = vital
                ? Inquiry.page(page, call.unit, call.volume, appliance.targets(), call.nexus.target())
                : Inquiry.standard();
        return ScsiAnswer.data(Bytes.cut(data, Bytes.u16(call.cdb, 3)));
    }

    private static ScsiAnswer requestSense(byte[] cdb, Sense sense) {
        byte[] data = Bytes.bit(cdb, 1, 0x01) ? sense.descriptor() : sense.fixed();
        return ScsiAnswer.data(Bytes.cut(data, Bytes.u8(cdb, 4)));
    }

    private ScsiAnswer reportLuns(Nexus nexus, byte[] cdb, List<Lun> luns) throws CheckCondition {
        unless(cdb.length >= Command.REPORT_LUNS.usage.length, Sense.INVALID_FIELD_IN_CDB);
        int select = Bytes.u8(cdb, 2);
        long room = Bytes.get(cdb, 6, 4);
        unless(select <= 2 && room >= 16, Sense.INVALID_FIELD_IN_CDB);
        List<Lun> told = select == 1 ? List.of() : luns;
        byte[] data = new byte[8 + 8 * told.size()];
        Bytes.put(data, 0, 4, 8L * told.size());
        for (int i = 0; i < told.size(); i++) {
            int number = told.get(i).number();
            Bytes.put(data, 8 + 8 * i, 2, number < 256 ? number : 0x4000 | number);
        }
        synchronized (lock) {
            Memory memory = nexuses.get(nexus);
            if (memory != null) {
                memory.luns = luns;
                memory.attentions.values().forEach(a -> a.remove(Sense.LUNS_CHANGED));
            }
        }
        return ScsiAnswer.data(Bytes.cut(data, room));
    }

    private ScsiAnswer modeSelect(Call call) throws CheckCondition {
        ModePages.Change change = ModePages.select(call.cdb, call.out, call.unit);
        if (change.writeCacheDisabled() != null || change.writeProtected() != null) {
            appliance
                    .world()
                    .change(
                            "MODE SELECT by " + call.nexus.initiator(),
                            () -> appliance.updateLogicalUnit(
                                    call.unit.naa(), change.writeCacheDisabled(), change.writeProtected()));
            synchronized (lock) {
                nexuses.forEach((nexus, memory) -> {
                    if (!nexus.equals(call.nexus)) {
                        attend(memory, call.unit.naa(), Sense.MODE_PARAMETERS_CHANGED);
                    }
                });
            }
        }
        return ScsiAnswer.took(call.out.length);
    }

    /** Takes START and STOP without doing either, as COMSTAR does; there is nothing to load and no power condition. */
    private static ScsiAnswer startStop(Call call) throws CheckCondition {
        unless((call.cdb[4] & 0xFE) == 0, Sense.INVALID_FIELD_IN_CDB);
        return ScsiAnswer.good();
    }

    private ScsiAnswer reserve(Call call) {
        if (!appliance.reservations(call.unit.naa()).registrations().isEmpty()) {
            return ScsiAnswer.conflict();
        }
        synchronized (lock) {
            Nexus holder = reserved.putIfAbsent(call.unit.naa(), call.nexus);
            return holder == null || holder.equals(call.nexus) ? ScsiAnswer.good() : ScsiAnswer.conflict();
        }
    }

    private ScsiAnswer release(Call call) {
        if (!appliance.reservations(call.unit.naa()).registrations().isEmpty()) {
            return ScsiAnswer.conflict();
        }
        synchronized (lock) {
            reserved.remove(call.unit.naa(), call.nexus);
            return ScsiAnswer.good();
        }
    }

    private ScsiAnswer persistentReserve(Call call) throws CheckCondition {
        List<PersistentReserve.Outcome> outcome = new ArrayList<>();
        List<CheckCondition> failure = new ArrayList<>();
        appliance.world().change(call.command + " by " + call.nexus.id(), () -> {
            try {
                ReservationState before = appliance.reservations(call.unit.naa());
                PersistentReserve.Outcome found =
                        PersistentReserve.out(call.command, call.cdb, call.out, before, call.nexus.id());
                outcome.add(found);
                if (found.after() != null && !found.after().equals(before)) {
                    appliance.putReservations(found.after());
                }
            } catch (CheckCondition e) {
                failure.add(e);
            }
        });
        if (!failure.isEmpty()) {
            throw failure.get(0);
        }
        PersistentReserve.Outcome found = outcome.get(0);
        if (found.after() == null) {
            return ScsiAnswer.conflict();
        }
        found.told().forEach((nexus, sense) -> {
            attend(nexus, call.unit.naa(), sense);
            if (call.command == Command.PREEMPT_AND_ABORT && sense.equals(Sense.REGISTRATIONS_PREEMPTED)) {
                preempted.accept(nexus, call.unit.naa());
            }
        });
        return ScsiAnswer.took(call.out.length);
    }

    private static ScsiAnswer supportedOpcodes(byte[] cdb) throws CheckCondition {
        int options = cdb[2] & 0x07;
        boolean timeouts = Bytes.bit(cdb, 2, 0x80);
        int opcode = Bytes.u8(cdb, 3);
        int action = Bytes.u16(cdb, 4);
        byte[] data;
        if (options == 0) {
            data = allOpcodes(timeouts);
        } else {
            List<Command> candidates = Command.ofOpcode(opcode);
            boolean hasActions = !candidates.isEmpty() && candidates.get(0).serviceAction >= 0;
            unless(
                    options <= 2 && (candidates.isEmpty() || hasActions == (options == 2)),
                    Sense.INVALID_FIELD_IN_CDB.field(2));
            Optional<Command> command = candidates.stream()
                    .filter(c -> options == 1 || c.serviceAction == action)
                    .findFirst();
            data = oneOpcode(command.orElse(null), timeouts);
        }
        return ScsiAnswer.data(Bytes.cut(data, Bytes.get(cdb, 6, 4)));
    }

    private static byte[] allOpcodes(boolean timeouts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[4]);
        for (Command command : Command.values()) {
            byte[] one = new byte[8 + (timeouts ? TIMEOUTS : 0)];
            one[0] = (byte) command.opcode;
            Bytes.put(one, 2, 2, Math.max(0, command.serviceAction));
            one[5] = (byte) ((timeouts ? 2 : 0) | (command.serviceAction >= 0 ? 1 : 0));
            Bytes.put(one, 6, 2, command.usage.length);
            if (timeouts) {
                Bytes.put(one, 8, 2, TIMEOUTS - 2);
            }
            all.writeBytes(one);
        }
        byte[] data = all.toByteArray();
        Bytes.put(data, 0, 4, data.length - 4L);
        return data;
    }

    private static byte[] oneOpcode(@Nullable Command command, boolean timeouts) {
        if (command == null) {
            return new byte[] {0, 1, 0, 0};
        }
        byte[] data = new byte[4 + command.usage.length + (timeouts ? TIMEOUTS : 0)];
        data[1] = (byte) (3 | (timeouts ? 0x80 : 0));
        Bytes.put(data, 2, 2, command.usage.length);
        System.arraycopy(command.usage, 0, data, 4, command.usage.length);
        if (timeouts) {
            Bytes.put(data, 4 + command.usage.length, 2, TIMEOUTS - 2);
        }
        return data;
    }

    /** Returns how many unit attentions wait for a nexus, by logical unit; for tests and diagnosis. */
    public Map<String, Integer> attentions(Nexus nexus) {
        synchronized (lock) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            Memory memory = nexuses.get(nexus);
            if (memory != null) {
                memory.attentions.forEach((naa, waiting) -> counts.put(naa, waiting.size()));
            }
            return counts;
        }
    }
}
