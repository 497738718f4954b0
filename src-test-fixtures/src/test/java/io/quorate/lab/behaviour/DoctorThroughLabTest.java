package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.cluster.ClusterClient;
import io.quorate.doctor.Ailment;
import io.quorate.doctor.DoctorReport;
import io.quorate.doctor.Finding;
import io.quorate.doctor.HostReport;
import io.quorate.doctor.NounState;
import io.quorate.doctor.NounState.Works;
import io.quorate.doctor.Severity;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.UnsupportedException;
import io.quorate.host.HostClient;
import io.quorate.lab.Lab;
import io.quorate.lab.LabEndpoint;
import io.quorate.lab.LoginSpec.Way;
import io.quorate.lab.Management;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is planted, the doctor names, with its cure and nothing besides; in a healthy estate it names nothing. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class DoctorThroughLabTest {
    private static final Secret GUEST = Secret.of("guest-password");
    private static final String ALICE = "LAB\\alice";
    private static final Secret PASSWORD = Secret.of("alice-password");

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = Lab.sanStoryBuilder()
                .user("guest", GUEST)
                .logins(logins -> logins.addOffer(Way.CREDSSP))
                .domain("lab.example", domain -> domain.user("alice", PASSWORD).lockOutAfter(2))
                .start();
        lab.appliance("NAS1").createVolume(SanRack.VOLUME.value(), Size.gib(64));
        try (Quorate quorate = lab.connect().build()) {
            new SanRack(lab, quorate)
                    .publish(SanRack.VOLUME, quorate.iscsi(Lab.ISCSI).names());
        }
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @AfterEach
    void getWell() {
        lab.faults().clear();
        for (String host : List.of("HV1", "HV2")) {
            lab.hardware(host).languageMode("FullLanguage");
            lab.hardware(host).executionPolicy(null);
            lab.hardware(host).clock(Duration.ZERO, 0);
            lab.hardware(host).module("FailoverClusters", true);
        }
        lab.appliance("NAS1").management(Management.OK);
    }

    /**
     * Something planted.
     *
     * @param endpoint where to look
     * @param host where it is named; null for every host there
     * @param cure what its cure speaks of
     */
    record Illness(
            Ailment code,
            Severity severity,
            String endpoint,
            @org.jspecify.annotations.Nullable String host,
            String cure,
            Runnable plant,
            Consumer<EndpointSpec> connection) {
        Illness(Ailment code, Severity severity, String endpoint, String host, String cure, Runnable plant) {
            this(code, severity, endpoint, host, cure, plant, spec -> {});
        }

        @Override
        public String toString() {
            return code.toString();
        }
    }

    static Stream<Illness> illnesses() {
        return Stream.of(
                new Illness(
                        Ailment.NO_ADMINISTRATOR,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        null,
                        "Administrators",
                        () -> {},
                        spec -> spec.credentials(Credentials.basic("guest", GUEST))),
                new Illness(
                        Ailment.NO_RIGHTS,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        "HV1",
                        "Remote Management Users",
                        () -> lab.faults()
                                .onAction("Create")
                                .host("HV1")
                                .always()
                                .faulted(5)),
                new Illness(
                        Ailment.LANGUAGE_RESTRICTED,
                        Severity.WARNING,
                        Lab.ENDPOINT,
                        "HV1",
                        "WDAC",
                        () -> lab.hardware("HV1").languageMode("ConstrainedLanguage")),
                new Illness(
                        Ailment.EXECUTION_POLICY,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        "HV2",
                        "Set-ExecutionPolicy RemoteSigned -Scope LocalMachine",
                        () -> lab.hardware("HV2").executionPolicy("Restricted")),
                new Illness(
                        Ailment.CLOCK_SKEW,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        "HV2",
                        "ensureDomain",
                        () -> lab.hardware("HV2").clock(Duration.ofMinutes(10), 0)),
                new Illness(
                        Ailment.QUOTA_USED_UP,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        "HV1",
                        "Quotas",
                        () -> lab.faults()
                                .onAction("Create")
                                .host("HV1")
                                .always()
                                .faulted(2150859173L)),
                new Illness(
                        Ailment.UNTRUSTED,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        null,
                        "Trust.authorities",
                        () -> {},
                        spec -> spec.trust(Trust.platform())),
                new Illness(
                        Ailment.MODULE_MISSING,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        "HV1",
                        "Install-WindowsFeature RSAT-Clustering-PowerShell",
                        () -> lab.hardware("HV1").module("FailoverClusters", false)),
                new Illness(
                        Ailment.ACCOUNT_LOCKED,
                        Severity.ILL,
                        Lab.ENDPOINT,
                        null,
                        "Unlock-ADAccount",
                        DoctorThroughLabTest::lock,
                        spec -> spec.credentials(Credentials.credSsp(ALICE, PASSWORD))),
                new Illness(
                        Ailment.MANAGEMENT_SICK,
                        Severity.ILL,
                        Lab.STORAGE,
                        "NAS1",
                        "nef",
                        () -> lab.appliance("NAS1").management(Management.HUNG)));
    }

    private static void lock() {
        for (int i = 0; i < 3 && !lab.logins().account(ALICE).lockedOut(); i++) {
            try (Quorate quorate = lab.connect(spec -> spec.credentials(Credentials.credSsp(ALICE, GUEST)))
                    .build()) {
                quorate.host(Lab.ENDPOINT, "HV1").boot();
            } catch (AccessDeniedException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void examine_namesWhatIsPlanted(Illness illness) {
        illness.plant().run();
        try (Quorate quorate = lab.connect(illness.connection()).build()) {
            DoctorReport report =
                    passing(lab, () -> quorate.doctor(illness.endpoint()).examine());
            assertThat(report.isHealthy()).isFalse();
            assertThat(report.findings())
                    .as(report.toString())
                    .extracting(Finding::code)
                    .containsOnly(illness.code());
            assertThat(report.findings()).allSatisfy(finding -> {
                assertThat(finding.severity()).isEqualTo(illness.severity());
                assertThat(finding.cure()).contains(illness.cure());
                assertThat(finding.why()).isNotBlank();
            });
            assertThat(report.findings())
                    .extracting(Finding::host)
                    .containsExactlyInAnyOrderElementsOf(
                            illness.host() == null ? List.of("HV1", "HV2") : List.of(illness.host()));
            assertThat(report.toString()).contains(illness.code().name(), illness.cure());
        }
    }

    @Test
    @DisplayName("in a healthy estate nothing is named, everything is told, and nothing was changed")
    void examine_ofHealthyEstate_namesNothing() {
        try (Quorate quorate = lab.connect().build()) {
            long changing = lab.changingRequests() + lab.appliance("NAS1").changingRequests();
            String before = lab.trace();
            DoctorReport report = quorate.doctor().examine();
            assertThat(report.findings()).as(report.toString()).isEmpty();
            assertThat(report.hosts())
                    .extracting(HostReport::host)
                    .containsExactly("HV1", "HV2", "NAS1", "10.0.0.5", "10.0.1.5");
            assertThat(report.table()).doesNotContain("?").contains("RACK1", "RemoteSigned", "NexentaStor", "Basic");
            assertThat(report.hosts().get(0).nouns())
                    .extracting(NounState::works)
                    .containsOnly(Works.YES, Works.NOT_HERE);
            assertThat(lab.changingRequests() + lab.appliance("NAS1").changingRequests())
                    .isEqualTo(changing);
            assertThat(lab.trace()).isEqualTo(before);
            assertThat(lab.scriptsSeen()).isZero();
            assertThat(lab.notSimulated()).isEmpty();
        }
        assertThat(lab.openShells()).isZero();
    }

    @Test
    @DisplayName("a target that does not take our name is named, with the name it should take")
    void examine_ofTargetThatRefusesOurName_namesIt() {
        try (Quorate quorate = other("iqn.2026-11.io.quorate:stranger").build()) {
            List<Finding> findings = quorate.doctor(Lab.ISCSI).examine().findings();
            assertThat(findings).hasSize(2).allSatisfy(finding -> {
                assertThat(finding.code()).isEqualTo(Ailment.TARGET_REFUSED);
                assertThat(finding.why()).contains("iqn.2026-11.io.quorate:stranger");
                assertThat(finding.cure()).contains("host group", "CHAP");
            });
        }
    }

    private static Quorate.Builder other(String initiator) {
        LabEndpoint entry = lab.addressBook().find(Lab.ISCSI).orElseThrow();
        return Quorate.builder().runtime(lab.runtime()).endpoint(entry.name(), entry.uri(), spec -> {
            entry.options().forEach(spec::option);
            spec.credentials(java.util.Objects.requireNonNull(entry.credentials()))
                    .option("name", initiator);
        });
    }

    @Test
    @DisplayName(
            "what does not work is told by noun: without an administrator, in a constrained language, where no script may run")
    void nouns_tellWhatDoesNotWork() {
        lab.hardware("HV1").languageMode("ConstrainedLanguage");
        lab.hardware("HV2").executionPolicy("Restricted");
        try (Quorate quorate = lab.connect().build()) {
            DoctorReport report = quorate.doctor(Lab.ENDPOINT).examine();
            HostReport constrained = report.host(Lab.ENDPOINT, "HV1").orElseThrow();
            assertThat(constrained.noun("cluster").orElseThrow().works()).isEqualTo(Works.PARTLY);
            assertThat(constrained.noun("host.disks").orElseThrow().works()).isEqualTo(Works.YES);
            HostReport restricted = report.host(Lab.ENDPOINT, "HV2").orElseThrow();
            assertThat(restricted.noun("host.disks").orElseThrow().works()).isEqualTo(Works.NO);
            assertThat(restricted.noun("host.disks").orElseThrow().cure()).contains("Set-ExecutionPolicy");
            assertThat(restricted.noun("vms").orElseThrow().works()).isEqualTo(Works.YES);
        }
    }

    @Test
    @DisplayName("a session without a language does all; a constrained one sets no property, and says what helps")
    void languageModes_areToldAndEnforced() {
        lab.hardware("HV1").languageMode("NoLanguage");
        lab.hardware("HV2").languageMode("NoLanguage");
        try (Quorate quorate = lab.connect().build()) {
            DoctorReport report = quorate.doctor(Lab.ENDPOINT).examine();
            assertThat(report.findings()).as(report.toString()).isEmpty();
            assertThat(report.table()).contains("  No  ");
            quorate.cluster(Lab.ENDPOINT).properties().update(change -> change.sameSubnetThreshold(21));
        }
        lab.hardware("HV1").languageMode("ConstrainedLanguage");
        lab.hardware("HV2").languageMode("ConstrainedLanguage");
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            assertThatThrownBy(() -> cluster.properties().update(change -> change.sameSubnetThreshold(22)))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("ConstrainedLanguage");
            assertThat(cluster.nodes().list()).hasSize(2);
        }
    }

    @Test
    @DisplayName(
            "each module that this backend calls is some noun's: without it that noun does not work, and no other noun suffers for it")
    void nouns_needEveryModuleThatIsCalled() {
        try (Quorate quorate = lab.connect().build()) {
            HostReport well = quorate.doctor(Lab.ENDPOINT).examine().hosts().get(0);
            Set<String> modules = java.util.Objects.requireNonNull(
                            java.util.Objects.requireNonNull(well.session().orNull())
                                    .modules()
                                    .orNull())
                    .keySet();
            assertThat(modules)
                    .contains("FailoverClusters", "Storage", "Hyper-V")
                    .hasSizeGreaterThan(12);
            modules.forEach(module -> lab.hardware("HV1").module(module, false));
            HostReport bare = quorate.doctor(Lab.ENDPOINT).examine().hosts().get(0);
            assertThat(bare.nouns()).extracting(NounState::works).containsOnly(Works.NO, Works.NOT_HERE);
            for (String module : modules) {
                lab.hardware("HV1").module(module, true);
            }
            for (String module : modules) {
                assertThat(bare.nouns().stream().anyMatch(noun -> noun.why().contains(module))
                                || module.equals("ActiveDirectory")
                                || module.equals("ADDSDeployment")
                                || module.equals("MPIO"))
                        .as(module)
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "the file for the maintainers holds no name, address, id or secret of the estate, and what a conversation could be made from")
    void fileForMaintainers_holdsNothingOfTheEstate(@TempDir Path folder) throws IOException {
        try (Quorate quorate = lab.connect().build()) {
            DoctorReport report = quorate.doctor().examine();
            Path file = folder.resolve("doctor.json");
            report.writeForMaintainers(file);
            String written = Files.readString(file);

            Set<String> canaries = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            canaries.addAll(List.of(
                    lab.username(),
                    new String(lab.password().reveal()),
                    SanRack.SECRET,
                    Lab.DELEGATED,
                    "svc-",
                    "lab.example",
                    "127.0.0.1",
                    SanRack.TARGET.toString(),
                    SanRack.VOLUME.value(),
                    "tank",
                    "RACK1",
                    "NAS1",
                    lab.appliance("NAS1").username()));
            lab.appliance("NAS1").portals().forEach(portal -> canaries.add(portal.address()));
            canaries.add(quorate.storage(Lab.STORAGE).get().id());
            quorate.iscsi(Lab.ISCSI).names().forEach(name -> canaries.add(name.toString()));
            quorate.cluster(Lab.ENDPOINT).groups().list().forEach(group -> canaries.add(group.name()));
            for (String host : List.of("HV1", "HV2")) {
                canaries.add(host);
                HostClient client = quorate.host(Lab.ENDPOINT, host);
                client.adapters().forEach(adapter -> {
                    canaries.add(adapter.name());
                    adapter.addresses().forEach(address -> canaries.add(address.address()));
                });
                client.disks().list().forEach(disk -> canaries.add(disk.uniqueId()));
                canaries.add(String.valueOf(client.initiator().get().name()));
            }
            // a module is called as the adapter is
            canaries.removeAll(List.of("", "iSCSI"));
            String lower = written.toLowerCase(Locale.ROOT);
            assertThat(canaries)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(canary -> assertThat(lower)
                            .as(canary)
                            .doesNotContain("\"" + canary.toLowerCase(Locale.ROOT) + "\"")
                            .doesNotContain(canary.length() > 3 ? canary.toLowerCase(Locale.ROOT) : "\u0000"));
            assertThat(lower).doesNotContain("hv1", "hv2");

            JsonNode tree = JsonMapper.builder().build().readTree(written);
            assertThat(tree.get("hosts").size()).isEqualTo(5);
            JsonNode host = tree.get("hosts").get(0);
            assertThat(host.get("unseen").size()).isEqualTo(6);
            assertThat(written)
                    .contains(
                            "exception-chain-of-a-cluster-cmdlet",
                            "System.ComponentModel.Win32Exception",
                            "owner-node-projected",
                            "Microsoft.FailoverClusters.PowerShell.ClusterNode",
                            "\"5042\"");
            // the same is replaced by the same: a node is called as the host is
            assertThat(written.split(
                            java.util.regex.Pattern.quote(host.get("host").asString() + "\""), -1))
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    @DisplayName("the node whose cluster service was stopped is named (last: it leaves the cluster)")
    void zz_examine_ofNodeWithoutItsService_namesIt() {
        lab.killClusterService("HV2");
        try (Quorate quorate = lab.connect().build()) {
            DoctorReport report = quorate.doctor(Lab.ENDPOINT).examine();
            assertThat(report.findings()).as(report.toString()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(Ailment.CLUSTER_SERVICE_STOPPED);
                assertThat(finding.host()).isEqualTo("HV2");
                assertThat(finding.cure()).contains("Start-ClusterNode");
            });
        }
    }

    /** Looks while the lab's time passes whenever everybody waits: nobody else moves it for one who waits for an answer alone. */
    private static DoctorReport passing(Lab where, Supplier<DoctorReport> look) {
        try (QuorateRuntime.Work work = where.runtime().begin("the test")) {
            Thread clock = new Thread(() -> {
                try {
                    while (true) {
                        where.runtime().sleep(Duration.ofSeconds(1));
                    }
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            });
            clock.setDaemon(true);
            clock.start();
            try {
                return look.get();
            } finally {
                clock.interrupt();
            }
        }
    }

    @Test
    @DisplayName(
            "a host that is dead and one that hangs end in their time, and the third is told; without a second hop that is said")
    void examine_ofDeadAndHungHosts_endsInTime() {
        try (Lab small = Lab.builder().host("HV1").host("HV2").host("HV3").start()) {
            small.power("HV1").off();
            small.faults()
                    .when("everything", request -> request.host().equals("HV2"))
                    .always()
                    .hung();
            Duration atMost = Duration.ofSeconds(40);
            DoctorReport report = passing(small, () -> {
                try (Quorate quorate = small.connect().build()) {
                    return quorate.doctor(Lab.ENDPOINT).examine(atMost);
                }
            });
            List<Ailment> codes = new ArrayList<>();
            report.hosts().forEach(host -> {
                assertThat(host.took()).isLessThanOrEqualTo(atMost.plusSeconds(1));
                host.findings().forEach(finding -> codes.add(finding.code()));
            });
            assertThat(codes)
                    .as(report.toString())
                    .containsExactly(Ailment.UNREACHABLE, Ailment.SILENT, Ailment.NO_SECOND_HOP);
            assertThat(report.of(Ailment.NO_SECOND_HOP).get(0).cure()).contains("delegatedConfiguration", "credSsp");
            assertThat(report.table()).contains("?");
        }
    }
}
