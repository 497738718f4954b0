package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.call.Gathered;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.host.HostDisk;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.VirtualSwitch;
import io.quorate.lab.Lab;
import io.quorate.lab.SlowLab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where the caller asks for it, hosts that do not answer are named and hide nothing of the others; else a list is all or an exception. */
class GatheredThroughLabTest {
    private static final Duration EACH = Duration.ofSeconds(1);
    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() {
        lab = SlowLab.start(Lab.builder().host("HV1").host("HV2").host("HV3").host("HV4"), EACH);
        quorate = lab.connect().retry(RetrySettings.never()).build();
        for (String host : List.of("HV1", "HV2", "HV3")) {
            quorate.vms(Lab.ENDPOINT).create("on-" + host, vm -> vm.on(host).path("C:\\VMs"));
        }
    }

    @AfterAll
    static void end() {
        quorate.close();
        lab.close();
    }

    private static void silent(String cmdlet, String host, Runnable work) {
        lab.faults().on(cmdlet).host(host).always().resetBefore();
        try {
            work.run();
        } finally {
            lab.faults().clear();
            // until a host that was silent is asked again
            lab.advance(Duration.ofMinutes(2));
        }
    }

    @Test
    @DisplayName("machines come from the hosts that answer, and the silent one is named with its failure")
    void gather_namesTheSilentHost() {
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        silent("Get-VM", "HV2", () -> {
            Gathered<VirtualMachine> all = vms.gather();
            assertThat(all.found()).extracting(VirtualMachine::name).containsExactly("on-HV1", "on-HV3");
            assertThat(all.failed()).containsOnlyKeys("HV2");
            assertThat(all.failed().get("HV2")).isInstanceOf(UnreachableException.class);
            assertThat(all.isWhole()).isFalse();
            assertThatThrownBy(all::orThrow).isSameAs(all.failed().get("HV2"));
            assertThat(vms.gatherDisks().failed()).containsOnlyKeys("HV2");
            assertThat(vms.gatherAdapters().failed()).containsOnlyKeys("HV2");
            assertThat(quorate.replicas(Lab.ENDPOINT).gather().failed()).containsOnlyKeys("HV2");
            assertThatThrownBy(vms::list).as("the default").isInstanceOf(UnreachableException.class);
        });
        Gathered<VirtualMachine> whole = vms.gather();
        assertThat(whole.isWhole()).isTrue();
        assertThat(whole.orThrow()).isEqualTo(vms.list()).hasSize(3);
    }

    @Test
    @DisplayName("whatever a host lists is gathered over all hosts, as long as the slowest takes")
    void gather_ofAnyList_isSideBySide() {
        quorate.gather(Lab.ENDPOINT, host -> host.disks().list());
        Instant began = lab.now();
        Gathered<HostDisk> disks =
                quorate.gather(Lab.ENDPOINT, host -> host.disks().list());
        assertThat(Duration.between(began, lab.now())).isBetween(EACH, EACH.multipliedBy(2));
        assertThat(disks.isWhole()).isTrue();
        silent("Get-NetAdapter", "HV3", () -> {
            Gathered<NetworkAdapter> adapters =
                    quorate.gather(Lab.ENDPOINT, host -> host.network().adapters());
            assertThat(adapters.failed()).containsOnlyKeys("HV3");
        });
        Gathered<VirtualSwitch> switches =
                quorate.gather(Lab.ENDPOINT, host -> host.switches().list());
        assertThat(switches.isWhole()).isTrue();
    }

    @Test
    @DisplayName("when no host answers nothing is found, and each failure is there; an interrupt is no answer")
    void gather_whenNobodyAnswers_foundNothing() {
        lab.faults().on("Get-VM").always().resetBefore();
        try {
            Gathered<VirtualMachine> none = quorate.vms(Lab.ENDPOINT).gather();
            assertThat(none.found()).isEmpty();
            assertThat(none.failed()).containsOnlyKeys("HV1", "HV2", "HV3", "HV4");
            QuorateException first = catchThrowableOfType(QuorateException.class, none::orThrow);
            assertThat(first.getSuppressed())
                    .contains(none.failed().get("HV2"), none.failed().get("HV4"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> quorate.vms(Lab.ENDPOINT).gather()).isInstanceOf(QuorateException.class);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            lab.faults().clear();
            lab.advance(Duration.ofMinutes(2));
        }
    }

    @Test
    @DisplayName("in a rehearsal hosts are asked one after the other")
    void gather_inARehearsal_readsAll() {
        quorate.rehearse(
                dry -> assertThat(dry.vms(Lab.ENDPOINT).gather().found()).hasSize(3));
    }
}
