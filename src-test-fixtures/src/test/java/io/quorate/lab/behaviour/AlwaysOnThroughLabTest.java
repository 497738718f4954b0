package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.call.CallListener;
import io.quorate.call.Ensured;
import io.quorate.call.Rehearsal;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.flow.AlwaysOnSpec;
import io.quorate.flow.FlowStep;
import io.quorate.host.HostClient;
import io.quorate.host.HostSqlInstance;
import io.quorate.host.ServiceState;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import io.quorate.lab.Sweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Always On switched through a host's Windows. Each test brings the instance to where it begins. */
class AlwaysOnThroughLabTest {
    private static final String ENGINE = HostSqlInstance.DEFAULT;
    private static final String AGENT = "SQLSERVERAGENT";
    private static final Consent RESTART = Consent.to("SQL1/MSSQLSERVER", "Always On is to be in force");
    private static final Duration LONG = Duration.ofMinutes(10);

    /** By how much the lab's process numbers grow with a restart. */
    private static final long ONE_RESTART = 8;

    /** Every how manyth request is cut; 1 takes four minutes. */
    private static final int STRIDE = Integer.getInteger("quorate.stride", Sweep.WHOLE ? 13 : 1000);

    /** The first that is cut: without the sweep one in the middle. */
    private static final int FIRST = Sweep.WHOLE ? 1 : 31;

    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() {
        lab = Lab.sqlStoryBuilder()
                .host("OLD")
                .sql("OLD", spec -> spec.version(2016).alwaysOn(false))
                .host("NAMED")
                .sql("NAMED", spec -> spec.instance("TWO").alwaysOn(false))
                .host("SMALL")
                .sql("SMALL", spec -> spec.edition("Express").alwaysOn(false))
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

    private static HostSqlInstance installed() {
        return host("SQL1").sqlInstances().get(ENGINE);
    }

    private static boolean inForce() {
        return quorate.availabilityGroups(Lab.SQL).instances().get("SQL1").hadrEnabled();
    }

    /** Brings SQL1 to where Always On is set and in force, or neither. */
    private static void begin(boolean on) {
        lab.faults().clear();
        lab.sql().alwaysOn("SQL1", on);
        lab.sql().stop("SQL1");
        lab.sql().start("SQL1");
        host("SQL1").services().await(ENGINE, ServiceState.RUNNING, LONG);
        host("SQL1").services().ensureRunning(AGENT);
        // who found it silent in the test before leaves it alone for a while
        assertThat(quorate.waitFor("SQL1 answers", AlwaysOnThroughLabTest::inForce)
                        .await(LONG))
                .isEqualTo(on);
    }

    private static Ensured<HostSqlInstance> on(Quorate by, Consumer<AlwaysOnSpec> more) {
        return by.flows().alwaysOn(spec -> {
            spec.host(Lab.ENDPOINT, "SQL1").sql(Lab.SQL, "SQL1").restart(RESTART);
            more.accept(spec);
        });
    }

    private static Ensured<HostSqlInstance> on(Consumer<AlwaysOnSpec> more) {
        return on(quorate, more);
    }

    @Test
    @DisplayName(
            "on: set, restarted once with its Agent, in force; a second time nothing is sent that changes anything")
    void alwaysOn_isInForce_andASecondRunSendsNothing() {
        begin(false);
        long before = installed().service().processId();
        List<String> steps = new ArrayList<>();

        Ensured<HostSqlInstance> done = on(spec -> spec.progress(step -> steps.add(step.what())));

        assertThat(done.changed()).isTrue();
        assertThat(done.value().alwaysOn()).isTrue();
        assertThat(inForce()).isTrue();
        assertThat(done.value().service().processId()).isEqualTo(before + ONE_RESTART);
        assertThat(host("SQL1").services().get(AGENT).isRunning()).isTrue();
        assertThat(steps).containsExactly("always on", "setting", "restart", "in force");
        long changes = lab.changingRequests();
        assertThat(on(spec -> {}).changed()).isFalse();
        assertThat(lab.changingRequests()).isEqualTo(changes);
    }

    @Test
    void alwaysOn_off_isInForce() {
        begin(true);

        Ensured<HostSqlInstance> done = on(AlwaysOnSpec::off);

        assertThat(done.changed()).isTrue();
        assertThat(inForce()).isFalse();
        begin(true);
    }

    @Test
    @DisplayName(
            "set already and not in force: restarted; set by hand to the contrary and in force: set back, not restarted")
    void alwaysOn_whenSettingAndForceDiffer_doesWhatIsMissing() {
        begin(false);
        lab.sql().alwaysOn("SQL1", true);
        assertThat(installed().alwaysOn()).isTrue();
        long before = installed().service().processId();

        assertThat(on(spec -> {}).changed()).isTrue();
        assertThat(inForce()).isTrue();
        assertThat(installed().service().processId()).isEqualTo(before + ONE_RESTART);

        lab.sql().alwaysOn("SQL1", false);
        Ensured<HostSqlInstance> back = on(spec -> {});
        assertThat(back.changed()).isTrue();
        assertThat(back.value().alwaysOn()).isTrue();
        assertThat(installed().service().processId()).isEqualTo(before + ONE_RESTART);
    }

    @Test
    void alwaysOn_whenTheServiceIsStopped_startsIt() {
        begin(false);
        host("SQL1")
                .services()
                .ensureStopped(ENGINE, List.of(AGENT), Consent.to("SQL1/MSSQLSERVER+SQLSERVERAGENT", "test"));

        assertThat(on(spec -> {}).changed()).isTrue();

        assertThat(inForce()).isTrue();
        assertThat(host("SQL1").services().get(AGENT).isRunning())
                .as("it starts with Windows")
                .isTrue();
    }

    @Test
    @DisplayName("without a consent, or with another's, nothing is changed, not even the setting")
    void alwaysOn_withoutConsent_changesNothing() {
        begin(false);
        long changes = lab.changingRequests();

        assertThatThrownBy(() -> on(spec -> spec.restart(Consent.to("SQL2/MSSQLSERVER", "another"))))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("SQL1/MSSQLSERVER");

        assertThat(lab.changingRequests()).isEqualTo(changes);
        assertThat(installed().alwaysOn()).isFalse();
    }

    @Test
    @DisplayName("an instance that runs and does not answer is left alone: whether it is a primary cannot be told")
    void alwaysOn_whenItCannotBeAsked_isRefused() {
        begin(false);
        long changes = lab.changingRequests();
        lab.faults()
                .when("the instance hangs up", request -> request.action().startsWith("tds"))
                .always()
                .resetBefore();

        assertThatThrownBy(() -> on(spec -> spec.atMost(Duration.ofSeconds(20))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("whether it is a primary cannot be told");

        lab.faults().clear();
        assertThat(lab.changingRequests()).isEqualTo(changes);
    }

    @Test
    void alwaysOn_whenAnotherInstanceAnswers_isRefused() {
        begin(false);
        assertThatThrownBy(() -> on(spec -> spec.sql(Lab.SQL, "SQL2")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("answers as SQL2, which is not the instance MSSQLSERVER of SQL1");
        assertThat(installed().alwaysOn()).isFalse();
    }

    @Test
    @DisplayName("a primary is not restarted, and is not while it is one; after a failover it may be")
    void alwaysOn_whenPrimary_isRefused() throws Exception {
        try (Lab other = SqlStory.lab();
                Quorate sdk = other.connect().build()) {
            SqlStory.prepare(other);
            sdk.availabilityGroups(Lab.SQL).groups().ensure("ag1", SqlStory::wanted);
            sdk.availabilityGroups(Lab.SQL).databases("ag1").awaitSynchronized("orders", LONG, progress -> {});
            HostSqlInstance before =
                    sdk.host(Lab.ENDPOINT, "SQL1").sqlInstances().get(ENGINE);
            long changes = other.changingRequests();

            assertThatThrownBy(() -> on(sdk, AlwaysOnSpec::off))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("it is the primary of ag1")
                    .hasMessageContaining("fail over");

            assertThat(other.changingRequests()).isEqualTo(changes);
            assertThat(sdk.host(Lab.ENDPOINT, "SQL1").sqlInstances().get(ENGINE))
                    .isEqualTo(before);
            assertThat(other.sql().primary("ag1")).hasValue("SQL1");
            assertThat(sdk.flows()
                            .alwaysOn(spec -> spec.host(Lab.ENDPOINT, "SQL2")
                                    .sql(Lab.SQL, "SQL2")
                                    .off()
                                    .restart(Consent.to("SQL2/MSSQLSERVER", "it is a secondary")))
                            .value()
                            .alwaysOn())
                    .isFalse();
        }
    }

    @Test
    @DisplayName("2016 outside of a cluster, Express, and an instance that is not there are refused, and not restarted")
    void alwaysOn_whereItCannotBe_isRefused() {
        long old = host("OLD").sqlInstances().get(ENGINE).service().processId();
        assertThatThrownBy(() -> quorate.flows()
                        .alwaysOn(spec -> spec.host(Lab.ENDPOINT, "OLD")
                                .sql(Lab.SQL, "OLD")
                                .restart(Consent.to("OLD/MSSQLSERVER", "test"))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("0x80041001");
        assertThat(host("OLD").sqlInstances().get(ENGINE).service().processId()).isEqualTo(old);
        assertThat(host("SMALL").sqlInstances().get(ENGINE).alwaysOn()).isNull();
        assertThat(host("SMALL").sqlInstances().get(ENGINE).agent()).isNull();
        assertThatThrownBy(() -> host("SMALL").sqlInstances().ensureAlwaysOn(ENGINE, true))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("has no setting of Always On");
        assertThat(host("SQL1").sqlInstances().find("ABSENT")).isEmpty();
        assertThatThrownBy(() -> host("SQL1").sqlInstances().get("ABSENT")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void list_tellsNameVersionServicesAndSetting() {
        assertThat(host("NAMED").sqlInstances().list()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("TWO");
            assertThat(one.service().name()).isEqualTo("MSSQL$TWO");
            assertThat(one.agent()).isNotNull();
            assertThat(one.agent().name()).isEqualTo("SQLAgent$TWO");
            assertThat(one.version()).startsWith("16.");
            assertThat(one.clustered()).isFalse();
            assertThat(one.alwaysOn()).isFalse();
            assertThat(host("NAMED").sqlInstances().get("two").service()).isEqualTo(one.service());
        });
    }

    @Test
    @DisplayName("cut after commit at every request: in force, restarted once, the Agent runs, no failure")
    void alwaysOn_cutAtEveryRequest_restartsOnce() {
        int all = Integer.MAX_VALUE;
        for (int n = FIRST; n <= all; n += STRIDE) {
            begin(false);
            long before = installed().service().processId();
            AtomicInteger requests = new AtomicInteger();
            int cut = n;
            lab.faults()
                    .when("request " + n, request -> requests.incrementAndGet() == cut)
                    .optional()
                    .always()
                    .resetAfter();

            assertThat(on(spec -> {}).changed()).as("cut at %d", n).isTrue();

            all = requests.get();
            assertDone(before, "cut at " + n);
        }
        assertThat(all).isGreaterThan(30);
    }

    @LongForm
    @Test
    @DisplayName("killed at every request: another client's run ends in the same world, restarted once in all")
    void alwaysOn_killedAtEveryRequest_goesOn() {
        for (int n = FIRST - 1; ; n += STRIDE) {
            begin(false);
            long before = installed().service().processId();
            AtomicInteger requests = new AtomicInteger();
            int alive = n;
            lab.faults()
                    .when("dead from request " + n, request -> requests.getAndIncrement() >= alive)
                    .optional()
                    .always()
                    .resetBefore();
            boolean died = false;
            try (Quorate killed = lab.connect().build()) {
                on(killed, spec -> {});
            } catch (QuorateException e) {
                died = true;
            }
            lab.faults().clear();
            host("SQL1").services().await(ENGINE, ServiceState.RUNNING, LONG);

            on(spec -> {});

            assertDone(before, "killed at " + n);
            if (!died) {
                assertThat(n).isGreaterThan(30);
                return;
            }
        }
    }

    @Test
    @DisplayName("whenever another client does all of it between two calls of ours: restarted once in all")
    void alwaysOn_overtakenByAnotherClient_restartsOnce() {
        int stride = Sweep.WHOLE ? 1 : 4;
        for (int n = 1; ; n += stride) {
            begin(false);
            long before = installed().service().processId();
            AtomicInteger calls = new AtomicInteger();
            int overtaken = n;
            CallListener overtaking = new CallListener() {
                @Override
                public void ended(Ended call) {
                    if (calls.incrementAndGet() == overtaken) {
                        on(spec -> {});
                    }
                }
            };
            try (Quorate ours = lab.connect().listener(overtaking).build()) {
                on(ours, spec -> {});
            }
            assertDone(before, "overtaken after call " + n);
            if (calls.get() < n) {
                assertThat(n).isGreaterThan(6);
                return;
            }
        }
    }

    private static void assertDone(long before, String when) {
        assertThat(inForce()).as(when).isTrue();
        HostSqlInstance after = installed();
        assertThat(after.service().processId()).as(when).isEqualTo(before + ONE_RESTART);
        assertThat(after.alwaysOn()).as(when).isTrue();
        assertThat(after.agent()).isNotNull();
        assertThat(after.agent().isRunning()).as(when).isTrue();
        long changes = lab.changingRequests();
        assertThat(on(spec -> {}).changed()).as(when).isFalse();
        assertThat(lab.changingRequests()).as(when).isEqualTo(changes);
    }

    @Test
    @DisplayName("rehearsed: the setting and the restart are shown, nothing is sent")
    void alwaysOn_rehearsed_showsBoth() {
        begin(false);
        long changes = lab.changingRequests();

        Rehearsal rehearsal = quorate.rehearse(q -> on(q, spec -> {}));

        assertThat(rehearsal.stoppedBy()).isEmpty();
        assertThat(rehearsal.explain())
                .contains("ChangeHADRService")
                .contains("@{LabHADREnabled=1}")
                .contains("Stop-Service -ErrorAction Stop -Name SQLSERVERAGENT")
                .contains("Start-Service -ErrorAction Stop -Name MSSQLSERVER");
        assertThat(lab.changingRequests()).isEqualTo(changes);
        assertThat(inForce()).isFalse();
    }

    @Test
    void restart_byItself_takesAConsentAndIsAnotherProcess() {
        begin(true);
        long before = installed().service().processId();
        assertThatThrownBy(() -> host("SQL1").sqlInstances().restart(ENGINE, null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(host("SQL1")
                        .sqlInstances()
                        .restart(ENGINE, RESTART)
                        .service()
                        .processId())
                .isEqualTo(before + ONE_RESTART);
    }

    @Test
    void spec_withoutASqlEndpoint_isRefused() {
        assertThatThrownBy(() -> quorate.flows().alwaysOn(spec -> spec.host(Lab.ENDPOINT, "SQL1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a primary must not be restarted");
    }

    @Test
    void alwaysOn_whenTheHostIsOff_isUnreachable() {
        begin(true);
        lab.power("SQL2").off();
        List<FlowStep> steps = new ArrayList<>();
        assertThatThrownBy(() -> quorate.flows()
                        .alwaysOn(spec -> spec.host(Lab.ENDPOINT, "SQL2")
                                .sql(Lab.SQL, "SQL2")
                                .progress(steps::add)))
                .isInstanceOf(UnreachableException.class);
        assertThat(steps).isEmpty();
        lab.power("SQL2").on();
        host("SQL2").services().await(ENGINE, ServiceState.RUNNING, LONG);
    }
}
