package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.call.Ensured;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.host.HostServices;
import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.lab.Lab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A host's services through the SDK; each test leaves the lab as it found it. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class ServicesThroughLabTest {
    private static final String ENGINE = "MSSQLSERVER";
    private static final String AGENT = "SQLSERVERAGENT";

    /** By how much the lab's process numbers grow with a restart. */
    private static final long ONE_RESTART = 8;

    private static Lab lab;
    private static Quorate quorate;
    private static HostServices services;

    @BeforeAll
    static void start() {
        lab = Lab.sqlStoryBuilder().start();
        quorate = lab.connect().build();
        services = quorate.host(Lab.ENDPOINT, "SQL1").services();
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static Consent consent(String service) {
        return Consent.to("SQL1/" + service, "maintenance");
    }

    @Test
    void list_tellsEveryServiceWithItsDependents() {
        List<WindowsService> all = services.list();

        assertThat(all)
                .extracting(WindowsService::name)
                .containsExactly("ClusSvc", "MSiSCSI", ENGINE, AGENT, "vmms", "W32Time", "WinRM");
        assertThat(all.get(2).dependents()).containsExactly(AGENT);
        assertThat(all.get(3).dependents()).isEmpty();
        assertThat(all.get(2)).isEqualTo(services.get(ENGINE));
    }

    @Test
    void get_tellsAccountProcessAndStart() {
        WindowsService engine = services.get(ENGINE);

        assertThat(engine.displayName()).isEqualTo("SQL Server (MSSQLSERVER)");
        assertThat(engine.account()).isEqualTo("LAB\\svc-sql");
        assertThat(engine.state()).isEqualTo(ServiceState.RUNNING);
        assertThat(engine.start()).isEqualTo(ServiceStart.AUTOMATIC);
        assertThat(engine.processId()).isPositive();
        WindowsService idle = services.get("msiscsi");
        assertThat(idle.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(idle.start()).isEqualTo(ServiceStart.MANUAL);
        assertThat(idle.processId()).isZero();
    }

    @Test
    void find_whenThereIsNone_isEmpty_andGetSaysSo() {
        assertThat(services.find("Spooler")).isEmpty();
        assertThat(services.find("it's no service")).isEmpty();
        assertThatThrownBy(() -> services.get("Spooler"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no service of SQL1 is called Spooler");
        assertThatThrownBy(() -> services.get("MSSQL*")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a dependent that runs and is not named keeps a service running, and is named")
    void ensureStopped_whenADependentRuns_isRefused() {
        String before = lab.trace();

        assertThatThrownBy(() -> services.ensureStopped(ENGINE, consent(ENGINE)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("SQLSERVERAGENT needs the service MSSQLSERVER")
                .hasMessageContaining("MSSQLSERVER+SQLSERVERAGENT");
        assertThatThrownBy(() -> services.ensureStopped(ENGINE, List.of(AGENT), consent(ENGINE)))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("SQL1/MSSQLSERVER+SQLSERVERAGENT");
        assertThat(lab.trace()).isEqualTo(before);
    }

    @Test
    @DisplayName("a stopped engine takes its instance off the network, a started one brings it back")
    void ensureStopped_andRunning_actOnTheInstance() {
        Ensured<WindowsService> stopped =
                services.ensureStopped(ENGINE, List.of(AGENT), consent("MSSQLSERVER+SQLSERVERAGENT"));
        assertThat(stopped.changed()).isTrue();
        assertThat(stopped.value().processId()).isZero();
        assertThat(services.get(AGENT).isStopped()).isTrue();
        assertThatThrownBy(() -> quorate.availabilityGroups(Lab.SQL).instances().get("SQL1"))
                .isInstanceOf(io.quorate.error.UnreachableException.class);
        long sent = lab.changingRequests();
        assertThat(services.ensureStopped(ENGINE, consent(ENGINE)).changed()).isFalse();

        assertThat(lab.changingRequests()).isEqualTo(sent);
        Ensured<WindowsService> agent = services.ensureRunning(AGENT);
        assertThat(agent.changed()).isTrue();
        assertThat(services.await(ENGINE, ServiceState.RUNNING, Duration.ofMinutes(2))
                        .isRunning())
                .as("what it needs was started first")
                .isTrue();
        assertThat(services.ensureRunning(AGENT).changed()).isFalse();
        assertThat(quorate.waitFor(
                                "SQL1 answers",
                                () -> quorate.availabilityGroups(Lab.SQL)
                                        .instances()
                                        .get("SQL1"))
                        .await(Duration.ofMinutes(2))
                        .hadrEnabled())
                .isTrue();
    }

    @Test
    void restart_isAnotherProcess_andItsAgentRunsAgain() {
        long before = services.get(ENGINE).processId();

        WindowsService after = services.restart(ENGINE, List.of(AGENT), consent("MSSQLSERVER+SQLSERVERAGENT"));

        assertThat(after.isRunning()).isTrue();
        assertThat(after.processId()).isNotEqualTo(before);
        assertThat(services.get(AGENT).isRunning()).isTrue();
    }

    @Test
    @DisplayName("cut after commit at every request: restarted once, its Agent runs, no failure")
    void restart_cutAtEveryRequest_restartsOnce() {
        int stride = Boolean.getBoolean("quorate.sweep") ? 1 : 15;
        int all = Integer.MAX_VALUE;
        for (int n = 1; n <= all; n += stride) {
            long before = services.get(ENGINE).processId();
            AtomicInteger requests = new AtomicInteger();
            int cut = n;
            lab.faults()
                    .when("request " + n, request -> requests.incrementAndGet() == cut)
                    .optional()
                    .always()
                    .resetAfter();

            WindowsService after = services.restart(ENGINE, List.of(AGENT), consent("MSSQLSERVER+SQLSERVERAGENT"));

            all = requests.get();
            lab.faults().clear();
            assertThat(after.processId()).as("cut at %d", n).isEqualTo(before + ONE_RESTART);
            assertThat(services.get(AGENT).isRunning()).as("cut at %d", n).isTrue();
        }
        assertThat(all).isGreaterThan(10);
    }

    @Test
    void restart_whenADependentRuns_isRefused() {
        assertThatThrownBy(() -> services.restart(ENGINE, consent(ENGINE)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("nothing was stopped: SQLSERVERAGENT");
    }

    @Test
    void ensureStart_isRead_andKeepsADisabledServiceFromStarting() {
        assertThat(services.ensureStart("MSiSCSI", ServiceStart.DISABLED).changed())
                .isTrue();
        assertThat(services.ensureStart("MSiSCSI", ServiceStart.DISABLED).changed())
                .isFalse();
        assertThatThrownBy(() -> services.ensureRunning("MSiSCSI"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("is disabled")
                .hasMessageContaining("ensureStart");
        assertThatThrownBy(() -> services.await("MSiSCSI", ServiceState.RUNNING, Duration.ofMinutes(1)))
                .isInstanceOf(RejectedException.class);
        assertThat(services.ensureStart("MSiSCSI", ServiceStart.MANUAL).value().start())
                .isEqualTo(ServiceStart.MANUAL);
        assertThatThrownBy(() -> services.ensureStart("MSiSCSI", ServiceStart.BOOT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a service whose needed service is disabled does not start, and the system's code says so")
    void ensureRunning_whenWhatItNeedsIsDisabled_tellsTheCode() {
        services.ensureStopped(ENGINE, List.of(AGENT), consent("MSSQLSERVER+SQLSERVERAGENT"));
        services.ensureStart(ENGINE, ServiceStart.DISABLED);
        try {
            assertThatThrownBy(() -> services.ensureRunning(AGENT))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("0x8007042C")
                    .hasMessageContaining("a service that it needs");
        } finally {
            services.ensureStart(ENGINE, ServiceStart.AUTOMATIC);
            services.ensureRunning(AGENT);
        }
        services.await(ENGINE, ServiceState.RUNNING, Duration.ofMinutes(2));
    }

    @Test
    @DisplayName("what carries the connection is neither stopped nor kept from starting")
    void winRm_isLeftAlone() {
        assertThatThrownBy(() -> services.ensureStopped("WinRM", consent("WinRM")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("carries this connection");
        assertThatThrownBy(() -> services.restart("winrm", consent("winrm"))).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> services.ensureStart("WinRM", ServiceStart.MANUAL))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    @DisplayName("what the lab does not simulate it refuses aloud")
    void restart_whereTheLabDoesNotSimulateIt_isRefused() {
        assertThatThrownBy(() -> services.restart("vmms", consent("vmms"))).hasMessageContaining("does not simulate");
    }

    @Test
    void ensureStopped_withoutAConsent_sendsNothing() {
        long sent = lab.changingRequests();
        assertThatThrownBy(() -> services.ensureStopped("vmms", null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(lab.changingRequests()).isEqualTo(sent);
    }
}
