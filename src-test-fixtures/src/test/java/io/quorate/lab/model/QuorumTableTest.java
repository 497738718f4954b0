package io.quorate.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Microsoft's table of what a cluster survives (Understanding cluster and pool quorum): one failure, a second one later, two at once; every
 * choice of victims is tried, and 50-50 means that exactly half of them are survived.
 */
class QuorumTableTest {

    @ParameterizedTest(name = "{0} nodes, witness {1}: {2} / {3} / {4}")
    @CsvSource({
        "2, false, 50-50, no, no",
        "2, true, yes, no, no",
        "3, false, yes, 50-50, no",
        "3, true, yes, yes, no",
        "4, false, yes, yes, 50-50",
        "4, true, yes, yes, yes",
        "5, false, yes, yes, yes",
        "5, true, yes, yes, yes",
        "6, true, yes, yes, yes",
    })
    void quorum_whenNodesFail_survivesAsDocumented(
            int nodes, boolean witness, String one, String second, String together) {
        List<Boolean> first = new ArrayList<>();
        List<Boolean> later = new ArrayList<>();
        List<Boolean> atOnce = new ArrayList<>();
        for (int a = 1; a <= nodes; a++) {
            for (int b = 1; b <= nodes; b++) {
                if (a == b) {
                    continue;
                }
                Room room = room(nodes, witness);
                room.estate.powerOff("HV" + a);
                room.pass(20);
                boolean survived = room.cluster.state().quorate();
                first.add(survived);
                if (survived) {
                    room.estate.powerOff("HV" + b);
                    room.pass(20);
                    later.add(room.cluster.state().quorate());
                }
                Room other = room(nodes, witness);
                other.estate.powerOff("HV" + a);
                other.estate.powerOff("HV" + b);
                other.pass(20);
                atOnce.add(other.cluster.state().quorate());
            }
        }
        assertThat(List.of(word(first), word(later), word(atOnce))).containsExactly(one, second, together);
    }

    private static Room room(int nodes, boolean witness) {
        Room room = new Room(nodes);
        if (witness) {
            room.witness();
        }
        return room;
    }

    private static String word(List<Boolean> survived) {
        long yes = survived.stream().filter(s -> s).count();
        if (yes == survived.size()) {
            return "yes";
        }
        return yes == 0 ? "no" : yes * 2 == survived.size() ? "50-50" : yes + " of " + survived.size();
    }
}
