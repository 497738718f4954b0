package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.NotFoundException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabObject;
import io.quorate.lab.LoginSpec.Way;
import io.quorate.lab.Traffic;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** CredSSP over plain HTTP, where Kerberos inside proves the host and each message is a record of TLS. */
class CredSspSealedTest {
    private static final String CMDLET = "Storage\\Get-PhysicalDisk";
    private static final String PASSWORD = "Gr\u00fc\u00dfe-1\u20ac-canary";

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .host("HV1")
                .host("HV2")
                .logins(logins -> logins.addOffer(Way.CREDSSP).http())
                .domain(
                        "credssp.example",
                        domain -> domain.user("alice", Secret.of(PASSWORD))
                                .lockOutAfter(3)
                                .kerberos())
                .rules(rules -> rules.cmdlet(
                        CMDLET,
                        call -> call.write(LabObject.of("Microsoft.Management.Infrastructure.CimInstance")
                                .with("FriendlyName", call.text("FriendlyName").orElse("")))))
                .start();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static HttpCarrier carrier(String user, String password) {
        return new HttpCarrier(
                URI.create("http://HV1:5985/wsman"),
                Credentials.credSsp(user, Secret.of(password)),
                Trust.platform(),
                lab.runtime());
    }

    @Test
    @DisplayName("requests and answers of more than 100 KiB go in parts of 16 KiB, and small ones in one")
    void run_withALargeArgument_sealsInParts() {
        String large = "n\u00f6te ".repeat(20_000);
        try (WinRmSession session =
                new WinRmSession(carrier("CREDSSP\\alice", PASSWORD), SessionOptions.DEFAULT, lab.runtime())) {
            for (String name : new String[] {"small", large}) {
                PsResult result = session.run(
                        PsPipeline.of(PsCommand.of(CMDLET).with("FriendlyName", name)),
                        Deadline.in(Duration.ofMinutes(2), lab.runtime()));

                assertThat(result.output())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                PsObject.class,
                                disk -> assertThat(disk.property("FriendlyName"))
                                        .isEqualTo(PsValue.string(name)));
            }
        }
        assertThat(lab.bytesUp()).isGreaterThan(100 * 1024);
        assertThat(lab.bytesDown()).isGreaterThan(100 * 1024);
        assertThat(lab.openShells()).isZero();
    }

    @Test
    @DisplayName("commands, faults and the second hop go sealed, by UPN as well")
    void cluster_overSealedHttp_isMade() {
        try (Quorate quorate = lab.connect(endpoint -> endpoint.credentials(
                                Credentials.credSsp("alice@credssp.example", Secret.of(PASSWORD)))
                        .host("HV1", URI.create("http://HV1:5985/wsman"))
                        .host("HV2", URI.create("http://HV2:5985/wsman")))
                .build()) {
            quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1");
            quorate.cluster(Lab.ENDPOINT).nodes().add("HV2");
            assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .extracting(ClusterNode::name)
                    .containsExactly("HV1", "HV2");
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().get("HV9"))
                    .isInstanceOf(NotFoundException.class);
        }
        assertThat(lab.trace()).contains("by CREDSSP\\alice on HV1").doesNotContain(PASSWORD);
    }

    @Test
    @DisplayName("a wrong password is the controller's to refuse: nothing goes to the host, and NTLM is not tried")
    void login_withAWrongPassword_isRefusedBeforeAnythingIsSent() {
        long requests = lab.traffic("winrm").get(Traffic.LOGINS) + lab.refusedLogins();
        try (Quorate quorate = lab.connect(endpoint ->
                        endpoint.credentials(Credentials.credSsp("CREDSSP\\alice", Secret.of("wrong-" + PASSWORD))))
                .build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().list())
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("NTLM was not tried")
                        .hasMessageNotContaining(PASSWORD);
            }
        }
        assertThat(lab.traffic("winrm").get(Traffic.LOGINS) + lab.refusedLogins())
                .isEqualTo(requests);
    }

    @Test
    @DisplayName("where Kerberos cannot begin, plain HTTP gets nothing")
    void login_whenKerberosCannotBegin_isRefusedOverPlainHttp() {
        long requests = lab.traffic("winrm").get(Traffic.LOGINS) + lab.refusedLogins();
        try (WinRmSession session =
                new WinRmSession(carrier("ELSEWHERE\\alice", PASSWORD), SessionOptions.DEFAULT, lab.runtime())) {
            assertThatThrownBy(() -> session.run(
                            PsPipeline.of(PsCommand.of(CMDLET)), Deadline.in(Duration.ofMinutes(2), lab.runtime())))
                    .hasMessageContaining("over plain HTTP it takes Kerberos inside")
                    .hasMessageContaining("no realm is known for the account");
        }
        assertThat(lab.traffic("winrm").get(Traffic.LOGINS) + lab.refusedLogins())
                .isEqualTo(requests);
    }
}
