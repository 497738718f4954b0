package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.call.Rehearsal;
import io.quorate.cluster.GroupState;
import io.quorate.error.RejectedException;
import io.quorate.flow.AlwaysOnSpec;
import io.quorate.host.HostClient;
import io.quorate.host.HostSqlInstance;
import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A failover cluster instance, which its cluster alone starts and stops. Each test brings it to where it begins. */
class FailoverClusterInstanceTest {
    private static final String ENGINE = HostSqlInstance.DEFAULT;
    private static final String AGENT = "SQLSERVERAGENT";
    private static final String GROUP = "SQL Server (MSSQLSERVER)";
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int STRIDE = Integer.getInteger("quorate.stride", Sweep.WHOLE ? 7 : 1000);

    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .host("N1")
                .host("N2")
                .host("N3")
                .host("N4")
                .sharedDisk(Size.gib(100))
                .sharedDisk(Size.gib(100))
                .cluster("FC1")
                .sql("N1", spec -> spec.failoverCluster("SQLFCI", "N2").alwaysOn(false))
                .sql("N3", spec -> spec.failoverCluster("OTHER", "N4").alwaysOn(false))
                .start();
        quorate = lab.connect().build();
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static HostClient host(String name) {
        return quorate.host(Lab.ENDPOINT, name);
    }

    private static HostSqlInstance at(String node) {
        return host(node).sqlInstances().get(ENGINE);
    }

    private static boolean inForce(String instance) {
        return quorate.availabilityGroups(Lab.SQL).instances().get(instance).hadrEnabled();
    }

    private static String owner() {
        return quorate.cluster(Lab.ENDPOINT).groups().get(GROUP).owner();
    }

    /** Has the instance run on a node, Always On neither set nor in force, or both. */
    private static void begin(String node, boolean on) {
        lab.faults().clear();
        move(node);
        lab.sql().alwaysOn("SQLFCI", on);
        if (inForce("SQLFCI") != on) {
            host(node).sqlInstances().restart(ENGINE, consent(node));
        }
        answers();
        assertThat(inForce("SQLFCI")).isEqualTo(on);
        assertThat(at(node).agent().isRunning()).isTrue();
    }

    private static void move(String node) {
        quorate.cluster(Lab.ENDPOINT).groups().move(GROUP, node);
        answers();
        assertThat(owner()).isEqualTo(node);
    }

    private static void answers() {
        quorate.waitFor("SQLFCI answers", () -> inForce("SQLFCI")).await(LONG);
    }

    private static Consent consent(String node) {
        return Consent.to(node + "/MSSQLSERVER", "Always On is to be in force");
    }

    private static Ensured<HostSqlInstance> on(Quorate by, String node, Consumer<AlwaysOnSpec> more) {
        return by.flows().alwaysOn(spec -> {
            spec.host(Lab.ENDPOINT, node).sql(Lab.SQL, "SQLFCI").restart(consent(node));
            more.accept(spec);
        });
    }

    @Test
    void list_tellsThatTheClusterOwnsIt_onEveryPossibleOwner() {
        begin("N1", false);
        for (String node : List.of("N1", "N2")) {
            assertThat(host(node).sqlInstances().list()).singleElement().satisfies(one -> {
                assertThat(one.clustered()).isTrue();
                assertThat(one.networkName()).isEqualTo("SQLFCI");
                assertThat(one.service().isRunning()).isEqualTo(node.equals("N1"));
                assertThat(one.service().start()).isEqualTo(ServiceStart.MANUAL);
            });
        }
        assertThat(at("N3").networkName()).isEqualTo("OTHER");
    }

    @Test
    @DisplayName(
            "set and restarted by the cluster with its Agent, on the node that owns it; a second time nothing is sent")
    void alwaysOn_isInForce_byTheCluster() {
        begin("N1", false);
        long before = at("N1").service().processId();
        String other = lab.trace();

        Ensured<HostSqlInstance> done = on(quorate, "N1", spec -> {});

        assertThat(done.changed()).isTrue();
        assertThat(inForce("SQLFCI")).isTrue();
        assertThat(inForce("OTHER")).as("another instance of that name").isFalse();
        assertThat(done.value().service().processId()).isNotEqualTo(before);
        assertThat(done.value().agent().isRunning()).isTrue();
        assertThat(lab.trace().substring(other.length()))
                .contains("Stop-ClusterResource")
                .contains("Start-ClusterResource")
                .doesNotContain("Stop-Service")
                .doesNotContain("Start-Service");
        assertThat(quorate.cluster(Lab.ENDPOINT).groups().get(GROUP).state()).isEqualTo(GroupState.ONLINE);
        long sent = lab.changingRequests();
        assertThat(on(quorate, "N1", spec -> {}).changed()).isFalse();
        assertThat(lab.changingRequests()).isEqualTo(sent);
    }

    @Test
    @DisplayName(
            "what was switched on at one node is in force on every possible owner: the cluster carries the setting along")
    void alwaysOn_afterAMove_isInForceOnTheOtherNode() {
        begin("N1", false);
        on(quorate, "N1", spec -> {});

        move("N2");

        assertThat(inForce("SQLFCI")).isTrue();
        assertThat(at("N2").alwaysOn()).isTrue();
        assertThat(at("N1").service().isStopped()).isTrue();
        assertThat(on(quorate, "N2", spec -> {}).changed()).isFalse();
    }

