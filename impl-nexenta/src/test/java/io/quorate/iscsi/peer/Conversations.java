package io.quorate.iscsi.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.JscsiOracle;
import io.quorate.iscsi.pdu.Opcode;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What two peers really said to each other, judged by our codec and by jSCSI's. */
final class Conversations {
    /** Where jSCSI's codec is known to be wrong; looked up in its code, the reasons are with its own test. */
    private static final Map<Opcode, Set<String>> KNOWN = new EnumMap<>(Map.of(
            // writes the underflow flag of a Data-In with status into another bit
            Opcode.DATA_IN, Set.of("byte 1"),
            // bytes of the ISID and the TSIH above 0x7f spread their sign over their neighbours
            Opcode.LOGIN_REQUEST, Set.of("byte 9", "byte 10", "byte 12", "byte 13"),
            Opcode.LOGIN_RESPONSE, Set.of("byte 9", "byte 10", "byte 12", "byte 13")));

    private Conversations() {}

    /** Checks every unit; returns the kinds that were seen. */
    static Set<Opcode> judge(List<Pdu> units) throws Exception {
        Set<Opcode> seen = new HashSet<>();
        Map<Opcode, Set<String>> unknown = new EnumMap<>(Opcode.class);
        for (Pdu unit : units) {
            Opcode opcode = unit.opcode();
            seen.add(opcode);
            Pdu again = opcode.fromInitiator()
                    ? InitiatorPdu.of(unit).toPdu()
                    : TargetPdu.of(unit).toPdu();
            assertThat(again.frame(false, false)).as("%s", unit).isEqualTo(unit.frame(false, false));
            Set<String> differences = new TreeSet<>(JscsiOracle.difference(unit));
            differences.removeAll(KNOWN.getOrDefault(opcode, Set.of()));
            if (!differences.isEmpty()) {
                unknown.computeIfAbsent(opcode, o -> new TreeSet<>()).addAll(differences);
            }
        }
        assertThat(unknown).isEmpty();
        return seen;
    }
}
