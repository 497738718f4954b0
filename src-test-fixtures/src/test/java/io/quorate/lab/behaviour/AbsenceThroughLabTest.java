package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.CallListener;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.ConflictException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.RejectedException;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.command.CreateVirtualMachine;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there is not taken for absent because it moved between two looks, or because Windows spells it otherwise. */
class AbsenceThroughLabTest {
    static Stream<String> paths() {
        return Sweep.of(
                3,
                "C:\\V\\\\x",
                "C:/V/x",
                "C:\\V\\.\\x",
                "C:\\V\\y\\..\\x",
                "C:\\V\\x\\",
                "C:\\V\\x.",
                "C:\\V\\x ",
                "C:\\V.\\x",
                "c:\\v\\X");
    }

    static Stream<String> names() {
        return Sweep.of(3, "web::1", "a*b", "[x]`'\"", "100 % $(whoami) {0}", "web1.", "CON", SEVEN_LETTERS, ".");
    }

    private static final String SEVEN_LETTERS = "/\u00e4 \u6f22";

    @ParameterizedTest
    @DisplayName("one lost answer: a machine is created once, however its path is spelled")
    @MethodSource("paths")
    void create_whenTheAnswerIsLost_isCreatedOnce(String path) {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            lab.faults().on("New-VM").resetAfter();
            VirtualMachine made =
                    quorate.vms(Lab.ENDPOINT).create("web1", vm -> vm.on("HV1").path(path));
            assertThat(made.path()).isEqualToIgnoringCase("C:\\V\\x\\web1");
            assertThat(machines(lab)).isEqualTo(1);
            assertThatThrownBy(() -> quorate.vms(Lab.ENDPOINT)
                            .create("WEB1", vm -> vm.on("HV1").path("C:\\V\\x")))
                    .isInstanceOf(ConflictException.class);
            assertThat(machines(lab)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @DisplayName(
            "one lost answer: a path that cannot be compared as text leaves the outcome unknown, and nothing is created twice")
    @ValueSource(strings = {"C:\\PROGRA~1\\x", "\\\\?\\C:\\V\\x"})
    void create_whenThePathCannotBeCompared_isUnknownAndNotRepeated(String path) {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            lab.faults().on("New-VM").resetAfter();
            assertThatThrownBy(() -> quorate.vms(Lab.ENDPOINT)
                            .create("web1", vm -> vm.on("HV1").path(path)))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("cannot be compared");
            assertThat(machines(lab)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @DisplayName("one lost answer: whatever its name holds, a machine is created once and can be used")
    @MethodSource("names")
    void create_whateverTheNameHolds_isCreatedOnce(String name) {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            lab.faults().on("New-VM").resetAfter();
            VirtualMachine made = vms.create(name, vm -> vm.on("HV1").path("C:\\VMs"));
            assertThat(made.name()).isEqualTo(name);
            assertThat(machines(lab)).isEqualTo(1);
            assertThat(vms.get(name).id()).isEqualTo(made.id());
            assertThat(vms.start(made.id()).isRunning()).isTrue();
            assertThat(vms.rename(made.id(), name + "?*").name()).isEqualTo(name + "?*");
        }
    }

    @Test
    @DisplayName("a machine's name has up to 100 characters")
    void create_withALongName_isCreated() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            String name = "n".repeat(100);
            assertThat(quorate.vms(Lab.ENDPOINT)
                            .create(name, vm -> vm.on("HV1").path("C:\\VMs"))
                            .name())
                    .isEqualTo(name);
        }
    }

    @Test
    @DisplayName("an order from paper whose path is relative is refused before anything is sent")
    void run_ofAnOrderWithARelativePath_isRefused() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            CreateVirtualMachine command =
                    new CreateVirtualMachine("web1", "HV1", 2, Size.gib(1), "VMs\\x", null, null, null);
            assertThatThrownBy(() -> quorate.run(io.quorate.call.Order.create(Lab.ENDPOINT, command)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("it is relative");
            assertThat(machines(lab)).isZero();
        }
    }

    @ParameterizedTest
    @DisplayName("one lost answer: a cluster named by its object's distinguished name is created once")
    @MethodSource("clusterNames")
    void createCluster_whenTheAnswerIsLost_isCreatedOnce(String name) {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            lab.faults().on("New-Cluster").resetAfter();
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            assertThat(cluster.create(name, "HV1").name()).isEqualTo("FC1");
            assertThat(cluster.get().name()).isEqualTo("FC1");
            assertThatThrownBy(() -> cluster.create(name, "HV1")).isInstanceOf(ConflictException.class);
        }
    }

