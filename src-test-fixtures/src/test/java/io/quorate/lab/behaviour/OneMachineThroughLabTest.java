package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Size;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.Site;
import io.quorate.lab.model.VmSpec;
import io.quorate.lab.model.VmState;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One machine among 250 of each host is asked for alone: what a look costs does not grow with the host. */
class OneMachineThroughLabTest {
    private static final int MANY = 250;

    /** What a look brings at most, to the caller who waits for it; a command is freed behind his back. */
    private static final long LOOK = 4_096;

    private static final long FREED = 760;

    /** What one brings of a machine that does not run: each other host says no, and so does its cluster, with a long error if there is none. */
    private static final long EVERYWHERE = 3 * 2 * LOOK;

    /** What three hosts bring at most that are asked for a name twice. */
    private static final long NAMED = 3 * 2 * 6_144;

    private static final AtomicReference<Site> INSIDE = new AtomicReference<>();
    private static Lab lab;
    private static Quorate quorate;
    private static final List<UUID> machines = new ArrayList<>();

    private VirtualMachineClient vms;

    @BeforeAll
    static void start() {
        LabBuilder builder = Lab.builder().host("HV1").host("HV2").host("HV3").face(INSIDE::set);
        lab = builder.start();
        make("HV1");
        make("HV2");
        quorate = lab.connect().retry(RetrySettings.never()).build();
    }

    private static void make(String host) {
        INSIDE.get().world().change("machines", () -> {
            for (int i = 0; i < MANY; i++) {
                machines.add(create(host, "web" + i, "C:\\VMs\\" + i));
            }
        });
    }

    private static UUID create(String host, String name, String path) {
        VmState made = Inside.estate(INSIDE.get())
                .hypervisor()
                .create(host, new VmSpec(name, 2, 1L << 30, 1, path, null, 0, List.of(), null));
        return UUID.fromString(made.id());
    }

    private static UUID add(String host, String name) {
        return INSIDE.get().world().change("one more", () -> create(host, name, "C:\\VMs\\more"));
    }

    @AfterAll
    static void end() {
        quorate.close();
        lab.close();
        machines.clear();
    }

    @BeforeEach
    void connect() {
        vms = quorate.vms(Lab.ENDPOINT);
        for (String host : lab.hostNames()) {
            vms.macRange(host);
        }
        settle();
    }

    private static void settle() {
        assertThat(Eventually.holds(() -> lab.openCommands() == 0)).isTrue();
    }

    /** What some work cost. */
    private record Cost(long down, long commands) {
        static Cost of(Runnable work) {
            settle();
            long down = lab.bytesDown();
            long commands = lab.requests("Command");
            work.run();
            settle();
            long more = lab.requests("Command") - commands;
            return new Cost(lab.bytesDown() - down - more * FREED, more);
        }
    }

    private static void run(UUID id) {
        INSIDE.get()
                .world()
                .change("start", () -> Inside.estate(INSIDE.get()).hypervisor().start(id.toString()));
    }

