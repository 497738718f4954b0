package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConflictException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.error.UnsupportedException;
import io.quorate.error.UntrustedException;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

/** What an administrator reads: operation, object, target and wire, attempts and time, the other side's words and code, a hint, the call. */
@HaLab
class MessagesThroughLabTest {
    private static final String TIME = "in \\d+(\\.\\d{3})? s: ";
    private static final String CALL = "; call [0-9a-f]{16}";

    private static Quorate connect(Lab lab, Secret password, Trust trust, boolean delegated) {
        return Quorate.builder()
                .runtime(lab.runtime())
                .endpoint("rack", lab.endpointUri(), endpoint -> {
                    endpoint.credentials(Credentials.basic(lab.username(), password))
                            .trust(trust);
                    if (delegated) {
                        endpoint.delegatedConfiguration(Lab.DELEGATED);
                    }
                })
                .build();
    }

    private static Trust trust(Lab lab) {
        return new Trust.Authorities(lab.caCertificates());
    }

    private static <X extends QuorateException> X thrown(Class<X> type, Quorate quorate, Consumer<ClusterClient> call) {
        X e = catchThrowableOfType(type, () -> call.accept(quorate.cluster("rack")));
        assertThat(e).isNotNull();
        assertThat(e.getMessage())
                .doesNotContain("java.", "sun.", "okhttp", "Exception:", "null")
                .doesNotContain("\n");
        return e;
    }

    @Test
    void wrongPassword_isToldOnceToEachHostAndNamesTheRemedy(Lab lab) {
        try (Quorate quorate = connect(lab, Secret.of("wrong"), trust(lab), true)) {
            assertThat(thrown(
                            AccessDeniedException.class, quorate, c -> c.nodes().list()))
                    .hasMessageMatching(
                            "cluster\\.node\\.list of cluster nodes at HV1 over winrm https \\(endpoint rack\\), "
                                    + "2 attempts " + TIME
                                    + "access denied: hv1:5986 refused the login; it offers .*Basic"
                                    + " \\[HTTP 401]; hint: check user name and password; Basic logs in local accounts only"
                                    + CALL);
        }
        assertThat(lab.refusedLogins()).isEqualTo(2);
    }

