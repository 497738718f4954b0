package io.quorate.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which ends of a SCSI command that writes prove that nothing was written. The lists are complete. */
class ScsiDoubtTest {

    private static ScsiReply sense(int key) {
        return new ScsiReply(0x02, new byte[0], new byte[] {0x72, (byte) key, 0x44, 0, 0, 0, 0, 0});
    }

    private static FaultPhase ofWrite(ScsiReply reply) {
        return catchThrowableOfType(Fault.class, () -> ScsiFaults.changed("WRITE", reply))
                .phase();
    }

    @Test
    void write_thatEndsInACheckCondition_wasNotDoneOnlyIfTheUnitRefusesBeforeItBegins() {
        List<Integer> refusing = new ArrayList<>();
        for (int key = 0; key < 16; key++) {
            if (ofWrite(sense(key)) != FaultPhase.UNANSWERED) {
                refusing.add(key);
            }
        }
        // not ready, illegal request, unit attention, data protect
        assertThat(refusing).containsExactly(0x2, 0x5, 0x6, 0x7);
    }

    @Test
    void write_thatEndsWithAStatus_wasNotDoneOnlyIfThatIsARefusal() {
        List<Integer> refusing = new ArrayList<>();
        for (int status = 1; status < 0x80; status++) {
            ScsiReply reply = new ScsiReply(status, new byte[0], null);
            if (!ScsiFaults.good(reply) && ofWrite(reply) != FaultPhase.UNANSWERED) {
                refusing.add(status);
            }
        }
        // busy, reservation conflict, task set full
        assertThat(refusing).containsExactly(0x08, 0x18, 0x28);
    }

    @Test
    void write_thatEndsWell_isDone() {
        assertThatCode(() -> ScsiFaults.changed("WRITE", new ScsiReply(0, new byte[0], null)))
                .doesNotThrowAnyException();
    }
}
