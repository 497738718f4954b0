package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.behaviour.ReplicaCut.Cut;
import io.quorate.lab.behaviour.ReplicaCut.Deed;
import io.quorate.lab.behaviour.ReplicaCut.Whole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is done to a replicated machine, cut off at a request: the second run ends where one ends that was never cut, nothing is done twice, no
 * machine of a test is left, and a third run sends nothing that changes anything. At every request with {@code -Dquorate.sweep=true}.
 */
class ReplicaCutsThroughLabTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");

    private static ReplicaYard yard;

    @BeforeAll
    static void open() {
        yard = new ReplicaYard();
    }

    @AfterAll
    static void close() {
        yard.close();
    }

    @ParameterizedTest
    @EnumSource(Deed.class)
    @DisplayName("cut off at any request and done again, it ends in the same world, and nothing was done twice")
    void cut_atARequest_isDoneOnce(Deed deed) {
        ReplicaCut cut = new ReplicaCut(yard, deed);
        Whole whole = cut.whole();
        List<Throwable> failures = new ArrayList<>();
        int tries = 0;
        int cutOff = 0;
        for (Place place : SWEEP ? everywhere(whole.requests()) : somewhere(deed, whole.requests())) {
            try {
                tries++;
                cutOff += cut.cutAt(place.number(), place.how(), whole) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                failures.add(
                        new AssertionError(deed + " " + place + " of " + whole.requests() + ": " + e.getMessage(), e));
            }
        }
        assertThat(failures).isEmpty();
        assertThat(cutOff).as("it was cut off indeed").isGreaterThan(tries / 3);
    }

    /** Where a run is cut off, and how. */
    private record Place(Cut how, int number) {}

    private static List<Place> everywhere(int requests) {
        List<Place> places = new ArrayList<>();
        for (Cut how : Cut.values()) {
            for (int number = 1; number <= requests; number++) {
                places.add(new Place(how, number));
            }
        }
        return places;
    }

    /** Two of the three ways, at two of the first request, one on the way, and the last that is waited for: others for each deed. */
    private static List<Place> somewhere(Deed deed, int requests) {
        List<Integer> numbers = List.of(1, requests / 2, requests - 2);
        int turn = deed.ordinal();
        return List.of(
                new Place(Cut.values()[turn % 3], numbers.get((turn + 1) % 3)),
                new Place(Cut.values()[(turn + 2) % 3], numbers.get(turn % 3)));
    }
}
