package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.call.Order;
import io.quorate.error.RejectedException;
import io.quorate.lab.Lab;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.http.LabAuthority.ServerSpec;
import io.quorate.replica.ReplicaCheck;
import io.quorate.replica.ReplicaFinding;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaReport;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.command.EnableReplication;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a replication stands on is looked at before it is enabled: certificates of both sides, and the guardian of a virtual TPM. */
class ReplicaCertificatesThroughLabTest {
    private static final String ONE = ReplicaYard.ONE;
    private static final String TWO = ReplicaYard.TWO;
    private static final List<String> BOTH = ReplicaCertificates.BOTH;
    private static final String REACHED = ReplicaCertificates.REACHED;
    private static final String GUARDIANS = "Shielded VM Local Certificates";
    private static final LabAuthority AUTHORITY = new LabAuthority("Example CA");

    private static ReplicaYard yard;
    private static String theirs;
    private UUID id;

    @BeforeAll
    static void open() {
        yard = new ReplicaYard();
        ReplicaYard.HOSTS.forEach(
                host -> yard.lab.replicas().putCertificate(host, "Root", AUTHORITY.certificate(), false));
        theirs = own(TWO, spec(List.of("hv2.lab.example"), BOTH, List.of("http://HV1.lab.example:5985/lab.crl")), true);
        yard.replicas.ensureServer(
                TWO, ReplicaServerSettings.certificate(theirs).fromAnyServer("D:\\Replica"));
    }

    @AfterAll
    static void close() {
        yard.close();
    }

    @BeforeEach
    void machine() {
        id = yard.machine("shown");
        yard.take();
    }

    @AfterEach
    void clear() {
        yard.clear(id);
    }

    private static ServerSpec spec(List<String> names, List<String> purposes, List<String> revocation) {
        return new ServerSpec(names, purposes, revocation, false);
    }

    private static String own(String host, ServerSpec spec, boolean key) {
        return own(host, AUTHORITY, spec, key);
    }

    private static String own(String host, LabAuthority authority, ServerSpec spec, boolean key) {
        return ReplicaCertificates.own(yard.lab, host, authority, spec, key);
    }

    private static String put(String host, String store, X509Certificate certificate, boolean key) {
        return ReplicaCertificates.put(yard.lab, host, store, certificate, key);
    }

    private static ReplicationSettings shown(String thumbprint) {
        return ReplicationSettings.to(ReplicaPartner.certificate("HV2.lab.example", thumbprint));
    }

    private ReplicaReport report(String thumbprint) {
        return yard.replicas.preflight(ONE, id, shown(thumbprint));
    }

    private void only(ReplicaReport report, ReplicaCheck check, boolean sure, String host, String words) {
        assertThat(report.findings()).as(report.toString()).hasSize(1);
        ReplicaFinding one = report.findings().get(0);
        assertThat(one.check()).isEqualTo(check);
        assertThat(one.sure()).isEqualTo(sure);
        assertThat(one.host()).isEqualTo(host);
        assertThat(one.said()).contains(words);
        assertThat(one.cure()).isNotBlank();
    }

    @Test
    @DisplayName("certificates that are as they should be give an empty report, and are enabled with")
    void good_isFoundWell_andEnabled() {
        String mine = own(ONE, spec(List.of("HV1.lab.example"), BOTH, List.of("ldap:///CN=x", REACHED)), true);

        assertThat(report(mine).isEmpty()).as(report(mine).toString()).isTrue();
        assertThat(report(mine.toUpperCase(Locale.ROOT)).isEmpty()).isTrue();
        assertThat(yard.changes()).isEmpty();
        assertThat(yard.replicas.ensureEnabled(ONE, id, shown(mine)).mode()).isEqualTo(ReplicationMode.PRIMARY);
        yard.take();
        yard.replicas.ensureEnabled(ONE, id, shown(mine));
        assertThat(yard.changes()).isEmpty();
    }

