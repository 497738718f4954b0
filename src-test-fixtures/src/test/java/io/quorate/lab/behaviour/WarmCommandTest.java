package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterNodes;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a command costs once its session is open, counted by the server. */
@HaLab
class WarmCommandTest {
    private static final int MANY = Boolean.getBoolean("quorate.sweep") ? 1_100 : 40;
    /** What the three envelopes of a list of nodes hold at most; its projection alone is 4.6 kB of base64. */
    private static final long MOST_BYTES_UP = 8_200;

    private static final long MOST_BYTES_DOWN = 4_500;

    /** The requests that reached the lab, by action. */
    private record Requests(long all, long command, long receive, long signal) {
        static Requests at(Lab lab) {
            return new Requests(
                    lab.requests(), lab.requests("Command"), lab.requests("Receive"), lab.requests("Signal"));
        }

        Requests since(Requests start) {
            return new Requests(
                    all - start.all, command - start.command, receive - start.receive, signal - start.signal);
        }
    }

    /** Makes a cluster of one node, so that the plain session of HV1 is open and a list has something to say. */
    private static ClusterNodes warmedUp(Lab lab, Quorate quorate) {
        quorate.cluster(Lab.ENDPOINT).create("RACK1", "HV1");
        ClusterNodes nodes = quorate.cluster(Lab.ENDPOINT).nodes();
        assertThat(nodes.list()).hasSize(1);
        settle(lab);
        return nodes;
    }

    /** Waits until every ended command is freed. */
    private static void settle(Lab lab) {
        assertThat(Eventually.holds(() -> lab.openCommands() == 0 && lab.parkedReceives() == lab.openShells()))
                .as(lab.describe())
                .isTrue();
    }

    @Test
    @DisplayName("a warm command is three requests: Command, Receive, Signal")
    void warmCommand_costsThreeRequests(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterNodes nodes = warmedUp(lab, quorate);
            long connections = lab.connections();
            for (int i = 0; i < 5; i++) {
                Requests start = Requests.at(lab);
                nodes.list();
                settle(lab);
                assertThat(Requests.at(lab).since(start)).isEqualTo(new Requests(3, 1, 1, 1));
            }
            assertThat(lab.connections()).isEqualTo(connections);
        }
    }

    @Test
    @DisplayName("the caller has its result after two requests: it does not wait for the Signal")
    void warmCommand_whenSignalIsNeverAnswered_callerHasItsResultAfterTwoRequests(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterNodes nodes = warmedUp(lab, quorate);
            lab.faults().onAction("Signal").hung();
            Requests start = Requests.at(lab);
            assertThat(nodes.list()).hasSize(1);
            Requests cost = Requests.at(lab).since(start);
            assertThat(cost.command()).isEqualTo(1);
            assertThat(cost.receive()).isEqualTo(1);
            assertThat(cost.all() - cost.signal()).isEqualTo(2);
            assertThat(lab.openCommands()).as("nothing has freed the command").isEqualTo(1);
            assertThat(Eventually.holds(() -> lab.faults().pending().isEmpty())).isTrue();
        }
        assertThat(lab.openShells()).isZero();
        assertThat(Eventually.holds(() -> lab.openCommands() == 0)).isTrue();
    }

    @Test
    @DisplayName("a warm list of nodes carries at most 8.2 kB up and 4.5 kB down")
    void warmCommand_isSmall(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterNodes nodes = warmedUp(lab, quorate);
            int rounds = 20;
            long up = lab.bytesUp();
            long down = lab.bytesDown();
            for (int i = 0; i < rounds; i++) {
                nodes.list();
            }
            settle(lab);
            up = (lab.bytesUp() - up) / rounds;
            down = (lab.bytesDown() - down) / rounds;
            System.out.println("warm command: body bytes up=" + up + " down=" + down);
            assertThat(up).isLessThanOrEqualTo(MOST_BYTES_UP);
            assertThat(down).isLessThanOrEqualTo(MOST_BYTES_DOWN);
        }
    }

    @Test
    @DisplayName(
            "many commands on one pool, 1100 in a sweep, leave one shell and a parked Receive, and after close nothing")
    void manyCommands_leaveOneShellAndAParkedReceive() {
        Threads threads = Threads.now();
        try (Lab lab = Lab.storyBuilder().start()) {
            try (Quorate quorate = lab.connect().build()) {
                quorate.cluster(Lab.ENDPOINT).create("RACK1", "HV1");
            }
            assertThat(lab.openShells()).isZero();
            try (Quorate quorate = lab.connect().build()) {
                ClusterNodes nodes = quorate.cluster(Lab.ENDPOINT).nodes();
                for (int i = 0; i < MANY; i++) {
                    assertThat(nodes.list()).hasSize(1);
                }
                settle(lab);
                assertThat(lab.openShells()).isEqualTo(1);
                assertThat(lab.parkedReceives()).isEqualTo(1);
                assertThat(lab.openCommands()).isZero();
                assertThat(lab.openConnections()).isLessThanOrEqualTo(3);
            }
            assertNothingLeft(lab, threads);
            assertThat(lab.requests("Command")).isGreaterThanOrEqualTo(MANY);
            assertThat(lab.scriptsSeen()).isZero();
            assertThat(lab.violations()).isEmpty();
        }
        assertThat(threads.left()).isEmpty();
    }

    @Test
    @DisplayName(
            "a client that ends after a command says goodbye over the connection it has: no third one, and no Signal")
    void close_afterACommand_deletesTheShellOverAConnectionItHas(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            quorate.cluster(Lab.ENDPOINT).create("RACK1", "HV1");
        }
        long connections = lab.connections();
        Requests start = Requests.at(lab);
        try (Quorate quorate = lab.connect().build()) {
            assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list()).hasSize(1);
        }
        assertThat(lab.openShells()).isZero();
        assertThat(lab.openCommands()).isZero();
        // a client that was not scheduled for 25 ms has freed the command already
        assertThat(lab.connections()
                        - connections
                        - Requests.at(lab).since(start).signal())
                .isEqualTo(2);
    }

    private static void assertNothingLeft(Lab lab, Threads threads) {
        assertThat(lab.openShells()).isZero();
        assertThat(lab.openCommands()).isZero();
        assertThat(Eventually.holds(() -> lab.parkedReceives() == 0 && lab.openConnections() == 0))
                .as(lab.describe())
                .isTrue();
        assertThat(threads.left("quorate-winrm")).isEmpty();
    }
}
