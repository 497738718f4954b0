package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.RestartConsent;
import io.quorate.SecondHop;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.WinRmRestart;
import io.quorate.WinRmRestart.Cause;
import io.quorate.call.Rehearsal;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnsupportedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LoginSpec.Way;
import io.quorate.lab.LongForm;
import io.quorate.lab.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The story's cluster, created through each way to the second hop; and what a temporary session configuration leaves, which is nothing. */
class SecondHopWaysTest {
    private static final Secret ALICE = Secret.of("alice-canary-1");
    private static final Secret SERVICE = Secret.of("svc-canary-2");
    private static final RestartConsent ANYBODY = RestartConsent.endingAtMost(10, "a test");

    private static LabBuilder builder() {
        return Lab.builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .sharedDisk(Size.gib(500))
                .logins(logins -> logins.addOffer(Way.CREDSSP))
                .domain(
                        "lab.example",
                        domain ->
                                domain.user("alice", ALICE).user("svc", SERVICE).user("bob", ALICE));
    }

    private static Quorate.Builder connect(Lab lab, SecondHop... ways) {
        return lab.connect(endpoint ->
                endpoint.credentials(Credentials.ntlm("LAB\\alice", ALICE)).secondHop(ways));
    }

    private static SecondHop temporary(RestartConsent consent) {
        return SecondHop.temporary("LAB\\svc", SERVICE, consent);
    }

    private static void build(Quorate quorate) {
        if (quorate.cluster(Lab.ENDPOINT).findOn("HV1").isEmpty()) {
            quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1");
        }
        quorate.cluster(Lab.ENDPOINT).nodes().ensure("HV2");
    }

