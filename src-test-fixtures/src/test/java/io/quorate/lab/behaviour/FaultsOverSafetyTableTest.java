package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.lab.Lab;
import io.quorate.lab.kernel.Faults;
import io.quorate.spi.Safety;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The safety table over real sockets: each kind of command, each way a request goes wrong. The client knows nothing of the faults, the
 * lab nothing of the table; effects are counted in the lab's history.
 */
class FaultsOverSafetyTableTest {
    private static final Duration LATE = Duration.ofMinutes(2);

    /** A command of the API, what it needs before, and how its effect shows. */
    enum Row {
        LIST_NODES(Safety.READ, "Get-ClusterNode", "nothing happens here") {
            @Override
            void run(Quorate quorate, UUID vm) {
                assertThat(quorate.cluster("lab").nodes().list()).hasSize(1);
            }
        },
        PAUSE_NODE(Safety.CONVERGE, "Suspend-ClusterNode", "node/HV1: .*state UP -> PAUSED") {
            @Override
            void run(Quorate quorate, UUID vm) {
                assertThat(quorate.cluster("lab").nodes().pause("HV1").state().toString())
                        .isEqualTo("Paused");
            }
        },
        UPDATE_SETTINGS(Safety.CONVERGE, "ForEach-Object", "cluster/RACK1: .*settings ") {
            @Override
            void run(Quorate quorate, UUID vm) {
                assertThat(quorate.cluster("lab")
                                .properties()
                                .update(s -> s.sameSubnetThreshold(17))
                                .settings()
                                .sameSubnetThreshold())
                        .isEqualTo(17);
            }
        },
        ADD_NODE(Safety.GUARDED, "Add-ClusterNode", "node/HV2: created") {
            @Override
            void run(Quorate quorate, UUID vm) {
                assertThat(quorate.cluster("lab").nodes().add("HV2").name()).isEqualTo("HV2");
            }
        },
        ADD_DISK(Safety.GUARDED, "Add-ClusterDisk", "created ResourceState.*type=PHYSICAL_DISK") {
            @Override
            void run(Quorate quorate, UUID vm) {
                AvailableDisk disk =
                        quorate.cluster("lab").availableDisks().list().get(0);
                assertThat(quorate.cluster("lab")
                                .availableDisks()
                                .addToCluster(disk.id())
                                .diskId())
                        .isEqualTo(disk.id());
            }
        },
        CREATE_VM(Safety.GUARDED, "New-VM", "vm/\\S+: created") {
            @Override
            void run(Quorate quorate, UUID vm) {
                VirtualMachine made =
                        quorate.vms("lab").create("web1", s -> s.on("HV1").path("C:\\VMs"));
                assertThat(made.state()).isEqualTo(VmState.OFF);
            }
        },
        MAKE_HIGHLY_AVAILABLE(Safety.GUARDED, "Add-ClusterVirtualMachineRole", "created GroupState.*type=111") {
            @Override
            UUID prepare(Quorate quorate) {
                return onSharedVolume(quorate).id();
            }

            @Override
            void run(Quorate quorate, UUID vm) {
                assertThat(quorate.vms("lab").makeHighlyAvailable(vm).name()).isEqualTo("web1");
            }
        },
        TURN_OFF_VM(Safety.ONCE, "Stop-VM", "vm/\\S+: .*state RUNNING -> OFF") {
            @Override
            UUID prepare(Quorate quorate) {
                quorate.cluster("lab").create("RACK1", "HV1");
                VirtualMachine made =
                        quorate.vms("lab").create("web1", s -> s.on("HV1").path("C:\\VMs"));
                quorate.vms("lab").start(made.id());
                quorate.vms("lab").awaitRunning(made.id(), Duration.ofMinutes(1));
                return made.id();
            }

            @Override
            void run(Quorate quorate, UUID vm) {
                assertThat(quorate.vms("lab")
                                .turnOff(vm, Consent.to(vm.toString(), "a test"))
                                .state())
                        .isEqualTo(VmState.OFF);
            }
        };

        final Safety safety;
        final String cmdlet;
        private final Pattern effect;

        Row(Safety safety, String cmdlet, String effect) {
            this.safety = safety;
            this.cmdlet = cmdlet;
            this.effect = Pattern.compile(effect);
        }

        /** Makes what the command needs; returns the virtual machine it is about, if any. */
        UUID prepare(Quorate quorate) {
            quorate.cluster("lab").create("RACK1", "HV1");
            return new UUID(0, 0);
        }

        abstract void run(Quorate quorate, UUID vm);

        /** Counts its effects in a history. */
        long effects(String trace) {
            return trace.lines().filter(line -> effect.matcher(line).find()).count();
        }

        /** How often the effect shows when all is well. */
        long once() {
            return safety == Safety.READ ? 0 : 1;
        }