    @Test
    void wrongPassword_ofADomainAccount_isToldToOneHost(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .endpoint(
                        "rack",
                        lab.endpointUri(),
                        e -> e.credentials(Credentials.basic("CORP\\admin", Secret.of("wrong")))
                                .trust(trust(lab)))
                .build()) {
            thrown(AccessDeniedException.class, quorate, c -> c.nodes().list());
        }
        assertThat(lab.refusedLogins()).isEqualTo(1);
    }

    @Test
    void noCredentials_areNotTakenForWrongOnes(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .endpoint("rack", lab.endpointUri(), e -> e.trust(trust(lab)))
                .build()) {
            assertThat(thrown(
                                    AccessDeniedException.class,
                                    quorate,
                                    c -> c.nodes().list())
                            .hint())
                    .startsWith("the endpoint has no credentials");
        }
    }

    @Test
    void untrustedAuthority_saysWhatWasShown(Lab lab) {
        try (Quorate quorate = connect(lab, lab.password(), Trust.platform(), true)) {
            assertThat(thrown(UntrustedException.class, quorate, c -> c.nodes().list()))
                    .hasMessageMatching(
                            "cluster\\.node\\.list of cluster nodes at HV1 over winrm https \\(endpoint rack\\), "
                                    + "2 attempts " + TIME
                                    + "untrusted: hv1:5986 is not trusted: unable to find valid certification"
                                    + " path to requested target; expected name hv1; certificate of CN=HV1, issued by CN=Quorate Lab"
                                    + " CA, valid .*, SHA-256 [0-9a-f]{64}; hint: give the authority that issued it .*"
                                    + CALL);
        }
    }

    @Test
    void wrongName_saysWhichOneWasExpected(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(new Alias(lab.runtime(), "hv9", "HV1"))
                .endpoint(
                        "rack",
                        "winrm://HV9",
                        e -> e.credentials(Credentials.basic(lab.username(), lab.password()))
                                .trust(trust(lab)))
                .build()) {
            assertThat(thrown(UntrustedException.class, quorate, c -> c.nodes().list()))
                    .hasMessageContainingAll(
                            "its certificate does not name hv9; expected name hv9", "CN=HV1", "hint: ");
        }
    }

    @Test
    void unknownName_andClosedPort_sayWhatToCheck(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .retry(RetrySettings.never())
                .endpoint(
                        "rack",
                        "winrm://HV9",
                        e -> e.credentials(Credentials.basic("x", Secret.of("y")))
                                .trust(trust(lab)))
                .build()) {
            assertThat(thrown(
                            UnreachableException.class, quorate, c -> c.nodes().list()))
                    .hasMessageContainingAll("unreachable: the name hv9 cannot be resolved", "hint: is it spelt right");
        }
        lab.power("HV1").off();
        lab.power("HV2").off();
        try (Quorate quorate = connect(lab, lab.password(), trust(lab), true)) {
            UnreachableException e =
                    thrown(UnreachableException.class, quorate, c -> c.nodes().list());
            assertThat(e)
                    .hasMessageContainingAll(
                            "was refused or has no route", "hint: is the host up, does WinRM listen there");
            assertThat(e.hosts()).contains("HV1", "HV2");
            assertThat(e.getSuppressed()).hasSize(e.attempts() - 1);
        }
    }

    @Test
    void missingDelegation_isToldBeforeAnythingIsSent(Lab lab) {
        try (Quorate quorate = connect(lab, lab.password(), trust(lab), false)) {
            assertThat(thrown(UnsupportedException.class, quorate, c -> c.create("RACK1", "HV1")))
                    .hasMessageMatching(
                            "cluster\\.create of cluster RACK1 over winrm https \\(endpoint rack\\), nothing sent "
                                    + TIME
                                    + "unsupported: cluster\\.create acts on another machine \\(second hop\\), .*"
                                    + "; hint: .*delegatedConfiguration.*" + CALL);
        }
        assertThat(lab.requests()).isZero();
    }

    @Test
    void conflictNotFoundAndNoCluster(Lab lab) {
        try (Quorate quorate = connect(lab, lab.password(), trust(lab), true)) {
            assertThat(thrown(
                                    UnreachableException.class,
                                    quorate,
                                    c -> c.nodes().list())
                            .hint())
                    .contains("create the cluster", "Start-ClusterNode");
            quorate.cluster("rack").create("RACK1", "HV1");
            assertThat(thrown(ConflictException.class, quorate, c -> c.create("RACK1", "HV1")))
                    .hasMessageContainingAll(
                            "nothing sent", "conflict: it is there already; hint: nothing was changed");
            assertThat(thrown(
                                    UnreachableException.class,
                                    quorate,
                                    c -> c.nodes().add("HV9"))
                            .hint())
                    .contains("an error leaves open what was done", "look at the object")
                    .doesNotContain("was lost");
            assertThat(thrown(NotFoundException.class, quorate, c -> c.groups().get("SQL")))
                    .hasMessageMatching(
                            "cluster\\.group\\.get of cluster group SQL at HV1 over winrm https \\(endpoint rack\\), "
                                    + "1 attempt " + TIME
                                    + "not found: the cluster has no group SQL; hint: its groups: Cluster Group, Available Storage"
                                    + CALL);
        }
    }

    @Test
    void deadlineOfAWait_tellsWhatWasSeenLast(Lab lab) {
        try (Quorate quorate = connect(lab, lab.password(), trust(lab), true)) {
            quorate.cluster("rack").create("RACK1", "HV1");
            quorate.cluster("rack").nodes().pause("HV1");
            DeadlineExceededException e = thrown(
                    DeadlineExceededException.class, quorate, c -> c.nodes().awaitUp("HV1", Duration.ofSeconds(30)));
            assertThat(e.lastSeen()).startsWith("Paused");
            assertThat(e)
                    .hasMessageStartingWith("wait of cluster node HV1 is up, ")
                    .hasMessageContaining("deadline exceeded: not within 30 s; last seen: Paused");
        }
    }

    /** Finds one more name in the lab. */
    private record Alias(QuorateRuntime lab, String name, String host) implements QuorateRuntime {
        @Override
        public InetSocketAddress resolve(String asked, int port) throws UnknownHostException {
            return lab.resolve(asked.equalsIgnoreCase(name) ? host : asked, port);
        }

        @Override
        public Instant now() {
            return lab.now();
        }

        @Override
        public long nanos() {
            return lab.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            lab.sleep(time);
        }

        @Override
        public SocketFactory sockets() {
            return lab.sockets();
        }

        @Override
        public RandomGenerator random() {
            return lab.random();
        }
    }
}
