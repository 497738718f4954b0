package io.quorate.lab.scsi;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands the device server knows: operation code, service action, which CDB bits it looks at, what reservations make of it. */
enum Command {
    TEST_UNIT_READY(0x00, "000000000000", Access.FREE),
    REQUEST_SENSE(0x03, "030100 00ff00", Access.ALWAYS),
    READ_6(0x08, "081fffffff00", Access.READ),
    WRITE_6(0x0A, "0a1fffffff00", Access.WRITE),
    INQUIRY(0x12, "1201ffffff00", Access.ALWAYS),
    MODE_SELECT_6(0x15, "1511 0000ff00", Access.WRITE),
    RESERVE_6(0x16, "160000000000", Access.FREE),
    RELEASE_6(0x17, "170000000000", Access.ALWAYS),
    MODE_SENSE_6(0x1A, "1a08ffffff00", Access.READ),
    START_STOP_UNIT(0x1B, "1b0100000100", Access.WRITE),
    PREVENT_ALLOW(0x1E, "1e0000000300", Access.FREE),
    READ_CAPACITY_10(0x25, "2500ffffffff00000100", Access.FREE),
    READ_10(0x28, "28faffffffff00ffff00", Access.READ),
    WRITE_10(0x2A, "2afaffffffff00ffff00", Access.WRITE),
    WRITE_VERIFY_10(0x2E, "2ef6ffffffff00ffff00", Access.WRITE),
    VERIFY_10(0x2F, "2ff6ffffffff00ffff00", Access.READ),
    SYNCHRONIZE_CACHE_10(0x35, "3506ffffffff00ffff00", Access.WRITE),
    WRITE_SAME_10(0x41, "41f8ffffffff00ffff00", Access.WRITE),
    UNMAP(0x42, "42010000000000ffff00", Access.WRITE),
    MODE_SELECT_10(0x55, "551100000000 00ffff00", Access.WRITE),
    RESERVE_10(0x56, "56000000000000000000", Access.FREE),
    RELEASE_10(0x57, "57000000000000000000", Access.ALWAYS),
    MODE_SENSE_10(0x5A, "5a18ffff000000ffff00", Access.READ),
    READ_KEYS(0x5E, 0x00, "5e1f0000000000ffff00", Access.FREE),
    READ_RESERVATION(0x5E, 0x01, "5e1f0000000000ffff00", Access.FREE),
    REPORT_CAPABILITIES(0x5E, 0x02, "5e1f0000000000ffff00", Access.FREE),
    READ_FULL_STATUS(0x5E, 0x03, "5e1f0000000000ffff00", Access.FREE),
    REGISTER(0x5F, 0x00, "5f1f000000ffffffff00", Access.FREE),
    RESERVE(0x5F, 0x01, "5f1fff0000ffffffff00", Access.FREE),
    RELEASE(0x5F, 0x02, "5f1fff0000ffffffff00", Access.FREE),
    CLEAR(0x5F, 0x03, "5f1f000000ffffffff00", Access.FREE),
    PREEMPT(0x5F, 0x04, "5f1fff0000ffffffff00", Access.FREE),
    PREEMPT_AND_ABORT(0x5F, 0x05, "5f1fff0000ffffffff00", Access.FREE),
    REGISTER_AND_IGNORE(0x5F, 0x06, "5f1f000000ffffffff00", Access.FREE),
    READ_16(0x88, "88faffffffffffffffffffffffff0000", Access.READ),
    COMPARE_AND_WRITE(0x89, "89faffffffffffffffff000000ff0000", Access.WRITE),
    WRITE_16(0x8A, "8afaffffffffffffffffffffffff0000", Access.WRITE),
    WRITE_VERIFY_16(0x8E, "8ef6ffffffffffffffffffffffff0000", Access.WRITE),
    VERIFY_16(0x8F, "8ff6ffffffffffffffffffffffff0000", Access.READ),
    SYNCHRONIZE_CACHE_16(0x91, "9106ffffffffffffffffffffffff0000", Access.WRITE),
    WRITE_SAME_16(0x93, "93f8ffffffffffffffffffffffff0000", Access.WRITE),
    READ_CAPACITY_16(0x9E, 0x10, "9e1fffffffffffffffffffffffff0100", Access.FREE),
    GET_LBA_STATUS(0x9E, 0x12, "9e1fffffffffffffffffffffffff0000", Access.READ),
    REPORT_LUNS(0xA0, "a000ff000000ffffffff0000", Access.ALWAYS),
    REPORT_TARGET_PORT_GROUPS(0xA3, 0x0A, "a31f00000000ffffffff0000", Access.FREE),
    REPORT_SUPPORTED_OPCODES(0xA3, 0x0C, "a31f87ffffffffffffff0000", Access.FREE),
    READ_12(0xA8, "a8faffffffffffffffff0000", Access.READ),
    WRITE_12(0xAA, "aafaffffffffffffffff0000", Access.WRITE),
    WRITE_VERIFY_12(0xAE, "aef6ffffffffffffffff0000", Access.WRITE),
    VERIFY_12(0xAF, "aff6ffffffffffffffff0000", Access.READ);

    /** What a reservation of another nexus makes of a command. */
    enum Access {
        /** Nothing. */
        ALWAYS,
        /** Nothing, if it is a persistent one; RESERVE(6) of another nexus keeps it out. */
        FREE,
        READ,
        WRITE
    }

    final int opcode;
    final int serviceAction;
    final byte[] usage;
    final Access access;

    Command(int opcode, String usage, Access access) {
        this(opcode, -1, usage, access);
    }

    Command(int opcode, int serviceAction, String usage, Access access) {
        this.opcode = opcode;
        this.serviceAction = serviceAction;
        this.usage = HexFormat.of().parseHex(usage.replace(" ", ""));
        if (serviceAction >= 0) {
            this.usage[1] = (byte) (this.usage[1] & ~0x1F | serviceAction);
        }
        this.access = access;
    }

    /** Returns the commands of an operation code; empty if it is not supported. */
    static List<Command> ofOpcode(int opcode) {
        return Arrays.stream(values()).filter(c -> c.opcode == opcode).toList();
    }

    /** Returns the command of a CDB. */
    static Command of(byte[] cdb) throws CheckCondition {
        List<Command> candidates = ofOpcode(Bytes.u8(cdb, 0));
        CheckCondition.unless(!candidates.isEmpty(), Sense.INVALID_OPCODE);
        Command found = candidates.get(0);
        if (found.serviceAction >= 0) {
            int action = cdb[1] & 0x1F;
            Optional<Command> exact =
                    candidates.stream().filter(c -> c.serviceAction == action).findFirst();
            CheckCondition.unless(exact.isPresent(), Sense.INVALID_FIELD_IN_CDB.field(1));
            found = exact.get();
        }
        CheckCondition.unless(cdb.length >= found.usage.length, Sense.INVALID_FIELD_IN_CDB);
        return found;
    }

    /** Returns the name of a CDB's command for people and for fault declarations, e.g. {@code 0x2A}. */
    static @Nullable Command named(byte[] cdb) {
        try {
            return of(cdb);
        } catch (CheckCondition e) {
            return null;
        }
    }
}
