package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.call.AuditRecord;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.vm.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Callers that are interrupted, and clients that are closed, while a call waits: it ends within a second with an exception of ours, an
 * interrupt stays known, the audit log has an outcome, and nothing is left: no shell, no command, no connection, no thread.
 */
class CutShortThroughLabTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** How many commands run in a host's session side by side. */
    private static final int RUNSPACES = 8;

    /** How often a moment is played until it is heard within a second: the machine may have other things to do. */
    private static final int TRIES = 8;

    /** Where a call waits. */
    enum Moment {
        CONNECT(false),
        TLS_HANDSHAKE(false),
        SHELL_IS_CREATED(false) {
            @Override
            void prepare(Lab lab) {
                lab.faults().onAction("Create").hung();
            }
        },
        SHELL_WAS_CREATED_AND_THE_ANSWER_LOST(false) {
            @Override
            void prepare(Lab lab) {
                lab.faults().onAction("Create").lostAnswer();
            }
        },
        POOL_OPENS(false) {
            @Override
            void prepare(Lab lab) {
                lab.faults().onAction("Receive").hung();
            }
        },
        COMMAND_IS_SENT(true) {
            @Override
            void prepare(Lab lab) {
                lab.faults().on("New-VM").hung();
            }
        },
        COMMAND_WAS_CARRIED_OUT_AND_THE_ANSWER_LOST(true) {
            @Override
            void prepare(Lab lab) {
                lab.faults().on("New-VM").lostAnswer();
            }
        },
        OUTPUT_IS_AWAITED(true) {
            @Override
            void prepare(Lab lab) {
                lab.faults().onReceiveOf("New-VM").hung();
            }
        },
        WHAT_IS_GIVEN_UP_DOES_NOT_END(true) {
            @Override
            void prepare(Lab lab) {
                lab.faults().on("New-VM").resetAfter();
                lab.faults().onAction("Signal").hung();
            }

            @Override
            boolean reached(Lab lab) {
                return lab.requests("Signal") > 0
                        && lab.faults().pending().stream().noneMatch(p -> p.contains("Signal"));
            }
        },
        LOST_ANSWER_IS_READ_BACK(true) {
            @Override
            void prepare(Lab lab) {
                lab.faults().on("New-VM").resetAfter();
                lab.faults().onReceiveOf("Get-VM").nth(2).hung();
            }
        },
        BACKOFF_AFTER_A_QUOTA(false) {
            @Override
            void prepare(Lab lab) {
                lab.faults().on("New-VM").quota();
            }
        };

        final boolean sent;

        Moment(boolean sent) {
            this.sent = sent;
        }

        void prepare(Lab lab) {}

        boolean reached(Lab lab) {
            return lab.faults().pending().isEmpty();
        }
    }

    /** What happens then. */
    enum Act {
        INTERRUPT,
        CLOSE
    }

    /** Without the sweep every other moment, with one of the acts each. */
    static Stream<Arguments> momentsAndActs() {
        return Stream.of(Moment.values())
                .flatMap(moment -> Stream.of(Act.values())
                        .filter(act -> Sweep.WHOLE || moment.ordinal() % 4 == 2 * act.ordinal())
                        .map(act -> Arguments.of(moment, act)));
    }

    @ParameterizedTest(name = "{1} while {0}")
    @MethodSource("momentsAndActs")
    @DisplayName("a call that is cut short ends within a second, tells the truth and leaves nothing")
    void cutShort(Moment moment, Act act) throws IOException {
        Duration took = LONG;
        for (int i = 0; i < TRIES && took.compareTo(BlockedCall.SOON) > 0; i++) {
            took = play(moment, act);
        }
        assertThat(took).isLessThanOrEqualTo(BlockedCall.SOON);
    }

    private static Duration play(Moment moment, Act act) throws IOException {
        List<AuditRecord> audit = new CopyOnWriteArrayList<>();
        Threads threads = Threads.now();
        Duration took;
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.WALL).start();
                DeafHost deaf = new DeafHost(moment == Moment.CONNECT)) {
            boolean unheard = moment == Moment.CONNECT || moment == Moment.TLS_HANDSHAKE;
            Heard heard = new Heard();
            Quorate quorate = lab.connect(endpoint -> {})
                    .listener(heard)
                    .runtime(unheard ? new Elsewhere(lab.runtime(), deaf.port()) : lab.runtime())
                    .retry(RetrySettings.defaults().withDelays(LONG, LONG))
                    .audit(audit::add)
                    .build();
            try (quorate) {
                moment.prepare(lab);
                BlockedCall call = BlockedCall.start(() -> quorate.vms(Lab.ENDPOINT)
                        .create("web1", vm -> vm.on("HV1").path("C:\\VMs")));
                assertThat(Eventually.holds(
                                () -> heard.begun() > 0 && moment.reached(lab) && (!unheard || deaf.heard())))
                        .as(() -> lab.faults().pending().toString() + call.failure())
                        .isTrue();
                assertThat(settled(call))
                        .as(() -> "it ended: " + call.failure())
                        .isTrue();

                took = act == Act.INTERRUPT ? call.interrupt() : call.endsAfter(quorate::close);

                assertThat(call.keptTheFlag()).isEqualTo(act == Act.INTERRUPT);
                assertThat(call.failure())
                        .isInstanceOf(moment.sent ? OutcomeUnknownException.class : QuorateException.class)
                        .hasMessageContaining(
                                act == Act.INTERRUPT && moment != Moment.BACKOFF_AFTER_A_QUOTA ? "interrupted" : "");
                assertThat(outcomes(audit, AuditRecord.Step.OUTCOME))
                        .isEqualTo(outcomes(audit, AuditRecord.Step.INTENT))
                        .isEqualTo(moment.sent || moment == Moment.BACKOFF_AFTER_A_QUOTA ? 1 : 0);
                if (act == Act.INTERRUPT && !unheard) {
                    // What happened to one caller is no other's business.
                    lab.faults().clear();
                    assertThat(quorate.vms(Lab.ENDPOINT).list("HV1")).hasSizeLessThanOrEqualTo(1);
                }
            }
            assertNothingLeft(lab);
        }
        assertThat(threads.left()).isEmpty();
        return took;
    }

    private static void assertNothingLeft(Lab lab) {
        Eventually.holds(() -> lab.openShells() == 0 && lab.openConnections() == 0);
        assertThat(lab.openShells()).isZero();
        assertThat(lab.openCommands()).isZero();
        assertThat(lab.openConnections()).isZero();
    }

    /** Gives the thread the time to get from the request to where it waits. */
    private static boolean settled(BlockedCall call) {
        long end = System.nanoTime() + Duration.ofMillis(60).toNanos();
        Eventually.holds(() -> !call.isAlive() || System.nanoTime() - end > 0);
        return call.isAlive();
    }

    private static long outcomes(List<AuditRecord> audit, AuditRecord.Step step) {
        return audit.stream().filter(record -> record.step() == step).count();
    }

    @ParameterizedTest
    @EnumSource(Act.class)
    @DisplayName("who waits for the session, or for a place at the host, hears of it as well")
    void whoQueues_hearsOfIt(Act act) {
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.WALL).start()) {
            // without the sweep one of them each
            for (int places : Sweep.WHOLE ? new int[] {1, 16} : new int[] {act == Act.CLOSE ? 1 : 16}) {
                Heard heard = new Heard();
                try (Quorate quorate = lab.connect()
                        .listener(heard)
                        .bulkhead(new BulkheadSettings(places, LONG))
                        .build()) {
                    quorate.vms(Lab.ENDPOINT).list("HV1");
                    int taken = Math.min(places, RUNSPACES);
                    lab.faults().onReceiveOf("Get-VM").times(taken).hung();
                    List<BlockedCall> first = new ArrayList<>();
                    for (int i = 0; i < taken; i++) {
                        first.add(BlockedCall.start(
                                () -> quorate.vms(Lab.ENDPOINT).list("HV1")));
                    }
                    assertThat(Eventually.holds(() -> lab.faults().pending().isEmpty()))
                            .isTrue();
                    List<BlockedCall> queue = new ArrayList<>();
                    int before = heard.begun();
                    for (int i = 0; i < 4; i++) {
                        queue.add(BlockedCall.start(
                                () -> quorate.vms(Lab.ENDPOINT).list("HV1")));
                    }
                    assertThat(Eventually.holds(() -> heard.begun() == before + 4))
                            .isTrue();
                    assertThat(queue).allMatch(CutShortThroughLabTest::settled);

                    if (act == Act.CLOSE) {
                        assertThat(queue.get(3).endsAfter(quorate::close)).isLessThan(Duration.ofSeconds(10));
                    }
                    for (BlockedCall call : queue) {
                        Duration took = act == Act.INTERRUPT ? call.interrupt() : call.endsAfter(() -> {});
                        assertThat(took).isLessThan(Duration.ofSeconds(10));
                        assertThat(call.failure()).isInstanceOf(QuorateException.class);
                        assertThat(call.keptTheFlag()).isEqualTo(act == Act.INTERRUPT);
                    }
                    for (BlockedCall call : first) {
                        assertThat(call.interrupt()).isLessThan(Duration.ofSeconds(10));
                    }
                }
                assertNothingLeft(lab);
            }
        }
    }

    /** A command that was sent, of each safety, and what an interrupted caller is told of it. */
    @Test
    @DisplayName("an interrupted command that was sent is told of as its safety says")
    void interrupted_afterItWasSent_tellsTheTruth() {
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.WALL).start()) {
            List<AuditRecord> audit = new CopyOnWriteArrayList<>();
            try (Quorate quorate = lab.connect().audit(audit::add).build()) {
                VirtualMachine vm = quorate.vms(Lab.ENDPOINT)
                        .create("web1", spec -> spec.on("HV1").path("C:\\VMs"));
                UUID id = quorate.vms(Lab.ENDPOINT).start(vm.id()).id();
                audit.clear();

                assertThat(interrupted(
                                lab, "Get-VM", () -> quorate.vms(Lab.ENDPOINT).list("HV1")))
                        .isInstanceOf(UnreachableException.class);
                assertThat(interrupted(
                                lab,
                                "Rename-VM",
                                () -> quorate.vms(Lab.ENDPOINT).rename(id, "web2")))
                        .isInstanceOf(QuorateException.class);
                assertThat(interrupted(
                                lab,
                                "New-VM",
                                () -> quorate.vms(Lab.ENDPOINT)
                                        .create("web3", spec -> spec.on("HV1").path("C:\\VMs"))))
                        .isInstanceOf(OutcomeUnknownException.class);
                assertThat(interrupted(
                                lab,
                                "Stop-VM",
                                () -> quorate.vms(Lab.ENDPOINT).turnOff(id, Consent.to(id.toString(), "a test"))))
                        .isInstanceOf(OutcomeUnknownException.class);
                assertThat(audit)
                        .filteredOn(record -> record.step() == AuditRecord.Step.OUTCOME)
                        .hasSize(3)
                        .allMatch(record -> record.outcome() == AuditRecord.Outcome.UNKNOWN);
            }
            assertNothingLeft(lab);
        }
    }

    /**
     * Interrupts a call that waits for its output. What the one before has given up is stopped behind its back, and asked for once more: that is
     * over first, so that it is this call that hangs.
     */
    private static Throwable interrupted(Lab lab, String cmdlet, Runnable command) {
        assertThat(Eventually.holds(() -> lab.openCommands() == 0)).isTrue();
        lab.faults().onReceiveOf(cmdlet).hung();
        BlockedCall call = BlockedCall.start(command);
        assertThat(Eventually.holds(() -> lab.faults().pending().isEmpty()))
                .as(() -> cmdlet + " " + call.failure())
                .isTrue();
        call.interrupt();
        assertThat(call.keptTheFlag()).as(() -> cmdlet + " " + call.failure()).isTrue();
        return call.failure();
    }

    @Test
    @DisplayName("callers that gave up say nothing about the host: others are still served")
    void interrupted_oftenInARow_doesNotShutTheHostOut() {
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.WALL).start();
                Quorate quorate = lab.connect()
                        .breaker(new BreakerSettings(2, LONG))
                        .retry(RetrySettings.never())
                        .build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(interrupted(
                                lab, "Get-VM", () -> quorate.vms(Lab.ENDPOINT).list("HV1")))
                        .hasMessageContaining("interrupted");
            }
            assertThat(quorate.vms(Lab.ENDPOINT).list("HV1")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Act.class)
    @DisplayName("who waits for a condition hears of it between two looks")
    void waiter_betweenTwoLooks_hearsOfIt(Act act) {
        Heard heard = new Heard();
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.WALL).start();
                Quorate quorate = lab.connect().listener(heard).build()) {
            BlockedCall call = BlockedCall.start(() -> quorate.waitFor(
                            "a virtual machine", () -> quorate.vms(Lab.ENDPOINT).list("HV1"))
                    .until(Predicate.not(List::isEmpty))
                    .every(LONG)
                    .await(LONG.multipliedBy(2)));
            assertThat(Eventually.holds(() -> heard.over() > 0 && lab.requests("Signal") > 0))
                    .isTrue();
            assertThat(settled(call)).isTrue();

            Duration took = act == Act.INTERRUPT ? call.interrupt() : call.endsAfter(quorate::close);

            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertThat(call.failure())
                    .isInstanceOf(act == Act.INTERRUPT ? QuorateException.class : IllegalStateException.class);
            assertThat(call.keptTheFlag()).isEqualTo(act == Act.INTERRUPT);
        }
    }

    @Test
    @DisplayName("a client that an interrupted thread closes still gives everything back")
    void close_byAnInterruptedThread_leavesNothing() {
        try (Lab lab = Lab.story()) {
            Quorate quorate = lab.connect().build();
            quorate.vms(Lab.ENDPOINT).list("HV1");
            quorate.vms(Lab.ENDPOINT).list("HV2");
            assertThat(lab.openShells()).isEqualTo(2);

            Thread.currentThread().interrupt();
            quorate.close();

            assertThat(Thread.interrupted()).isTrue();
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("a client that is closed while it opens a pool leaves no shell on the host")
    void close_whileAPoolOpens_leavesNoShell() {
        int rounds = Sweep.WHOLE ? 400 : 16;
        try (Lab lab = Lab.story()) {
            for (int i = 0; i < rounds; i++) {
                Quorate quorate = lab.connect().build();
                long before = lab.requests("Create");
                BlockedCall call =
                        BlockedCall.start(() -> quorate.vms(Lab.ENDPOINT).list("HV1"));
                int stage = i % 4;
                Eventually.holds(() -> stage == 0 || lab.requests("Create") > before);
                spin(i * (Sweep.WHOLE ? 40_000L : 100_000L));
                call.endsAfter(quorate::close);
                assertThat(lab.openShells()).as("round " + i).isZero();
            }
            assertNothingLeft(lab);
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        Eventually.holds(() -> System.nanoTime() - end > 0);
    }

    /** A port that takes no connection, or takes it and says nothing. */
    private static final class DeafHost implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new CopyOnWriteArrayList<>();
        private final boolean full;

        DeafHost(boolean full) throws IOException {
            this.full = full;
            for (int i = 0; full && i < 4; i++) {
                Socket filling = new Socket();
                taken.add(filling);
                try {
                    filling.connect(server.getLocalSocketAddress(), 200);
                } catch (IOException e) {
                    break;
                }
            }
            if (!full) {
                Thread thread = new Thread(this::accept, "deaf-host");
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void accept() {
            try {
                while (true) {
                    taken.add(server.accept());
                }
            } catch (IOException e) {
                // closed
            }
        }

        int port() {
            return server.getLocalPort();
        }

        boolean heard() {
            return full || !taken.isEmpty();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }

    /** The lab's runtime, but every host is somewhere else. */
    private record Elsewhere(QuorateRuntime lab, int port) implements QuorateRuntime {
        @Override
        public Instant now() {
            return lab.now();
        }

        @Override
        public long nanos() {
            return lab.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            lab.sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return lab.random();
        }

        @Override
        public SocketFactory sockets() {
            return lab.sockets();
        }

        @Override
        public InetSocketAddress resolve(String host, int anyPort) throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
    }
}