    @Test
    @DisplayName(
            "a machine that runs costs one pipeline and a few KB, on whichever host it is, from the second look on")
    void get_ofARunningMachine_isOnePipeline() {
        UUID id = machines.get(MANY + 7);
        run(id);
        assertThat(vms.awaitRunning(id, Duration.ofMinutes(1)).host()).isEqualTo("HV2");
        Cost cost = Cost.of(() -> assertThat(vms.get(id).isRunning()).isTrue());
        System.out.println("vms.get(id) of " + MANY + ": " + cost);
        assertThat(cost.commands()).isEqualTo(1);
        assertThat(cost.down()).isLessThanOrEqualTo(LOOK);
        assertThat(Cost.of(() -> assertThat(vms.find(id)).isPresent()).commands())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a machine that is off is asked for at every host, since another copy may run, and no list is read")
    void get_ofAMachineThatIsOff_readsNoList() {
        UUID id = machines.get(3);
        assertThat(vms.get(id).host()).isEqualTo("HV1");
        Cost cost = Cost.of(() -> assertThat(vms.get(id).isRunning()).isFalse());
        assertThat(cost.down()).isLessThanOrEqualTo(EVERYWHERE);
    }

    @Test
    @DisplayName("a wait of a minute for a machine costs a look each second, and no list")
    void await_looksForTheMachineAlone() {
        UUID id = machines.get(11);
        Duration minute = Duration.ofMinutes(1);
        Cost cost = Cost.of(() ->
                assertThatThrownBy(() -> vms.awaitRunning(id, minute)).hasMessageContaining("last seen: Off on HV1"));
        System.out.println("await of a minute: " + cost);
        assertThat(cost.down()).isLessThanOrEqualTo(61 * EVERYWHERE);
        run(id);
        Cost running = Cost.of(
                () -> assertThat(vms.awaitRunning(id, minute).isRunning()).isTrue());
        assertThat(running.commands()).isLessThanOrEqualTo(6);
    }

    @Test
    @DisplayName("a verb on a machine finds it, looks and reads back by its id")
    void verbs_readNoList() {
        UUID id = machines.get(MANY + 20);
        run(id);
        vms.awaitRunning(id, Duration.ofMinutes(1));
        Cost cost = Cost.of(() -> assertThat(vms.rename(id, "db7").name()).isEqualTo("db7"));
        assertThat(cost.down()).isLessThanOrEqualTo(LOOK * 3);
    }

    @Test
    @DisplayName("what nobody has is looked for in the lists of all hosts: that alone proves it")
    void get_ofWhatNobodyHas_readsAllLists() {
        UUID none = new UUID(1, 2);
        Cost cost = Cost.of(() -> assertThatThrownBy(() -> vms.get(none))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no host knows it; asked: HV1, HV2, HV3"));
        Cost list = Cost.of(() -> vms.list("HV1"));
        assertThat(cost.down()).isGreaterThan(list.down() * 2);
        assertThat(vms.find(none)).isEqualTo(Optional.empty());
    }

    @Test
    @DisplayName("a host that does not answer is no host that says no")
    void get_whileAHostIsSilent_isNotAbsent() {
        UUID none = new UUID(1, 3);
        UUID there = machines.get(30);
        run(there);
        vms.awaitRunning(there, Duration.ofMinutes(1));
        lab.faults().on("Get-VM").host("HV3").always().optional().resetBefore();
        try {
            assertThatThrownBy(() -> vms.get(none)).isInstanceOf(UnreachableException.class);
            assertThatThrownBy(() -> vms.find(none)).isInstanceOf(UnreachableException.class);
            assertThat(vms.get(there)).extracting(VirtualMachine::host).isEqualTo("HV1");
            assertThat(vms.find(there)).isPresent();
        } finally {
            lab.faults().clear();
        }
    }

    @Test
    @DisplayName("one machine of a name costs two looks at each host, whatever its case, and no list")
    void find_byName_readsNoList() {
        UUID id = add("HV2", "Single 1");
        Cost off = Cost.of(
                () -> assertThat(vms.find("single 1")).map(VirtualMachine::id).contains(id));
        assertThat(off.down()).isLessThanOrEqualTo(NAMED + EVERYWHERE);
        run(id);
        vms.awaitRunning(id, Duration.ofMinutes(1));
        Cost running = Cost.of(() -> assertThat(vms.get("SINGLE 1").host()).isEqualTo("HV2"));
        assertThat(running.commands()).isEqualTo(6);
        assertThat(running.down()).isLessThanOrEqualTo(NAMED);
        Cost none = Cost.of(() -> assertThat(vms.find("single 11")).isEmpty());
        assertThat(none.commands()).isEqualTo(6);
        assertThat(none.down()).isLessThanOrEqualTo(NAMED);
    }

    @Test
    @DisplayName("several of a name, on one host or on several, are told with their ids")
    void get_byAName_thatSeveralHave_isAConflict() {
        UUID one = add("HV3", "twin");
        UUID other = add("HV3", "TWIN");
        assertThatThrownBy(() -> vms.get("Twin"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(one + " on HV3, " + other + " on HV3");
        assertThatThrownBy(() -> vms.find("web8"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(machines.get(8) + " on HV1, " + machines.get(MANY + 8) + " on HV2");
        assertThatThrownBy(() -> vms.get("nobody"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no host of the endpoint has it");
    }

    @Test
    @DisplayName("a name that would be a pattern elsewhere, or is an id, means that machine alone")
    void find_byAPattern_meansItself() {
        UUID id = add("HV3", "[w]eb12");
        assertThat(vms.find("[W]EB12")).map(VirtualMachine::id).contains(id);
        assertThat(vms.get(id.toString()).name()).isEqualTo("[w]eb12");
        assertThat(vms.find("web12*")).isEmpty();
    }

    @Test
    @DisplayName("a host that is silent has not said that it has no such machine")
    void find_byName_whileAHostIsSilent_isNotAbsent() {
        lab.faults().on("Get-VM").host("HV3").always().optional().resetBefore();
        try {
            assertThatThrownBy(() -> vms.find("nobody")).isInstanceOf(UnreachableException.class);
        } finally {
            lab.faults().clear();
        }
    }

    @Test
    @DisplayName(
            "that there is no machine of a name yet is proved without a list, and one made in vain is recognised so, too")
    void create_readsNoList() {
        Cost cost = Cost.of(() -> make("fresh", "C:\\Fresh"));
        assertThat(cost.down()).isLessThanOrEqualTo(cost.commands() * 6_144);
        assertThatThrownBy(() -> make("FRESH", "c:/fresh/")).isInstanceOf(ConflictException.class);
        assertThat(make("fresh", "C:\\Other").name()).isEqualTo("fresh");
    }

    private VirtualMachine make(String name, String path) {
        return vms.create(name, vm -> vm.on("HV1").cores(1).memory(Size.gib(1)).path(path));
    }
}
