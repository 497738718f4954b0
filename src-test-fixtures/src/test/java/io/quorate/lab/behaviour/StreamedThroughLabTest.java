package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.error.QuorateException;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.Site;
import io.quorate.lab.model.VmSpec;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lists that are read as they come: the same as the whole list, in every kind of session, and nothing is left on the host. */
class StreamedThroughLabTest {
    /** Takes several Receives. */
    private static final int MANY = 900;

    private static HeardLab heard;
    private static Lab lab;

    @BeforeAll
    static void start() {
        AtomicReference<Site> inside = new AtomicReference<>();
        heard = HeardLab.of(Lab.builder().host("HV1").face(inside::set));
        lab = heard.lab();
        inside.get().world().change("machines", () -> {
            for (int i = 0; i < MANY; i++) {
                Inside.estate(inside.get())
                        .hypervisor()
                        .create(
                                "HV1",
                                new VmSpec("web" + i, 2, 1L << 30, 1, "C:\\VMs\\" + i, null, 0, List.of(), null));
            }
        });
    }

    @AfterAll
    static void end() {
        heard.close();
    }

    private static void nothingIsLeft() {
        assertThat(Eventually.holds(() -> lab.openCommands() == 0))
                .as(lab.describe())
                .isTrue();
    }

    @Test
    @DisplayName("the stream is the list, in several Receives; so are those of disks, adapters and groups")
    void stream_isTheList() {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            List<VirtualMachine> all = vms.list("HV1");
            nothingIsLeft();
            long commands = lab.requests("Command");
            try (Stream<VirtualMachine> stream = vms.stream("HV1")) {
                assertThat(stream.toList()).hasSize(MANY).isEqualTo(all);
            }
            assertThat(lab.requests("Command") - commands).isEqualTo(1);
            assertThat(vms.streamDisks("HV1").toList()).isEqualTo(vms.disks("HV1"));
            assertThat(vms.streamAdapters("HV1").toList()).isEqualTo(vms.adapters("HV1"));
            nothingIsLeft();
        }
    }

    @Test
    @DisplayName("one that is left in the middle is stopped and freed, and the session serves the next command")
    void close_inTheMiddle_leavesNothing() {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            vms.macRange("HV1");
            long shells = lab.openShells();
            long created = lab.requests("Create");
            for (int i = 0; i < 2; i++) {
                long down = lab.bytesDown();
                try (Stream<VirtualMachine> stream = vms.stream("HV1")) {
                    assertThat(stream.findFirst()).isPresent();
                    assertThat(lab.bytesDown() - down).as("one Receive").isLessThan(600_000);
                }
                nothingIsLeft();
            }
            assertThat(vms.macRange("HV1").host()).isEqualTo("HV1");
            assertThat(lab.openShells()).isEqualTo(shells);
            assertThat(lab.requests("Create")).isEqualTo(created);
        }
    }

    @Test
    @DisplayName("more streams than a host has places end when it is closed; nothing of them is left")
    void streams_thatAreNotClosed_leaveNothingBehindTheClient() {
        Set<UUID> seen = new HashSet<>();
        try (Quorate quorate = lab.connect().build()) {
            Iterator<VirtualMachine> first =
                    quorate.vms(Lab.ENDPOINT).stream("HV1").iterator();
            Iterator<VirtualMachine> second =
                    quorate.vms(Lab.ENDPOINT).stream("HV1").iterator();
            seen.add(first.next().id());
            seen.add(second.next().id());
        }
        assertThat(seen).as("each begins at the beginning").hasSize(1);
        assertThat(Eventually.holds(() -> lab.openShells() == 0 && lab.openCommands() == 0))
                .as(lab.describe())
                .isTrue();
    }

    @Test
    @DisplayName(
            "a connection that breaks in the middle loses nothing and gives nothing twice; a host that is gone ends it")
    void break_inTheMiddle_givesNothingTwice() {
        try (Quorate quorate = lab.connect().build()) {
            Set<UUID> seen = new HashSet<>();
            int all = 0;
            try (Stream<VirtualMachine> stream = quorate.vms(Lab.ENDPOINT).stream("HV1")) {
                Iterator<VirtualMachine> machines = stream.iterator();
                while (machines.hasNext()) {
                    seen.add(machines.next().id());
                    all++;
                    if (all == 1) {
                        lab.faults().onReceiveOf("Get-VMHost").resetBefore();
                    }
                }
                assertThat(all).isEqualTo(MANY);
            } catch (QuorateException broken) {
                assertThat(all).isLessThan(MANY);
                assertThat(broken).hasMessageStartingWith("vm.stream of ");
            } finally {
                lab.faults().clear();
            }
            assertThat(seen).hasSize(all);
        }
    }

    @Test
    @DisplayName(
            "a session that shows nothing but cmdlets streams, too: what it does not do is done here, piece by piece")
    void stream_inARestrictedSession_isTheList() {
        for (String configuration : List.of(HeardLab.PLAIN, HeardLab.GENERATED, HeardLab.NO_LANGUAGE)) {
            try (Quorate quorate = lab.connect(e -> e.option("configurationName", configuration))
                    .build()) {
                VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
                assertThat(vms.stream("HV1").map(VirtualMachine::id))
                        .as(configuration)
                        .hasSize(MANY);
                assertThatThrownBy(() -> vms.stream("HV9").count()).isInstanceOf(QuorateException.class);
                nothingIsLeft();
            }
        }
    }
}