    private static void assertBuilt(Quorate quorate) {
        assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list())
                .extracting(ClusterNode::name)
                .containsExactlyInAnyOrder("HV1", "HV2");
    }

    private static List<String> temporaryOn(Lab lab) {
        return Stream.of("HV1", "HV2")
                .flatMap(host -> lab.sessionConfigurations(host).stream())
                .filter(name -> name.startsWith(SecondHop.PREFIX))
                .toList();
    }

    private static void assertNothingLeft(Lab lab) {
        assertThat(temporaryOn(lab)).isEmpty();
        assertThat(lab.openShells()).isZero();
        assertThat(lab.violations()).isEmpty();
        assertThat(lab.notSimulated()).isEmpty();
    }

    @Test
    @DisplayName(
            "a temporary session configuration is registered once, admits nobody else, and is gone when the client is closed")
    void temporary_buildsTheClusterAndLeavesNothing() {
        List<WinRmRestart> asked = new CopyOnWriteArrayList<>();
        try (Lab lab = builder().start()) {
            lab.faults().onReceiveOf("Register-PSSessionConfiguration").faulted(995);
            try (Quorate quorate = connect(lab, temporary(restart -> {
                        asked.add(restart);
                        return Consent.to(restart.identity(), "the cluster is built");
                    }))
                    .build()) {
                build(quorate);
                assertBuilt(quorate);
                assertThat(temporaryOn(lab)).hasSize(1);
                assertAdmitsNobodyElse(lab, temporaryOn(lab).get(0));
                assertThat(lab.trace()).contains("New-Cluster by LAB\\svc on HV1");
            }
            assertThat(lab.faults().unfired()).isEmpty();
            assertThat(asked).extracting(WinRmRestart::cause).containsExactly(Cause.REGISTER, Cause.REMOVE);
            assertThat(asked).allMatch(restart -> restart.others().isEmpty());
            assertThat(asked.get(0).identity()).isEqualTo("WinRM restart on HV1 ending 0 shells");
            assertThat(lab.trace())
                    .containsOnlyOnce("Register-PSSessionConfiguration")
                    .doesNotContain("canary");
            assertNothingLeft(lab);
        }
    }

    /** Whoever could use it would act as the account it runs as. */
    private static void assertAdmitsNobodyElse(Lab lab, String configuration) {
        try (Quorate other = lab.connect(endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\bob", ALICE))
                        .secondHop(SecondHop.configuration(configuration)))
                .build()) {
            assertThatThrownBy(() -> other.cluster(Lab.ENDPOINT).create("FC2", "HV1"))
                    .isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    @DisplayName(
            "where others have shells open and nobody agrees to end them, nothing is registered and nothing restarts")
    void temporary_withoutConsent_leavesTheHostAlone() {
        List<WinRmRestart> asked = new CopyOnWriteArrayList<>();
        try (Lab lab = builder().start();
                Quorate other = lab.connect().build();
                Quorate quorate = connect(lab, temporary(restart -> {
                            asked.add(restart);
                            return RestartConsent.whereNobodyElseIs("a test").decide(restart);
                        }))
                        .build()) {
            other.vms(Lab.ENDPOINT).list("HV1");

            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"))
                    .isInstanceOfSatisfying(
                            ConsentRequiredException.class,
                            refused -> assertThat(refused.identity()).isEqualTo("WinRM restart on HV1 ending 1 shell"))
                    .hasMessageContaining("nobody agreed to that");

            assertThat(asked).hasSize(1);
            assertThat(asked.get(0).others()).singleElement().satisfies(shell -> {
                assertThat(shell.owner()).isEqualTo("HV1\\Administrator");
                assertThat(shell.configuration()).isEqualTo("Microsoft.PowerShell");
                assertThat(shell.connected()).isTrue();
            });
            assertThat(lab.trace()).doesNotContain("Register-PSSessionConfiguration");
            assertThat(other.vms(Lab.ENDPOINT).list("HV1")).isEmpty();
        }
    }

    @Test
    @DisplayName("CredSSP is used for the one call, and the session goes with it")
    void credSsp_isForTheOneCall() {
        try (Lab lab = builder().start()) {
            try (Quorate quorate =
                    connect(lab, SecondHop.credSsp("LAB\\svc", SERVICE)).build()) {
                build(quorate);
                assertBuilt(quorate);
                assertThat(lab.trace())
                        .contains("New-Cluster by LAB\\svc on HV1")
                        .doesNotContain("canary");
                assertThat(lab.openShells()).as("the plain sessions").isLessThanOrEqualTo(2);
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("a configuration that stands there comes first, and nothing else is tried")
    void standing_comesFirst() {
        try (Lab lab = builder().runAs("Ops.Cluster", "LAB\\svc-ops").start()) {
            try (Quorate quorate = connect(
                            lab,
                            SecondHop.credSsp("LAB\\svc", SERVICE),
                            temporary(restart -> null),
                            SecondHop.configuration("Ops.Cluster"))
                    .build()) {
                build(quorate);
                assertBuilt(quorate);
            }
            assertThat(lab.trace()).contains("New-Cluster by LAB\\svc-ops on HV1");
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("a way that does not open leaves it to the next one; where none opens, the failure tells of each")
    void ways_thatDoNotOpen_leaveItToTheNextAndAreAllTold() {
        try (Lab lab = builder().keepsNoPasswords().start()) {
            try (Quorate quorate = connect(lab, SecondHop.configuration("Nobody.Has"), temporary(ANYBODY))
                    .build()) {
                UnsupportedException refused = catchThrowableOfType(
                        UnsupportedException.class,
                        () -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"));
                assertThat(refused)
                        .hasMessageContaining("Nobody.Has")
                        .hasMessageContaining("0x803381DF")
                        .hasMessageContaining("Disallow WinRM from storing RunAs credentials");
            }
            assertThat(lab.trace()).doesNotContain("New-Cluster by");
            try (Quorate quorate = connect(
                            lab,
                            SecondHop.configuration("Nobody.Has"),
                            temporary(restart -> null),
                            SecondHop.credSsp("LAB\\svc", SERVICE))
                    .build()) {
                build(quorate);
                assertBuilt(quorate);
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("a gMSA that cannot log on is named with what it needs")
    void standing_whenItsAccountCannotLogOn_saysWhatItNeeds() {
        try (Lab lab = builder().runAs("Ops.Cluster", "LAB\\gmsa-ops$").start();
                Quorate quorate =
                        connect(lab, SecondHop.configuration("Ops.Cluster")).build()) {
            lab.faults().onAction("Create").faulted(2150859261L);
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("PrincipalsAllowedToRetrieveManagedPassword");
        }
    }

    @Test
    @DisplayName("a run-as account that cannot log on is not taken for ours, and what was registered is removed")
    void temporary_withAWrongPassword_saysWhoseAndIsRemoved() {
        try (Lab lab = builder().start()) {
            try (Quorate quorate = connect(lab, SecondHop.temporary("LAB\\svc", Secret.of("wrong-canary-3"), ANYBODY))
                    .build()) {
                assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("LAB\\svc could not log on at HV1")
                        .hasMessageNotContaining("canary");
                assertThat(quorate.vms(Lab.ENDPOINT).list("HV1"))
                        .as("we are not shut out")
                        .isEmpty();
            }
            assertThat(lab.logins().account("LAB\\svc").wrongPasswords()).isEqualTo(1);
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName(
            "a command that is denied by code goes a way; where its removal may not restart WinRM, that goes on to serve it")
    void evict_whenDenied_goesAWay() {
        RestartConsent once =
                restart -> restart.cause() == Cause.REGISTER ? Consent.to(restart.identity(), "once") : null;
        try (Lab lab = builder().cluster("FC1").start()) {
            try (Quorate quorate = connect(lab, temporary(once)).build()) {
                quorate.cluster(Lab.ENDPOINT).nodes().pause("HV2");
                assertThat(temporaryOn(lab)).isEmpty();
                quorate.cluster(Lab.ENDPOINT).nodes().evict("HV2", Consent.to("HV2@FC1", "a test"));
                assertThat(lab.trace()).contains("Remove-ClusterNode by LAB\\svc on HV1");
            }
            assertThat(lab.trace()).contains("Unregister-PSSessionConfiguration by LAB\\alice on HV1");
            assertThat(temporaryOn(lab)).as("served still").hasSize(1);
            lab.power("HV1").off();
            lab.power("HV1").on();
            lab.advance(Duration.ofMinutes(10));
            assertThat(temporaryOn(lab)).isEmpty();
        }
    }

    @Test
    @DisplayName("a rehearsal shows the registration and the commands, hides the password and changes nothing")
    void rehearsal_showsWhatWouldBeRegistered() {
        try (Lab lab = builder().start()) {
            String before;
            Rehearsal rehearsal;
            try (Quorate quorate = connect(lab, temporary(ANYBODY)).build()) {
                before = lab.trace();
                rehearsal = quorate.rehearse(
                        rehearsed -> rehearsed.cluster(Lab.ENDPOINT).create("FC1", "HV1"));
            }
            assertThat(rehearsal.toString())
                    .contains("Register-PSSessionConfiguration", SecondHop.PREFIX, "New-Cluster")
                    .doesNotContain("canary");
            assertThat(lab.trace()).isEqualTo(before);
        }
    }

    /** The restart is heard of as a cut, or not at all; as 995 in the story above. */
    @LongForm
    @ParameterizedTest
    @ValueSource(strings = {"lost", "never arrived"})
    void register_howeverItsCallEnds_isReadBack(String ending) {
        try (Lab lab = builder().start()) {
            switch (ending) {
                case "lost" ->
                    lab.faults().on("Register-PSSessionConfiguration").resetAfter();
                default -> lab.faults().on("Register-PSSessionConfiguration").resetBefore();
            }
            try (Quorate quorate = connect(lab, temporary(ANYBODY)).build()) {
                build(quorate);
                assertBuilt(quorate);
            }
            assertThat(lab.faults().unfired()).isEmpty();
            assertNothingLeft(lab);
        }
    }

    // ---------------------------------------------------------------- cut and killed at every request

    /** How many requests the whole story takes, with some to spare. */
    private static final int MOST = 95;

    /** When it is registered and in use. */
    private static final int IN_THE_MIDDLE = 40;

    static Stream<Arguments> requests() {
        return Sweep.WHOLE
                ? IntStream.rangeClosed(1, MOST)
                        .boxed()
                        .flatMap(at -> Stream.of(Arguments.of(at, false), Arguments.of(at, true)))
                : Stream.of(Arguments.of(IN_THE_MIDDLE, true));
    }

    @ParameterizedTest(name = "at request {0}, killed {1}")
    @MethodSource("requests")
    @DisplayName(
            "a client whose connection is cut at any request, or that dies there, leaves nothing after the next run")
    void cutAtAnyRequest_theNextRunLeavesNothing(int at, boolean killed) {
        try (Lab lab = builder().start()) {
            AtomicInteger count = new AtomicInteger();
            lab.faults()
                    .when("counts", request -> {
                        count.addAndGet(request.action().equals("Connect") ? 0 : 1);
                        return false;
                    })
                    .optional()
                    .resetBefore();
            // What a Receive would have brought, it brings when it is sent again.
            lab.faults()
                    .when(
                            "its output is late",
                            request -> count.get() == at && request.action().equals("Receive"))
                    .optional()
                    .resetBefore();
            lab.faults()
                    .when(
                            "its answer is lost",
                            request -> count.get() == at && !request.action().equals("Receive"))
                    .optional()
                    .resetAfter();
            lab.faults()
                    .when("it is dead", request -> killed && count.get() > at)
                    .optional()
                    .always()
                    .resetBefore();
            try (Quorate first = connect(lab, temporary(ANYBODY)).build()) {
                build(first);
            } catch (QuorateException failed) {
                assertThat(count.get()).isGreaterThanOrEqualTo(at);
            }
            boolean left = !temporaryOn(lab).isEmpty();
            assertThat(left || at != IN_THE_MIDDLE || !killed).isTrue();
            lab.faults().clear();
            lab.advance(Duration.ofMinutes(6));

            try (Quorate next = connect(lab, temporary(ANYBODY)).build()) {
                build(next);
                assertBuilt(next);
            }
            assertThat(temporaryOn(lab)).isEmpty();
            assertThat(lab.violations()).isEmpty();
        }
    }
}