    @ParameterizedTest
    @DisplayName("one lost answer: a node is added once, by whichever of its names")
    @MethodSource("nodeNames")
    void addNode_whenTheAnswerIsLost_isAddedOnce(String name) {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            cluster.create("FC1", "HV1");
            lab.faults().on("Add-ClusterNode").resetAfter();
            assertThat(cluster.nodes().add(name).name()).isEqualTo("HV2");
            assertThat(cluster.nodes().list()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a group whose name would be read as a pattern is moved, and no other")
    void moveGroup_whoseNameIsAPattern_movesThatOneAlone() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine other = Rack.clustered(quorate, cluster, "axb");
            VirtualMachine odd = vms.create("a*b", vm -> vm.on("HV1").path("C:\\ClusterStorage\\Volume1"));
            vms.makeHighlyAvailable(odd.id());
            assertThat(cluster.groups()
                            .move("a*b", "HV2", java.time.Duration.ofMinutes(5))
                            .owner())
                    .isEqualTo("HV2");
            assertThat(vms.get(odd.id()).host()).isEqualTo("HV2");
            assertThat(vms.get(other.id()).host()).isEqualTo("HV1");
        }
    }

    /** Moves a machine to the other host whenever a list of machines was read, as often as it is told. */
    private static final class Mover implements CallListener {
        final AtomicInteger moves = new AtomicInteger();
        Quorate quorate;
        UUID id;

        @Override
        public void ended(Ended call) {
            if (call.operation().equals("vm.list") && moves.getAndDecrement() > 0) {
                VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
                String from = quorate.cluster(Lab.ENDPOINT).groups().get("web1").owner();
                vms.migrateLive(id, from.equals("HV1") ? "HV2" : "HV1");
            }
        }
    }

    /** How often it moves; without the sweep once. */
    static IntStream moves() {
        return Sweep.WHOLE ? IntStream.of(0, 1, 2, 9) : IntStream.of(1);
    }

    @ParameterizedTest
    @DisplayName("a machine that moves between two looks, once or after each, is found and listed once")
    @MethodSource("moves")
    void find_whenTheMachineMovesBetweenTheLists_findsItOnce(int moves) {
        for (String begin : List.of("HV1", "HV2")) {
            // without the sweep from one of them
            if (!Sweep.WHOLE && begin.equals("HV1")) {
                continue;
            }
            Mover mover = new Mover();
            try (Lab lab = Lab.story();
                    Quorate quorate = lab.connect().build();
                    Quorate watched = lab.connect().listener(mover).build()) {
                VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
                if (begin.equals("HV2")) {
                    quorate.vms(Lab.ENDPOINT).migrateLive(web1.id(), "HV2");
                }
                mover.quorate = quorate;
                mover.id = web1.id();
                VirtualMachineClient vms = watched.vms(Lab.ENDPOINT);

                mover.moves.set(moves);
                assertThat(vms.find(web1.id()))
                        .hasValueSatisfying(vm -> assertThat(vm.isRunning()).isTrue());
                if (moves < 2) {
                    mover.moves.set(moves);
                    assertThat(vms.list()).extracting(VirtualMachine::id).containsExactly(web1.id());
                    mover.moves.set(moves);
                    assertThat(vms.get("web1").id()).isEqualTo(web1.id());
                }
                mover.moves.set(0);
                assertThat(vms.find(new UUID(0, 1))).isEmpty();
                assertThat(lab.violations()).isEmpty();
            }
        }
    }

    static Stream<String> nodeNames() {
        return Sweep.of(4, "HV2", "hv2", "hv2.lab.example", "HV2.LAB.EXAMPLE.");
    }

    static Stream<String> clusterNames() {
        return Sweep.of(3, "CN=FC1,OU=Clusters,DC=lab,DC=example", "cn=FC1, ou=\"A, B\", dc=lab, dc=example", "FC1");
    }

    private static long machines(Lab lab) {
        return lab.trace()
                .lines()
                .filter(line -> line.matches(".*vm/\\S+: created.*"))
                .count();
    }
}