    @Test
    @DisplayName("each planted fault is the one finding, with what is sure apart from what cannot be told")
    void faults_areFoundEach() {
        List<String> names = List.of("HV1.lab.example");
        List<String> places = List.of(REACHED);
        only(report("00FF"), ReplicaCheck.CERTIFICATE, true, ONE, "has no certificate 00FF");
        only(report(own(ONE, spec(names, BOTH, places), false)), ReplicaCheck.PRIVATE_KEY, true, ONE, "private key");
        only(
                report(own(ONE, spec(names, List.of(BOTH.get(0)), places), true)),
                ReplicaCheck.PURPOSE,
                true,
                ONE,
                BOTH.get(0));
        only(report(own(ONE, spec(names, List.of(), places), true)), ReplicaCheck.PURPOSE, false, ONE, "does not say");
        only(
                report(own(ONE, spec(List.of("hv9.lab.example"), BOTH, places), true)),
                ReplicaCheck.NAMES,
                true,
                ONE,
                "HV1.lab.example is not among");
        only(
                report(own(ONE, spec(List.of("*.lab.example"), BOTH, places), true)),
                ReplicaCheck.NAMES,
                false,
                ONE,
                "*.lab.example alone");
        only(
                report(own(ONE, new ServerSpec(names, BOTH, places, true), true)),
                ReplicaCheck.VALIDITY,
                true,
                ONE,
                "2021-01-01T00:00:00Z");
        only(
                report(own(ONE, new LabAuthority("Stranger"), spec(names, BOTH, places), true)),
                ReplicaCheck.CHAIN,
                false,
                ONE,
                "CN=Stranger");
        only(
                report(own(ONE, spec(names, BOTH, List.of()), true)),
                ReplicaCheck.REVOCATION,
                false,
                ONE,
                "names no place");
        only(
                report(own(ONE, spec(names, BOTH, List.of("ldap:///CN=x")), true)),
                ReplicaCheck.REVOCATION,
                false,
                ONE,
                "cannot be looked at");
        only(
                report(own(ONE, spec(names, BOTH, List.of("http://crl.example.net/a.crl")), true)),
                ReplicaCheck.REVOCATION,
                false,
                TWO,
                "reaches none");
        assertThat(yard.changes()).isEmpty();
    }

    @Test
    @DisplayName("what is trusted here alone is told, and a server that is no host of the endpoint cannot be looked at")
    void otherSide_hasToTrustIt() {
        LabAuthority apart = new LabAuthority("Apart CA");
        put(ONE, "Root", apart.certificate(), false);
        String mine = own(ONE, apart, spec(List.of("HV1.lab.example"), BOTH, List.of(REACHED)), true);
        only(report(mine), ReplicaCheck.CHAIN, false, TWO, "which is not among the host's trusted roots");

        X509Certificate itself = new LabAuthority("HV1.lab.example").certificate();
        ReplicaReport alone = report(put(ONE, "My", itself, true));
        assertThat(alone.of(ReplicaCheck.CHAIN)).singleElement().satisfies(one -> {
            assertThat(one.sure()).isTrue();
            assertThat(one.said()).contains("which the host does not trust");
        });

        String good = own(ONE, spec(List.of("HV1.lab.example"), BOTH, List.of(REACHED)), true);
        only(
                yard.replicas.preflight(
                        ONE, id, ReplicationSettings.to(ReplicaPartner.certificate("far.example.net", good))),
                ReplicaCheck.SERVER,
                false,
                ONE,
                "far.example.net is no host of the endpoint");
    }

    @Test
    @DisplayName("what is known to be wrong is refused before anything is sent")
    void wrong_isNotEnabled() {
        String mine = own(ONE, new ServerSpec(List.of("HV1.lab.example"), BOTH, List.of(REACHED), true), true);

        assertThatThrownBy(() -> yard.replicas.ensureEnabled(ONE, id, shown(mine)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("HV1: the certificate holds from")
                .hasMessageContaining("renew it");
        assertThatThrownBy(() -> yard.run(Order.create(Lab.ENDPOINT, new EnableReplication(ONE, id, shown(mine)))))
                .as("an order that is run as it stands")
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the certificate holds from");
        assertThat(yard.changes()).isEmpty();
    }

    @Test
    @DisplayName("a machine with a virtual TPM waits for its guardian's certificates on the replica")
    void tpm_needsItsGuardianThere() {
        X509Certificate guardian =
                new LabAuthority("Shielded VM Encryption Certificate (UntrustedGuardian) (HV1)").certificate();
        X509Certificate another = new LabAuthority("Another guardian").certificate();
        yard.lab.replicas().giveTpm(id);
        only(
                yard.replicas.preflight(ONE, id, ReplicaYard.SETTINGS),
                ReplicaCheck.GUARDIAN,
                false,
                TWO,
                "a guardian service may keep it");

        put(ONE, GUARDIANS, guardian, true);
        put(TWO, GUARDIANS, guardian, false);
        assertThatThrownBy(() -> yard.replicas.ensureEnabled(ONE, id, ReplicaYard.SETTINGS))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("virtual TPM")
                .hasMessageContaining("UntrustedGuardian")
                .hasMessageContaining("export the guardian's certificates");
        assertThat(yard.changes()).isEmpty();

        put(TWO, GUARDIANS, guardian, true);
        assertThat(yard.replicas.preflight(ONE, id, ReplicaYard.SETTINGS).isEmpty())
                .isTrue();
        put(ONE, GUARDIANS, another, true);
        only(
                yard.replicas.preflight(ONE, id, ReplicaYard.SETTINGS),
                ReplicaCheck.GUARDIAN,
                false,
                TWO,
                "Another guardian");
    }
}
