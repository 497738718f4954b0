package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.AccessDeniedException;
import io.quorate.lab.LoginSpec.ChannelBinding;
import io.quorate.lab.LoginSpec.Way;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@HaLab(seed = 7)
class HaLabTest {

    @Test
    void lab_isGivenToTheTest(Lab lab) {
        assertThat(lab.seed()).isEqualTo(7);
        assertThat(lab.hostNames()).containsExactly("HV1", "HV2");
    }

    @Test
    @HaLab(seed = 8, os = 2019, locale = "de-DE")
    void annotationOfTheMethod_wins(Lab lab) {
        assertThat(lab.seed()).isEqualTo(8);
        assertThat(lab.describe())
                .contains("disk 1 [size=1 GiB seen by HV1, HV2]")
                .doesNotContain("State[")
                .contains("os=2019")
                .containsPattern("fidelity \\{A=\\d+, B=\\d+, C=\\d+, D=\\d+, E=\\d+}");
    }

    @Test
    @HaLab(
            hosts = {"HV1", "HV2", "HV3"},
            sharedDisks = {2, 3, 4},
            cluster = "FC1",
            appliance = true,
            runAs = "LAB\\svc-other")
    @DisplayName("three nodes in a cluster, an appliance and a delegated endpoint are there by annotation alone")
    void annotation_makesThreeNodesClusterApplianceAndRunAs(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            assertThat(lab.requests()).as("nobody has called yet").isZero();
            assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .extracting(ClusterNode::name, n -> n.state().toString())
                    .containsExactly(tuple("HV1", "Up"), tuple("HV2", "Up"), tuple("HV3", "Up"));
            assertThat(quorate.cluster(Lab.ENDPOINT).availableDisks().list()).hasSize(3);
            assertThat(quorate.storage(Lab.STORAGE).pools().list()).hasSize(1);
            assertThat(lab.applianceNames()).containsExactly("NAS1");
            quorate.cluster(Lab.ENDPOINT).nodes().evict("HV3", Consent.to("HV3@FC1", "to add it again"));
            quorate.cluster(Lab.ENDPOINT).nodes().add("HV3");
            assertThat(lab.trace()).contains("by LAB\\svc-other");
        }
    }

    @Test
    @HaLab(
            domain = "lab.example",
            users = {"alice", "bob"},
            logins = Way.NEGOTIATE,
            http = true,
            channelBinding = ChannelBinding.STRICT)
    @DisplayName("a domain with users, sealed HTTP and strict bindings are there by annotation alone")
    void annotation_makesADomainAndItsLogIns(Lab lab) {
        for (String user : new String[] {"alice", "bob"}) {
            try (Quorate quorate = lab.connect(
                            endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\" + user, lab.password()))
                                    .host("HV1", URI.create("http://HV1:5985/wsman")))
                    .build()) {
                assertThat(quorate.vms(Lab.ENDPOINT).list("HV1")).isEmpty();
            }
            assertThat(lab.logins().account("LAB\\" + user).wrongPasswords()).isZero();
        }
        try (Quorate unbound = lab.connect(
                        endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\alice", lab.password()))
                                .option("channelBinding", "off"))
                .build()) {
            assertThatThrownBy(() -> unbound.vms(Lab.ENDPOINT).list("HV1"))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("it offers Negotiate")
                    .hasMessageNotContaining("Basic");
        }
    }

    @Test
    @HaLab(domain = "lab.example", users = "alice", logins = Way.KERBEROS, kerberos = true)
    @DisplayName("a domain that hands out tickets is there by annotation alone")
    void annotation_makesADomainThatHandsOutTickets(Lab lab) {
        assertThat(lab.logins().krb5Conf()).isPresent();
        try (Quorate quorate = lab.connect(
                        endpoint -> endpoint.credentials(Credentials.kerberos("alice@LAB.EXAMPLE", lab.password())))
                .build()) {
            assertThat(quorate.vms(Lab.ENDPOINT).list("HV1")).isEmpty();
        }
        try (Quorate ntlm = lab.connect(
                        endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\alice", lab.password())))
                .build()) {
            assertThatThrownBy(() -> ntlm.vms(Lab.ENDPOINT).list("HV1"))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("it offers Kerberos");
        }
    }

    @Test
    @HaLab(
            clock = Lab.Clock.VIRTUAL,
            cluster = "FC1",
            runAs = "",
            sharedDisks = {})
    void annotation_leavesOutRunAsAndDisks(Lab lab) {
        assertThat(lab.addressBook().find(Lab.ENDPOINT).orElseThrow().options()).isEmpty();
        assertThat(lab.describe()).doesNotContain("disk ");
        assertThat(lab.explain("FC1")).contains("cluster/FC1: created with name FC1", "nodes gained [HV2]");
    }

    @Nested
    class InAClassInside {
        @Test
        void annotation_ofTheClassAround_holds(Lab lab) {
            assertThat(lab.seed()).isEqualTo(7);
        }
    }
}
