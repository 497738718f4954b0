package io.quorate.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the end of a SCSI command tells who asked for it. */
class ScsiFaultsTest {
    private static final byte[] DATA = {1, 2};

    private static Fault fault(int status, byte[] sense) {
        return catchThrowableOfType(Fault.class, () -> ScsiFaults.data("READ", new ScsiReply(status, DATA, sense)));
    }

    @ParameterizedTest
    @CsvSource({"0", "4"})
    void read_thatEndedWell_givesItsData(int status) {
        assertThat(ScsiFaults.data("READ", new ScsiReply(status, DATA, null))).isSameAs(DATA);
    }

    @ParameterizedTest
    @CsvSource({
        "0x08, REFUSED, BUSY, READ: the logical unit has no place for it",
        "0x28, REFUSED, BUSY, READ: the logical unit has no place for it",
        "0x18, LASTING, CONFLICT, READ: another host's reservation forbids it",
        "0x40, UNANSWERED, BUSY, READ: another host aborted it",
        "0x30, LASTING, REJECTED, READ: ended with a status of its own"
    })
    void status_isWhatItSays(String status, FaultPhase phase, ErrorKind kind, String message) {
        Fault fault = fault(Integer.decode(status), null);
        assertThat(fault.phase()).isEqualTo(phase);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.code()).isEqualTo("status " + status);
        assertThat(fault).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0x04, 0, TRANSIENT, BUSY",
        "3, 0x11, 0, LASTING, REJECTED",
        "5, 0x24, 0, LASTING, REJECTED",
        "5, 0x25, 0, LASTING, NOT_FOUND",
        "5, 0x26, 0, LASTING, REJECTED",
        "6, 0x29, 3, TRANSIENT, BUSY",
        "6, 0x2a, 2, TRANSIENT, BUSY",
        "6, 0x2a, 3, LASTING, CONFLICT",
        "6, 0x2a, 4, LASTING, CONFLICT",
        "6, 0x2a, 5, LASTING, CONFLICT",
        "6, 0x2a, 6, TRANSIENT, BUSY",
        "7, 0x27, 0, LASTING, REJECTED",
        "11, 0x44, 0, TRANSIENT, REJECTED"
    })
    void sense_isWhatItSays_andLostReservationsAreAConflict(
            int key, String asc, int ascq, FaultPhase phase, ErrorKind kind) {
        Fault fault = fault(2, new byte[] {0x72, (byte) key, Integer.decode(asc).byteValue(), (byte) ascq, 0, 0, 0, 0});
        assertThat(fault.phase()).isEqualTo(phase);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.code()).startsWith("sense ").isNotEqualTo("sense missing");
        if (kind == ErrorKind.NOT_FOUND) {
            assertThat(fault.hint()).contains("mappings");
        } else {
            assertThat(fault.hint()).isNull();
        }
    }

    @Test
    void checkCondition_withoutSense_isARejection() {
        Fault fault = fault(2, null);
        assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(fault.code()).isEqualTo("sense missing");
        assertThat(fault).hasMessage("READ: no sense data");
    }

    @Test
    void dataThatCannotBeDecoded_areABadReply() {
        IscsiProtocolException cause = new IscsiProtocolException("too short");
        Fault fault = ScsiFaults.of("INQUIRY", cause);
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault).hasMessage("INQUIRY: too short").hasCause(cause);
    }
}
