package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.spi.ErrorKind;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hosts that speak German fail with the same kinds and codes: nothing is decided by text. */
class SecondLanguageTest {

    /** What is decided by. */
    private record Verdict(ErrorKind kind, @Nullable String code) {}

    /** What went wrong, by scenario. */
    private record Run(Map<String, Verdict> verdicts, Map<String, String> texts) {
        void fails(String scenario, ThrowingCallable call) {
            QuorateException failure = catchThrowableOfType(QuorateException.class, call);
            assertThat(failure).as(scenario).isNotNull();
            verdicts.put(scenario, new Verdict(failure.kind(), failure.report().code()));
            texts.put(scenario, failure.getMessage());
        }
    }

    @Test
    @DisplayName("the same kinds and codes in English and in German")
    void errors_doNotDependOnTheLanguage() {
        Run english = run("en-US");
        Run german = run("de-DE");
        english.verdicts().forEach((scenario, verdict) -> System.out.println(scenario + ": " + verdict));
        assertThat(german.verdicts()).isEqualTo(english.verdicts());
        assertThat(english.verdicts().values())
                .extracting(Verdict::kind)
                .contains(
                        ErrorKind.CONFLICT,
                        ErrorKind.NOT_FOUND,
                        ErrorKind.OUTCOME_UNKNOWN,
                        ErrorKind.ACCESS_DENIED,
                        ErrorKind.UNREACHABLE);
        assertThat(english.texts().get("quota for good")).contains("The WS-Management service cannot process");
        assertThat(german.texts().get("quota for good")).contains("Der WS-Verwaltungsdienst kann");
        assertThat(german.texts().get("no such disk")).doesNotContain("The ").contains("Die ");
    }

    private static Run run(String locale) {
        Run run = new Run(new LinkedHashMap<>(), new LinkedHashMap<>());
        try (Lab lab = Lab.storyBuilder().locale(locale).start()) {
            try (Quorate quorate = lab.connect().build()) {
                errors(lab, quorate, run);
            }
            try (Quorate quorate = lab.connect(e -> e.delegatedConfiguration("Microsoft.PowerShell"))
                    .build()) {
                run.fails("second hop", () -> quorate.cluster(Lab.ENDPOINT).create("FC3", "HV2"));
            }
            try (Quorate quorate = lab.connect(e -> e.option("configurationName", "No.Such.Configuration"))
                    .build()) {
                run.fails(
                        "no such configuration", () -> quorate.vms(Lab.ENDPOINT).list("HV1"));
            }
            assertThat(lab.notSimulated()).isEmpty();
            assertThat(lab.scriptsSeen()).isZero();
        }
        return run;
    }

    private static void errors(Lab lab, Quorate quorate, Run run) {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        run.fails("no cluster", () -> cluster.nodes().list());
        cluster.create("FC1", "HV1");
        VirtualMachine web1 =
                vms.create("web1", vm -> vm.on("HV1").path("C:\\VMs").memory(Size.gib(2)));

        run.fails("cluster exists", () -> cluster.create("FC2", "HV1"));
        run.fails("node is a member", () -> cluster.nodes().add("HV1"));
        run.fails("no such host", () -> cluster.nodes().add("HV9"));
        run.fails("no such node", () -> cluster.nodes().get("HV9"));
        run.fails("pause no such node", () -> cluster.nodes().pause("HV9"));
        run.fails("no such group", () -> cluster.groups().get("nothing"));
        run.fails("no such disk", () -> cluster.quorum().setDiskWitness("nothing"));
        run.fails("no such volume", () -> cluster.sharedVolumes().add("{" + new UUID(1, 2) + "}"));
        run.fails("machine exists", () -> vms.create("web1", vm -> vm.on("HV1").path("C:\\VMs")));
        run.fails("no such machine", () -> vms.get(new UUID(1, 2)));
        run.fails("start no such machine", () -> vms.start(new UUID(1, 2)));
        run.fails("not clustered", () -> vms.migrateLive(web1.id(), "HV2"));
        run.fails(
                "no such switch",
                () -> vms.create("web2", vm -> vm.on("HV1").path("C:\\VMs").connectedTo("nothing")));
        run.fails(
                "no such switch for an adapter",
                () -> vms.adapters(web1.id()).ensure("lan", nic -> nic.connectedTo("nothing")));
        run.fails("no such adapter", () -> vms.adapters(web1.id()).connect("nothing", "LAN"));
        assertThat(vms.integration(web1.id()).find(IntegrationService.HEARTBEAT))
                .isPresent();
        run.fails(
                "too much memory",
                () -> vms.start(
                        vms.create("web3", vm -> vm.on("HV1").path("C:\\VMs").memory(Size.gib(4096)))
                                .id()));
        run.fails("no consent", () -> vms.turnOff(web1.id(), null));

        lab.faults().on("Get-VM").times(50).quota();
        run.fails("quota for good", () -> vms.list("HV1"));
        lab.faults().clear();

        vms.start(web1.id());
        vms.awaitRunning(web1.id(), Duration.ofMinutes(1));
        lab.faults().on("Stop-VM").resetAfter();
        run.fails(
                "answer lost", () -> vms.turnOff(web1.id(), Consent.to(web1.id().toString(), "a test")));

        lab.power("HV2").off();
        run.fails("host is dead", () -> vms.list("HV2"));
        lab.power("HV2").on();
        lab.advance(Duration.ofMinutes(15));
    }
}