        private static VirtualMachine onSharedVolume(Quorate quorate) {
            ClusterClient cluster = quorate.cluster("lab");
            cluster.create("RACK1", "HV1");
            String path = cluster.sharedVolumes()
                    .add(cluster.availableDisks().list().get(1).id())
                    .path();
            assertThat(path).isNotNull();
            return quorate.vms("lab").create("web1", s -> s.on("HV1").path(path));
        }
    }

    /** What happens to the request that starts the cmdlet. */
    enum OnCommand {
        REFUSED(false, false),
        QUOTA(false, false),
        HUNG(true, false),
        RESET_BEFORE(true, false),
        RESET_AFTER(true, true),
        LOST_ANSWER(true, true),
        LATE_SOON(true, false),
        LATE_LONG_AFTER(true, false);

        /** Whether the client cannot know that nothing was done. */
        final boolean inDoubt;

        /** Whether it was done when the client lost the answer. */
        final boolean done;

        OnCommand(boolean inDoubt, boolean done) {
            this.inDoubt = inDoubt;
            this.done = done;
        }

        void declare(Faults faults, String cmdlet) {
            switch (this) {
                case REFUSED -> faults.any().refused();
                case QUOTA -> faults.on(cmdlet).quota();
                case HUNG -> faults.on(cmdlet).hung();
                case RESET_BEFORE -> faults.on(cmdlet).resetBefore();
                case RESET_AFTER -> faults.on(cmdlet).resetAfter();
                case LOST_ANSWER -> faults.on(cmdlet).lostAnswer();
                case LATE_SOON -> faults.on(cmdlet).late(Duration.ofMillis(200));
                case LATE_LONG_AFTER -> faults.on(cmdlet).late(LATE);
            }
        }

        /** Whether the client finds out by waiting only. */
        boolean silent() {
            return this == HUNG || this == LOST_ANSWER;
        }
    }

    /** What happens to the requests that ask for the cmdlet's output, three times: as often as the client asks. */
    enum OnReceive {
        HUNG,
        RESET_BEFORE,
        RESET_AFTER,
        LOST_ANSWER;

        void declare(Faults.Declaration receives) {
            switch (this) {
                case HUNG -> receives.hung();
                case RESET_BEFORE -> receives.resetBefore();
                case RESET_AFTER -> receives.resetAfter();
                case LOST_ANSWER -> receives.lostAnswer();
            }
        }
    }

    static Stream<Arguments> everyRowAndFaultOfCommand() {
        return Stream.of(Row.values())
                .flatMap(row -> Stream.of(OnCommand.values())
                        .filter(fault -> isPlayed(row, fault))
                        .map(fault -> Arguments.of(row, fault)));
    }

    /** Every cell costs a lab; without the sweep one of each row and of each fault is played. */
    private static boolean isPlayed(Row row, OnCommand fault) {
        return Boolean.getBoolean("quorate.sweep") || (row.ordinal() + fault.ordinal()) % Row.values().length == 0;
    }

