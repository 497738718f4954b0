package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.iscsi.scsi.Inquiry;
import io.quorate.iscsi.scsi.PersistentReserve;
import io.quorate.iscsi.scsi.ReportedLuns;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.iscsi.scsi.Sense;
import io.quorate.iscsi.scsi.VitalProductData;
import io.quorate.san.Naa;
import io.quorate.san.Reservations;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Quorate asks of a logical unit, over one session and by one deadline. Passes over UNIT ATTENTION, for the command it is reported
 * for was not carried out (SAM-5 5.14); but where the LUN may be another unit since, nothing but a read is sent again.
 */
final class ScsiUnit implements AutoCloseable {
    static final int GOOD = 0x00;
    static final int RESERVATION_CONFLICT = 0x18;

    private static final int CHECK_CONDITION = 0x02;
    private static final int UNKNOWN_COMMAND = 0x20;

    /** Additional sense codes of unit attentions that leave the unit what it was. */
    private static final int RESET = 0x29;

    private static final int PARAMETERS_CHANGED = 0x2A;

    /** How many events a target may have to tell before it answers. */
    private static final int MOST_ATTENTIONS = 8;

    private final InitiatorSession session;
    private final Deadline deadline;

    ScsiUnit(InitiatorSession session, Deadline deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    /** Returns the same session with another deadline. */
    ScsiUnit until(Deadline other) {
        return new ScsiUnit(session, other);
    }

    /** Returns INQUIRY's standard data; nothing being there is a fault. */
    Inquiry inquiry() {
        Inquiry inquiry = ask(ScsiRequest.inquiry(), Inquiry::of);
        if (inquiry.qualifier() != 0) {
            throw Fault.lasting(ErrorKind.NOT_FOUND)
                    .hint("look at its mappings: our initiator name must be in the host group")
                    .because("INQUIRY: the target has no such logical unit, or does not show it to our initiator name");
        }
        return inquiry;
    }

    /** Returns the serial number of VPD page 80; null if there is no such page. */
    @Nullable
    String serial() {
        return has(VitalProductData.SERIAL)
                ? ask(ScsiRequest.vitalProductData(VitalProductData.SERIAL), VitalProductData::serial)
                : null;
    }

    /** Returns the NAA identifier of VPD page 83; null if it has none. */
    @Nullable
    Naa naa() {
        return has(VitalProductData.IDENTIFICATION)
                ? ask(
                                ScsiRequest.vitalProductData(VitalProductData.IDENTIFICATION),
                                data -> VitalProductData.naa(VitalProductData.designators(data)))
                        .orElse(null)
                : null;
    }

    private boolean has(int page) {
        return ask(ScsiRequest.vitalProductData(VitalProductData.SUPPORTED), VitalProductData::supported)
                .contains(page);
    }

    /** Returns the logical unit numbers, ascending; well-known units are none. */
    List<Integer> luns() {
        return ask(ScsiRequest.reportLuns(), ReportedLuns::of);
    }

    /** Asks with READ CAPACITY (16), or as the session does where the target does not know that. */
    Capacity capacity() {
        ScsiRequest request = ScsiRequest.readCapacity16();
        ScsiReply reply = run(request);
        return isUnknown(reply) ? plainCapacity() : decode(request, reply, Capacity::of16);
    }

    /** Returns what the session knows without any SCSI command of ours. */
    Capacity plainCapacity() {
        long blocks = session.blocks(deadline);
        int size = session.blockSize(deadline);
        if (size < 1 || blocks < 0 || blocks > Long.MAX_VALUE / size) {
            throw ScsiFaults.of(
                    "READ CAPACITY", new IscsiProtocolException(blocks + " blocks of " + size + " bytes cannot be"));
        }
        return new Capacity(blocks, size, false);
    }

    /** Tells whether the unit is write-protected: the WP bit of MODE SENSE's header. */
    boolean writeProtected() {
        return ask(ScsiRequest.modeSense(), data -> {
            if (data.length < 4) {
                throw new IscsiProtocolException("a header of " + data.length + " bytes, not 4");
            }
            return (data[2] & 0x80) != 0;
        });
    }

    Reservations reservations() {
        PersistentReserve.Keys keys = ask(ScsiRequest.readKeys(), PersistentReserve::keys);
        Optional<PersistentReserve.Held> held =
                ask(ScsiRequest.readReservation(), data -> Optional.ofNullable(PersistentReserve.held(data)));
        return new Reservations(
                keys.generation(),
                keys.keys(),
                held.map(PersistentReserve.Held::key).orElse(null),
                held.map(PersistentReserve.Held::type).orElse(null));
    }

    /** Has the unit put what it cached on its medium; one that has no cache need not know the command. */
    void synchronize() {
        ScsiRequest request = ScsiRequest.synchronizeCache();
        ScsiReply reply = run(request);
        if (!isUnknown(reply)) {
            ScsiFaults.changed(request.name(), reply);
        }
    }

    byte[] readBlocks(long first, int count) {
        return session.read(first, count, deadline);
    }

    void writeBlocks(long first, byte[] data) {
        session.write(first, data, deadline);
    }

    ScsiReply run(ScsiRequest request) {
        for (int told = 0; ; told++) {
            ScsiReply reply = session.execute(request.cdb(), request.out(), request.expectedIn(), deadline);
            if (told == MOST_ATTENTIONS || !passes(request, reply)) {
                return reply;
            }
        }
    }

    private static boolean passes(ScsiRequest request, ScsiReply reply) {
        Sense sense = Sense.of(reply.sense());
        boolean attention = reply.status() == CHECK_CONDITION && sense.key() == Sense.UNIT_ATTENTION;
        return attention
                && (sense.asc() == RESET
                        || sense.asc() == PARAMETERS_CHANGED
                        || ScsiRequest.reads(request.cdb(), request.out()));
    }

    /** Has the target tell what it has to tell, so that a later command that changes something is not stopped by it. */
    void awaken() {
        run(ScsiRequest.testUnitReady());
    }

    @Override
    public void close() {
        session.close();
    }

    /** Reads what came back. */
    private interface Decoder<T> {
        T decode(byte[] data) throws IscsiProtocolException;
    }

    private <T> T ask(ScsiRequest request, Decoder<T> decoder) {
        return decode(request, run(request), decoder);
    }

    private static <T> T decode(ScsiRequest request, ScsiReply reply, Decoder<T> decoder) {
        try {
            return decoder.decode(ScsiFaults.data(request.name(), reply));
        } catch (IscsiProtocolException e) {
            throw ScsiFaults.of(request.name(), e);
        }
    }

    private static boolean isUnknown(ScsiReply reply) {
        Sense sense = Sense.of(reply.sense());
        return reply.status() == CHECK_CONDITION
                && sense.key() == Sense.ILLEGAL_REQUEST
                && sense.asc() == UNKNOWN_COMMAND;
    }

    /** Tells whether a fault says that the target does not know a command. */
    static boolean isUnknown(Fault fault) {
        return new Sense(Sense.ILLEGAL_REQUEST, UNKNOWN_COMMAND, 0).code().equals(fault.code());
    }

    /** Says in words how a command ended. */
    static String words(ScsiReply reply) {
        return switch (reply.status()) {
            case GOOD -> "done";
            case CHECK_CONDITION ->
                "refused: " + Sense.of(reply.sense()).text() + " ("
                        + Sense.of(reply.sense()).code() + ")";
            case RESERVATION_CONFLICT -> "refused because of a reservation (status 0x18)";
            default -> String.format("refused with status 0x%02x", reply.status());
        };
    }
}