    @Test
    @DisplayName("on a node that does not own it nothing is set: it would be lost when the instance comes there")
    void alwaysOn_whereItDoesNotRun_isRefused() {
        begin("N2", false);
        long sent = lab.changingRequests();

        assertThatThrownBy(() -> on(quorate, "N1", spec -> {}))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("does not run on N1");
        assertThatThrownBy(() -> host("N1").sqlInstances().ensureAlwaysOn(ENGINE, true))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("ask the node that owns it");
        assertThatThrownBy(() -> host("N1").sqlInstances().restart(ENGINE, consent("N1")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("N2 owns the failover cluster instance");

        assertThat(lab.changingRequests()).isEqualTo(sent);
        assertThat(inForce("SQLFCI")).isFalse();
    }

    @Test
    @DisplayName("another failover cluster instance of the same name is not taken for this one")
    void alwaysOn_whenAnotherInstanceAnswers_isRefused() {
        begin("N1", false);
        assertThatThrownBy(() -> on(quorate, "N1", spec -> spec.sql(Lab.SQL, "OTHER")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("answers as OTHER");
        assertThat(inForce("SQLFCI")).isFalse();
        assertThat(at("N1").alwaysOn()).isFalse();
    }

    @Test
    @DisplayName("its services are neither started, stopped, restarted by hand nor made to start with Windows")
    void services_areTheClusters() {
        begin("N1", false);
        long sent = lab.changingRequests();
        for (String node : List.of("N1", "N2")) {
            for (String service : List.of(ENGINE, AGENT)) {
                assertThatThrownBy(() -> host(node).services().ensureStart(service, ServiceStart.AUTOMATIC))
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("the cluster starts it");
            }
        }
        assertThatThrownBy(() -> host("N2").services().ensureRunning(ENGINE))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the cluster alone brings online");
        assertThatThrownBy(() -> host("N2").services().ensureRunning(AGENT)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> host("N1")
                        .services()
                        .ensureStopped(ENGINE, List.of(AGENT), Consent.to("N1/MSSQLSERVER+SQLSERVERAGENT", "test")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("would take it for failed");
        assertThatThrownBy(() -> host("N1").services().ensureStopped(AGENT, Consent.to("N1/SQLSERVERAGENT", "test")))
                .isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> host("N1").services().restart(AGENT, Consent.to("N1/SQLSERVERAGENT", "test")))
                .isInstanceOf(RejectedException.class);
        assertThat(lab.changingRequests()).isEqualTo(sent);
    }

    @Test
    @DisplayName("an instance that crashes is started again on its node; its node without power, on another one")
    void group_whenTheInstanceOrItsNodeFails_bringsItUp() {
        begin("N1", true);
        long before = at("N1").service().processId();
        lab.sql().stop("SQLFCI");
        host("N1").services().await(ENGINE, ServiceState.RUNNING, LONG);
        assertThat(at("N1").service().processId()).isNotEqualTo(before);

        lab.power("N1").off();
        host("N2").services().await(ENGINE, ServiceState.RUNNING, LONG);
        answers();

        assertThat(inForce("SQLFCI")).isTrue();
        assertThat(at("N2").agent().isRunning()).isTrue();
        lab.power("N1").on();
        quorate.waitFor("N1 is back", () -> at("N1")).await(LONG);
        assertThat(at("N1").service().isStopped()).isTrue();
    }

    @Test
    void move_toANodeThatMayNotOwnIt_isRefused() {
        begin("N1", false);
        assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).groups().move(GROUP, "N3"))
                .isInstanceOf(RejectedException.class);
        assertThat(owner()).isEqualTo("N1");
    }

    @Test
    void rehearsed_showsTheClustersCmdlets() {
        begin("N1", false);
        Rehearsal rehearsal = quorate.rehearse(q -> on(q, "N1", spec -> {}));
        assertThat(rehearsal.stoppedBy()).isEmpty();
        assertThat(rehearsal.explain())
                .contains("Stop-ClusterResource")
                .contains("Start-ClusterResource")
                .doesNotContain("Stop-Service");
    }

    @Test
    @DisplayName("cut after commit at every request: in force, taken off line once, the Agent runs, no failure")
    void alwaysOn_cutAtEveryRequest_restartsOnce() {
        int all = Integer.MAX_VALUE;
        // without the sweep one in the middle
        for (int n = Sweep.WHOLE ? 1 : 40; n <= all; n += STRIDE) {
            begin("N1", false);
            long before = at("N1").service().processId();
            AtomicInteger requests = new AtomicInteger();
            int cut = n;
            lab.faults()
                    .when("request " + n, request -> requests.incrementAndGet() == cut)
                    .optional()
                    .always()
                    .resetAfter();

            assertThat(on(quorate, "N1", spec -> {}).changed())
                    .as("cut at %d", n)
                    .isTrue();

            all = requests.get();
            lab.faults().clear();
            assertThat(at("N1").service().processId()).as("cut at %d", n).isEqualTo(before + 8);
            assertThat(at("N1").agent().isRunning()).as("cut at %d", n).isTrue();
            assertThat(inForce("SQLFCI")).as("cut at %d", n).isTrue();
        }
        assertThat(all).isGreaterThan(30);
    }
}
