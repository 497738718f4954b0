package io.quorate.lab.scsi;

import static io.quorate.lab.scsi.CheckCondition.unless;

import io.quorate.lab.storage.ReservationState;
import io.quorate.lab.storage.ReservationState.Registration;
import io.quorate.lab.storage.Reserving;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of PERSISTENT RESERVE IN and OUT around {@link Reserving}. */
final class PersistentReserve {
    private static final int PARAMETERS = 24;
    private static final int ISCSI = 5;

    /**
     * What PERSISTENT RESERVE OUT leads to.
     *
     * @param after null for a RESERVATION CONFLICT
     * @param told unit attentions of other nexuses
     */
    record Outcome(@Nullable ReservationState after, Map<String, Sense> told) {}

    private PersistentReserve() {}

    static byte[] in(Command command, byte[] cdb, ReservationState state) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        switch (command) {
            case READ_KEYS -> state.registrations().forEach(r -> body.writeBytes(number(r.key(), 8)));
            case READ_RESERVATION -> {
                if (state.type() != 0) {
                    body.writeBytes(number(holderKey(state), 8));
                    body.writeBytes(number(0, 5));
                    body.write(state.type());
                    body.writeBytes(number(0, 2));
                }
            }
            case READ_FULL_STATUS -> state.registrations().forEach(r -> body.writeBytes(full(state, r)));
            default -> {
                byte[] capabilities = {0, 8, 0x11, (byte) 0x81, (byte) 0xEA, 0x01, 0, 0}; // CRH, PTPL_C, TMV, PTPL_A
                capabilities[2] = 0x01;
                capabilities[3] = (byte) (state.persists() ? 0x81 : 0x80);
                return Bytes.cut(capabilities, Bytes.u16(cdb, 7));
            }
        }
        byte[] data = new byte[8 + body.size()];
        Bytes.put(data, 0, 4, state.generation());
        Bytes.put(data, 4, 4, body.size());
        System.arraycopy(body.toByteArray(), 0, data, 8, body.size());
        return Bytes.cut(data, Bytes.u16(cdb, 7));
    }

    private static long holderKey(ReservationState state) {
        return Reserving.allRegistrants(state.type())
                ? 0
                : Reserving.keyOf(state, Objects.requireNonNull(state.holder())).orElse(0L);
    }

    private static byte[] full(ReservationState state, Registration registration) {
        boolean holds = Reserving.holds(state, registration.nexus());
        int comma = registration.nexus().lastIndexOf(',');
        byte[] name = (registration.nexus().substring(0, comma) + ",i,0x"
                        + registration.nexus().substring(comma + 1))
                .getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(name, Math.max(20, (name.length + 4) / 4 * 4));
        byte[] data = new byte[24 + 4 + padded.length];
        Bytes.put(data, 0, 8, registration.key());
        data[12] = (byte) (holds ? 1 : 0);
        data[13] = (byte) (holds ? state.type() : 0);
        Bytes.put(data, 18, 2, 1);
        Bytes.put(data, 20, 4, 4 + padded.length);
        data[24] = 0x40 | ISCSI; // iSCSI name with ISID
        Bytes.put(data, 26, 2, padded.length);
        System.arraycopy(padded, 0, data, 28, padded.length);
        return data;
    }

    private static byte[] number(long value, int bytes) {
        byte[] data = new byte[bytes];
        Bytes.put(data, 0, Math.min(8, bytes), value);
        return data;
    }

    static Outcome out(Command command, byte[] cdb, byte[] out, ReservationState state, String nexus)
            throws CheckCondition {
        unless(Bytes.get(cdb, 5, 4) == PARAMETERS && out.length >= PARAMETERS, Sense.PARAMETER_LIST_LENGTH);
        boolean registers = command == Command.REGISTER || command == Command.REGISTER_AND_IGNORE;
        int flags = Bytes.u8(out, 20);
        // neither SPEC_I_PT nor ALL_TG_PT: REPORT CAPABILITIES says so
        unless(!registers || (flags & 0x0C) == 0, Sense.INVALID_FIELD_IN_PARAMETERS);
        long key = Bytes.get(out, 0, 8);
        long other = Bytes.get(out, 8, 8);
        int type = cdb[2] & 0x0F;
        boolean persists = (flags & 0x01) != 0;
        if (command == Command.RESERVE || command == Command.PREEMPT || command == Command.PREEMPT_AND_ABORT) {
            unless((Bytes.u8(cdb, 2) >> 4) == 0, Sense.INVALID_FIELD_IN_CDB);
            boolean removesOnly = command != Command.RESERVE && state.type() == 0;
            unless(removesOnly || Reserving.validType(type), Sense.INVALID_FIELD_IN_CDB);
        }
        ReservationState after = switch (command) {
            case REGISTER -> Reserving.register(state, nexus, key, other, false, persists);
            case REGISTER_AND_IGNORE -> Reserving.register(state, nexus, key, other, true, persists);
            case RESERVE -> Reserving.reserve(state, nexus, key, type);
            case RELEASE -> {
                unless(!Reserving.releaseInvalid(state, nexus, key, type), Sense.INVALID_RELEASE);
                yield Reserving.release(state, nexus, key, type);
            }
            case CLEAR -> Reserving.clear(state, nexus, key);
            default -> {
                boolean nobody =
                        other == 0 && Reserving.registered(state, nexus) && !Reserving.allRegistrants(state.type());
                unless(!nobody, Sense.INVALID_FIELD_IN_PARAMETERS);
                yield Reserving.preempt(state, nexus, key, other, type);
            }
        };
        return new Outcome(after, after == null ? Map.of() : told(command, state, after, nexus));
    }

    private static Map<String, Sense> told(
            Command command, ReservationState before, ReservationState after, String nexus) {
        List<String> others = before.registrations().stream()
                .map(Registration::nexus)
                .filter(n -> !n.equals(nexus))
                .toList();
        boolean shared = before.type() >= Reserving.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
        boolean released = before.type() != 0 && before.type() != after.type();
        Map<String, Sense> told = new HashMap<>();
        for (String one : others) {
            if (command == Command.CLEAR) {
                told.put(one, Sense.RESERVATIONS_PREEMPTED);
            } else if (!Reserving.registered(after, one)) {
                told.put(one, Sense.REGISTRATIONS_PREEMPTED);
            } else if (shared && released) {
                told.put(one, Sense.RESERVATIONS_RELEASED);
            }
        }
        return told;
    }
}
