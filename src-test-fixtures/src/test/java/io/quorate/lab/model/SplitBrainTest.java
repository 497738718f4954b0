package io.quorate.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A room whose network falls apart never goes on in two places. */
class SplitBrainTest {

    /** Cuts every link between nodes of different parts. */
    private static void split(Room room, List<List<String>> parts) {
        for (List<String> part : parts) {
            for (List<String> other : parts) {
                for (String a : part) {
                    for (String b : other) {
                        if (part != other && a.compareTo(b) < 0) {
                            room.estate.cutLink(a, b);
                        }
                    }
                }
            }
        }
        room.pass(20);
    }

    @Test
    @DisplayName("two halves with half of the votes each both stop: neither may believe that the other has died")
    void split_intoEqualHalves_stopsBoth() {
        Room room = new Room(4);
        room.act(() -> room.cluster.set("DynamicQuorum", 0));

        split(room, List.of(List.of("HV1", "HV2"), List.of("HV3", "HV4")));

        assertThat(room.cluster.state().quorate()).isFalse();
        assertThat(room.cluster.nodes()).noneMatch(NodeState::active);
        room.world.time().advance(Duration.ofMinutes(10));
        assertThat(room.cluster.state().quorate())
                .as("nor does a half form a cluster of its own later")
                .isFalse();
    }

    @Test
    @DisplayName("half of the votes with the witness against half without it: both stop")
    void split_whenTheWitnessMakesItEven_stopsBoth() {
        Room room = new Room(3);
        room.witness();
        room.act(() -> room.cluster.set("DynamicQuorum", 0));

        split(room, List.of(List.of("HV1"), List.of("HV2", "HV3")));

        assertThat(room.cluster.state().quorate()).isFalse();
    }

    @Test
    @DisplayName(
            "after a power cut of all, half of the nodes alone do not form the cluster again; one more, and they do")
    void powerOn_ofHalfTheNodes_formsNoCluster() {
        Room room = new Room(4);
        room.act(() -> room.cluster.set("DynamicQuorum", 0));
        List.of("HV1", "HV2", "HV3", "HV4").forEach(room.estate::powerOff);
        room.pass(20);

        room.estate.powerOn("HV1");
        room.estate.powerOn("HV2");
        room.world.time().advance(Duration.ofMinutes(10));
        assertThat(room.cluster.state().quorate()).isFalse();

        room.estate.powerOn("HV3");
        room.world.time().advance(Duration.ofMinutes(10));
        assertThat(room.cluster.state().quorate()).isTrue();
    }

    @Test
    @DisplayName("the witness's vote counts once: the part that took it falls short, and no other part has it, too")
    void split_intoThree_countsTheWitnessOnce() {
        Room room = new Room(4);
        room.witness();
        assertThat(room.cluster.groups())
                .filteredOn(g -> g.type() == GroupState.CLUSTER)
                .extracting(GroupState::owner)
                .as("who holds the witness's disk")
                .containsExactly("HV1");

        // One vote and the witness; two votes; one vote: three of five would be needed.
        split(room, List.of(List.of("HV1"), List.of("HV2", "HV3"), List.of("HV4")));

        assertThat(room.cluster.state().quorate()).isFalse();
        assertThat(room.cluster.nodes()).noneMatch(NodeState::active);
    }

    @Test
    @DisplayName("of two parts that are one vote short each, only the one that takes the witness goes on")
    void split_intoTwo_goesOnWhereTheWitnessIs() {
        Room room = new Room(2);
        room.witness();

        split(room, List.of(List.of("HV1"), List.of("HV2")));

        assertThat(room.cluster.state().quorate()).isTrue();
        assertThat(room.cluster.nodes()).filteredOn(NodeState::active).hasSize(1);
        assertThat(room.world.violations()).isEmpty();
    }
}
