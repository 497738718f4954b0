package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.model.Evidence;
import io.quorate.lab.model.ReplicaGraph;
import io.quorate.lab.model.ReplicaSide.Mode;
import io.quorate.lab.model.ReplicaSide.State;
import io.quorate.lab.model.ReplicaStep;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationEdge;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the lab does with a replication, and what the client thinks may be done, are one graph; and each edge says who says so. */
class ReplicaGraphTest {

    /** Something done to a side in a state, and the state it leads to. */
    private record Done(String mode, String state, String act, String to) {
        @Override
        public String toString() {
            return mode + " " + state + ": " + act + " to " + to;
        }
    }

    /** What the client knows and the lab has no way to show: states that it does not come to. */
    private static final List<String> NOT_SIMULATED = List.of(
            // The lab changes no set of disks.
            "Primary UpdateError: ",
            // Where the primary has to compare, the lab's replica still says that it replicates.
            "Replica WaitingForStartResynchronize: ",
            // Where the primary suspended the comparison, the lab's replica still says that it is being compared.
            "Replica ResynchronizeSuspended: ");

    private static String word(Mode mode) {
        return ReplicationMode.of(mode.name()).word();
    }

    /** Numbers are what goes over the wire. */
    private static String word(State state) {
        return ReplicationState.all().get(state.ordinal()).word();
    }

    private static String to(ReplicaGraph.@Nullable Place place) {
        return place == null ? ReplicationState.DISABLED.word() : word(place.state());
    }

    private static Set<Done> ofTheLab() {
        Set<Done> done = new LinkedHashSet<>();
        for (ReplicaGraph.Edge edge : ReplicaGraph.all()) {
            ReplicaGraph.Place from = edge.from();
            if (edge.step().asked() && edge.step() != ReplicaStep.CONFIGURE && from != null) {
                done.add(new Done(
                        word(from.mode()), word(from.state()), edge.step().word(), to(edge.to())));
            }
        }
        return done;
    }

    private static Set<Done> ofTheClient() {
        return ReplicationEdge.all().stream()
                .map(edge -> new Done(
                        edge.mode().word(),
                        edge.from().word(),
                        edge.act().word(),
                        edge.to().word()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    @DisplayName("whatever the lab lets an administrator do, the client knows, with the state it leads to")
    void lab_doesNothingThatTheClientDoesNotKnow() {
        assertThat(ofTheClient()).containsAll(ofTheLab());
    }

    @Test
    @DisplayName("whatever the client thinks may be done, the lab does, but in states that are named here")
    void client_knowsNothingThatTheLabDoesNotDo() {
        Set<Done> missing = new LinkedHashSet<>(ofTheClient());
        missing.removeAll(ofTheLab());

        assertThat(missing).allMatch(done -> NOT_SIMULATED.stream().anyMatch(done.toString()::startsWith));
        assertThat(NOT_SIMULATED)
                .allMatch(named ->
                        missing.stream().anyMatch(done -> done.toString().startsWith(named)));
    }

    @Test
    @DisplayName("each edge of both says who says so, and what is assumed says that it is")
    void edges_citeTheirSources() {
        assertThat(ReplicaGraph.all()).allSatisfy(edge -> {
            assertThat(edge.source())
                    .matches(
                            edge.grade() == Evidence.E
                                    ? "assumption: .+"
                                    : edge.grade() == Evidence.D ? "field reports: .+" : "Microsoft.*: .+");
        });
        assertThat(ReplicaGraph.all()).doesNotHaveDuplicates();
        assertThat(ReplicationEdge.all())
                .doesNotHaveDuplicates()
                .allSatisfy(
                        edge -> assertThat(edge.source()).matches("(assumption|field reports|Microsoft Learn): .+"));
    }

    @Test
    @DisplayName("the lab comes to no state but those of Windows, by their numbers, and to none of another product")
    void states_areThoseOfWindows() {
        Set<ReplicaGraph.Place> places = ReplicaGraph.all().stream()
                .map(ReplicaGraph.Edge::to)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());

        assertThat(places).allSatisfy(place -> {
            ReplicationState state = ReplicationState.all().get(place.state().ordinal());
            assertThat(state.isOurs()).isTrue();
            assertThat(state).isNotEqualTo(ReplicationState.DISABLED);
            assertThat(ReplicationMode.of(place.mode().name()).known()).isTrue();
        });
        assertThat(ReplicaGraph.all())
                .extracting(ReplicaGraph.Edge::from)
                .filteredOn(Objects::nonNull)
                .allMatch(places::contains);
    }

    @Test
    @DisplayName("every act of the client is a step of the lab, and the other way about")
    void acts_areSteps() {
        assertThat(Arrays.stream(ReplicaStep.values())
                        .filter(ReplicaStep::asked)
                        .filter(step -> step != ReplicaStep.ENABLE && step != ReplicaStep.CONFIGURE)
                        .map(ReplicaStep::word))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ReplicationAct.values())
                        .map(ReplicationAct::word)
                        .toList());
    }
}