    /** Without the sweep each fault is played to a row, and each kind of row gets one. */
    private static boolean isPlayed(Row row, OnReceive fault) {
        return Boolean.getBoolean("quorate.sweep") || ONE_OF_EACH.indexOf(row) == fault.ordinal();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyRowAndFaultOfCommand")
    @DisplayName("the Command that starts the cmdlet goes wrong once")
    void commandGoesWrong(Row row, OnCommand fault) {
        cell(
                row,
                fault.silent(),
                faults -> fault.declare(faults, row.cmdlet),
                fault.inDoubt ? Expected.TABLE : Expected.SUCCESS,
                fault.done ? 1 : 0);
    }

    static Stream<Arguments> rowsAndFaultsOfReceive() {
        return Stream.concat(
                cells(List.of(Row.values()), OnReceive.RESET_BEFORE, OnReceive.RESET_AFTER),
                cells(
                        List.of(Row.LIST_NODES, Row.UPDATE_SETTINGS, Row.CREATE_VM, Row.TURN_OFF_VM),
                        OnReceive.HUNG,
                        OnReceive.LOST_ANSWER));
    }

    private static Stream<Arguments> cells(List<Row> rows, OnReceive... faults) {
        return rows.stream()
                .flatMap(row ->
                        Stream.of(faults).filter(fault -> isPlayed(row, fault)).map(fault -> Arguments.of(row, fault)));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndFaultsOfReceive")
    @DisplayName("the command was accepted, and whatever is asked about its end goes wrong")
    void everyReceiveGoesWrong(Row row, OnReceive fault) {
        cell(
                row,
                fault == OnReceive.HUNG || fault == OnReceive.LOST_ANSWER,
                faults -> fault.declare(faults.onReceiveOf(row.cmdlet).times(3)),
                Expected.TABLE,
                1);
    }

    /** What comes instead of an answer and proves nothing: an HTTP status, or a code of WS-Man's. */
    private static final List<Long> ODD = List.of(
            400L,
            401L,
            403L,
            404L,
            405L,
            407L,
            429L,
            500L,
            503L,
            4711L,
            1726L,
            3221225477L,
            1115L,
            2150859222L,
            2147942405L);

    /** Codes of WS-Man's that prove that the command was not begun, and that may pass. */
    private static final List<Long> NOT_BEGUN =
            List.of(2150859204L, 2150859206L, 2150859213L, 2150859230L, 2150858843L, 2150859174L, 2150859241L);

    private static final List<Row> ONE_OF_EACH =
            List.of(Row.LIST_NODES, Row.PAUSE_NODE, Row.CREATE_VM, Row.TURN_OFF_VM);

    /** Without the sweep each answer is played to one row, and one in so many of them in a test, beginning with the given one. */
    private static Stream<Arguments> odd(List<Long> answers, int first, int oneIn) {
        return IntStream.range(0, answers.size())
                .filter(i -> Boolean.getBoolean("quorate.sweep") || i % oneIn == first)
                .boxed()
                .flatMap(i -> ONE_OF_EACH.stream()
                        .filter(row -> Boolean.getBoolean("quorate.sweep") || (ONE_OF_EACH.indexOf(row) + i) % 4 == 0)
                        .map(row -> Arguments.of(row, answers.get(i))));
    }

    static Stream<Arguments> rowsAndOddAnswersOfWhatIsDone() {
        return odd(ODD, 0, 6);
    }

    static Stream<Arguments> rowsAndOddAnswersOfWhatIsNotDone() {
        return odd(ODD, 2, 6);
    }

    static Stream<Arguments> rowsAndOddAnswersOfReceives() {
        return odd(ODD, 4, 6);
    }

    static Stream<Arguments> rowsAndRefusals() {
        return odd(NOT_BEGUN, 0, 3);
    }

    private static boolean isStatus(long answer) {
        return answer < 600;
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndOddAnswersOfWhatIsDone")
    @DisplayName("the Command is carried out and answered by what proves nothing")
    void commandIsDoneAndAnsweredOddly(Row row, long answer) {
        cell(
                row,
                false,
                faults -> {
                    if (isStatus(answer)) {
                        faults.on(row.cmdlet).doneButAnswered((int) answer);
                    } else {
                        faults.on(row.cmdlet).doneButFaulted(answer);
                    }
                },
                Expected.TABLE,
                1);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndOddAnswersOfWhatIsNotDone")
    @DisplayName("the Command is not carried out and answered by what proves nothing")
    void commandIsNotDoneAndAnsweredOddly(Row row, long answer) {
        cell(
                row,
                false,
                faults -> {
                    if (isStatus(answer)) {
                        faults.on(row.cmdlet).answered((int) answer);
                    } else {
                        faults.on(row.cmdlet).faulted(answer);
                    }
                },
                Expected.TABLE,
                0);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndOddAnswersOfReceives")
    @DisplayName("the command was accepted, and what is asked about its end is answered by what proves nothing")
    void receiveIsAnsweredOddly(Row row, long answer) {
        boolean askedAgain = List.of(404L, 405L, 407L, 503L).contains(answer);
        cell(
                row,
                false,
                faults -> {
                    Faults.Declaration receives = faults.onReceiveOf(row.cmdlet).times(askedAgain ? 3 : 1);
                    if (isStatus(answer)) {
                        receives.answered((int) answer);
                    } else {
                        receives.faulted(answer);
                    }
                },
                Expected.TABLE,
                1);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndRefusals")
    @DisplayName(
            "the Command is answered by a code that proves that it was not begun: it is sent again, whatever it is")
    void commandIsNotBegun(Row row, long code) {
        cell(row, false, faults -> faults.on(row.cmdlet).faulted(code), Expected.SUCCESS, 0);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @DisplayName(
            "one lost answer of a Receive is asked for again: no cell of the table is needed, even for what is done once")
    void oneReceiveIsLost_isAskedAgain(Row row) {
        cell(row, false, faults -> faults.onReceiveOf(row.cmdlet).resetAfter(), Expected.SUCCESS, 1);
    }

    /** Without the sweep one that is guarded, and one that is done once. */
    static Stream<Row> rows() {
        return Boolean.getBoolean("quorate.sweep")
                ? Stream.of(Row.values())
                : Stream.of(Row.CREATE_VM, Row.TURN_OFF_VM);
    }

    static Stream<Row> guarded() {
        return rows().filter(row -> row.safety == Safety.GUARDED);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}")
    @MethodSource("guarded")
    @DisplayName("a late execution that cannot be called off is recognised")
    void lateExecution_whenItCannotBeCalledOff_isRecognised(Row row) {
        cell(
                row,
                false,
                faults -> {
                    faults.on(row.cmdlet).late(Duration.ofMillis(200));
                    faults.onAction("Signal").always().resetBefore();
                    faults.onAction("Delete").always().resetBefore();
                },
                Expected.SUCCESS_BUT_SHELLS_STAY,
                1);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("a guarded command whose effect cannot be read back ends as unknown")
    void guarded_whenReadingBackCannotTell_isUnknown() {
        try (Lab lab = Lab.storyBuilder().start()) {
            prepare(lab, Row.CREATE_VM);
            try (Quorate quorate = lab.connect()
                    .retry(RetrySettings.defaults().withDelays(Duration.ofSeconds(30), Duration.ofMinutes(2)))
                    .build()) {
                quorate.vms("lab").list("HV1");
                lab.faults().on("New-VM").resetAfter();
                lab.faults().on("Get-VM").nth(2).always().quota();
                assertThatThrownBy(() -> Row.CREATE_VM.run(quorate, new UUID(0, 0)))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessageContaining("reading back could not tell")
                        .hasMessageContaining("look at the object before repeating the call");
            }
            assertThat(Row.CREATE_VM.effects(lab.trace())).isEqualTo(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("the cluster answers through the other host when one dies")
    void clusterEndpoint_survivesOneHostsDeath() {
        try (Lab lab = Lab.storyBuilder().start();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster("lab");
            cluster.create("RACK1", "HV1");
            cluster.nodes().add("HV2");
            cluster.nodes().awaitUp("HV2", Duration.ofMinutes(2));
            cluster.quorum()
                    .setDiskWitness(cluster.availableDisks()
                            .addToCluster(cluster.availableDisks().list().get(0).id())
                            .name());
            lab.power("HV1").off();
            assertThat(cluster.nodes().list()).extracting(n -> n.name()).containsExactly("HV1", "HV2");
            assertThat(cluster.properties()
                            .update(s -> s.sameSubnetThreshold(15))
                            .settings()
                            .sameSubnetThreshold())
                    .isEqualTo(15);
            assertThat(quorate.waitFor(
                                    "HV1 counts as down", () -> cluster.nodes().get("HV1"))
                            .until(node -> node.state().toString().equals("Down"))
                            .await(Duration.ofMinutes(10))
                            .name())
                    .isEqualTo("HV1");
        }
    }

    // one cell

    private enum Expected {
        SUCCESS,
        /** The host could not be told to end what was given up. */
        SUCCESS_BUT_SHELLS_STAY,
        /** What the table says of a lost answer. */
        TABLE
    }

    /**
     * @param silent whether the client notices by waiting only: then its time-outs are short
     * @param doneIfUnknown how many effects there are when the outcome stays unknown
     */
    private static void cell(Row row, boolean silent, Consumer<Faults> declare, Expected expected, long doneIfUnknown) {
        try (Lab lab = Lab.storyBuilder().start()) {
            UUID vm = prepare(lab, row);
            declare.accept(lab.faults());
            boolean unknown = expected == Expected.TABLE && row.safety == Safety.ONCE;
            try (Quorate quorate = lab.connect(endpoint -> {
                        if (silent) {
                            endpoint.option("operationTimeout", "PT0.5S").option("readTimeout", "PT1.2S");
                        }
                    })
                    .build()) {
                if (unknown) {
                    assertThatThrownBy(() -> row.run(quorate, vm))
                            .isInstanceOf(OutcomeUnknownException.class)
                            .hasMessageContaining("the answer was lost");
                } else {
                    row.run(quorate, vm);
                }
            }
            assertThat(lab.faults().pending().stream()
                            .filter(p -> !p.contains("always"))
                            .toList())
                    .as("faults that did not hit")
                    .isEmpty();
            pass(lab, LATE.multipliedBy(2));
            assertThat(row.effects(lab.trace())).as(lab.trace()).isEqualTo(unknown ? doneIfUnknown : row.once());
            if (expected != Expected.SUCCESS_BUT_SHELLS_STAY) {
                assertThat(lab.openShells()).as(lab.describe()).isZero();
            }
            assertThat(lab.violations()).isEmpty();
            assertThat(lab.scriptsSeen()).isZero();
            assertThat(lab.notSimulated()).isEmpty();
        }
    }

    private static UUID prepare(Lab lab, Row row) {
        try (Quorate quorate = lab.connect().build()) {
            return row.prepare(quorate);
        }
    }

    /** Lets the lab's time pass, so that what is late has come. */
    private static void pass(Lab lab, Duration time) {
        try {
            lab.runtime().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
