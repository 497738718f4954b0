package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.directory.ControllerReplication;
import io.quorate.directory.DirectoryClient;
import io.quorate.directory.DirectoryFinding;
import io.quorate.directory.DirectoryFinding.Kind;
import io.quorate.directory.DirectoryReport;
import io.quorate.directory.DnsAnswer;
import io.quorate.directory.DnsInterface;
import io.quorate.directory.DomainController;
import io.quorate.directory.DomainView;
import io.quorate.directory.ReplicationLink;
import io.quorate.directory.ServiceName;
import io.quorate.directory.ServiceNameDiff;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two controllers and a host that depends on them: each planted fault is found, and nothing is found without one. */
class DirectoryThroughLabTest {
    private static final String ONE = "10.0.0.11";
    private static final String TWO = "10.0.0.12";
    private static final String STRANGER = "203.0.113.53";
    private static final String LAN = "Ethernet";
    private static final List<String> CONTROLLERS = List.of("DC1", "DC2");
    private static final List<String> MACHINES = List.of("DC1", "DC2", "HV1");
    private static final List<String> BOTH = List.of(ONE, TWO);

    private final Lab lab = lab("en-US");
    private final Quorate quorate = lab.connect().build();
    private final DirectoryClient directory = quorate.directory(Lab.ENDPOINT);

    private static Lab lab(String locale) {
        return Lab.builder()
                .locale(locale)
                .host("DC1")
                .host("DC2")
                .host("HV1")
                .domain(
                        "lab.example",
                        domain -> domain.controller("DC1", ONE)
                                .controller("DC2", TWO)
                                .service("MSSQLSvc/ag1l.lab.example:1433", "svc-sql"))
                .start();
    }

    @AfterEach
    void stop() {
        quorate.close();
        lab.close();
    }

    private static List<Kind> kinds(DirectoryReport report) {
        return report.findings().stream().map(DirectoryFinding::kind).distinct().toList();
    }

    @Test
    @DisplayName("an estate without a fault gives empty reports, today and after three days")
    void reports_whenAllIsWell_areEmpty() {
        for (int day = 0; day < 2; day++) {
            assertThat(directory.health(CONTROLLERS).findings()).isEmpty();
            assertThat(directory.checkDns(MACHINES, BOTH).findings()).isEmpty();
            assertThat(directory.checkLogon(MACHINES).isHealthy()).isTrue();
            lab.advance(Duration.ofHours(72));
        }
        assertThat(lab.changingRequests()).isZero();
    }

    @Test
    void reads_tellTheControllersAndWhoAnswers() {
        assertThat(directory.controllers("DC2"))
                .extracting(DomainController::hostName, DomainController::address, DomainController::globalCatalog)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("DC1.lab.example", ONE, true),
                        org.assertj.core.groups.Tuple.tuple("DC2.lab.example", TWO, true));
        DomainView view = directory.machine("HV1").domain();
        assertThat(view.isMember()).isTrue();
        assertThat(view.isController()).isFalse();
        assertThat(view.domain()).isEqualTo("lab.example");
        assertThat(view.controller()).isEqualTo("DC1");
        assertThat(view.address()).isEqualTo(ONE);
        assertThat(directory.machine("DC2").domain().controller()).isEqualTo("DC2");
        assertThat(directory.machine("HV1").dnsInterfaces())
                .containsExactly(new DnsInterface(
                        "HV1",
                        4,
                        LAN,
                        BOTH,
                        List.of("fec0:0:0:ffff::1", "fec0:0:0:ffff::2", "fec0:0:0:ffff::3"),
                        true));
        DnsAnswer answer = directory.machine("HV1").ask(TWO, "lab.example");
        assertThat(answer.controllers()).containsExactly("DC1.lab.example", "DC2.lab.example");
    }

    @Test
    void replication_tellsClocksAndNumbers() {
        lab.advance(Duration.ofMinutes(150));
        ControllerReplication seen = directory.replication("DC1");

        Instant now = seen.now();
        assertThat(now).isNotNull().isBetween(lab.now().minusSeconds(60), lab.now());
        assertThat(seen.synchronised()).isTrue();
        assertThat(seen.remembered()).isEmpty();
        assertThat(seen.links())
                .extracting(ReplicationLink::partition)
                .containsExactly(
                        "DC=lab,DC=example",
                        "CN=Configuration,DC=lab,DC=example",
                        "CN=Schema,CN=Configuration,DC=lab,DC=example");
        assertThat(seen.links()).allSatisfy(link -> {
            assertThat(link.partner()).isEqualTo("DC2");
            assertThat(link.lastSuccess()).isEqualTo(Instant.parse("2026-01-05T10:00:00Z"));
            assertThat(link.lastResult()).isZero();
            assertThat(link.failures()).isZero();
        });
    }

    @Test
    @DisplayName("a controller that is dead is not told healthy, and the other one says since when and by which number")
    void health_whenOneIsDead_findsItFromBothSides() {
        lab.power("DC2").off();
        assertThat(directory.health(CONTROLLERS).findings())
                .extracting(DirectoryFinding::kind, DirectoryFinding::machine)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.CANNOT_TELL, "DC2"));

        lab.advance(Duration.ofHours(3));
        DirectoryReport later = directory.health(CONTROLLERS);
        assertThat(kinds(later))
                .containsExactlyInAnyOrder(Kind.CANNOT_TELL, Kind.REPLICATION_FAILS, Kind.REPLICATION_BEHIND);
        assertThat(later.of(Kind.REPLICATION_FAILS)).hasSize(3).allSatisfy(finding -> {
            assertThat(finding.machine()).isEqualTo("DC1");
            assertThat(finding.detail()).startsWith("result 1722, failures 3");
        });
        assertThat(directory.checkLogon(List.of("DC1", "HV1")).findings()).isEmpty();
        assertThat(directory.replication("DC1").remembered()).singleElement().satisfies(failure -> {
            assertThat(failure.partner()).isEqualTo("DC2");
            assertThat(failure.lastError()).isEqualTo(1722);
        });

        lab.power("DC2").on();
        lab.advance(Duration.ofMinutes(30));
        assertThat(directory.health(CONTROLLERS).findings()).isEmpty();
    }

    @Test
    @DisplayName("a controller that does not even try falls behind without an error, and is found by the clock")
    void health_whenOneIsBehind_isFoundByTheClock() {
        lab.directory().stallInbound("DC2");
        lab.advance(Duration.ofMinutes(110));
        assertThat(directory.health(CONTROLLERS).findings()).isEmpty();
        lab.advance(Duration.ofMinutes(20));

        DirectoryReport report = directory.health(CONTROLLERS);
        assertThat(kinds(report)).containsExactly(Kind.REPLICATION_BEHIND);
        assertThat(report.findings()).hasSize(3).allSatisfy(finding -> {
            assertThat(finding.machine()).isEqualTo("DC2");
            assertThat(finding.subject()).startsWith("DC1 ");
        });
        assertThat(directory.health(CONTROLLERS, Duration.ofHours(6)).findings())
                .isEmpty();
    }

    @Test
    @DisplayName("replication that somebody switched off is found by its number before it is behind")
    void health_whenInboundIsOff_isFoundByTheNumber() {
        lab.directory().failInbound("DC1", 8457);
        lab.advance(Duration.ofMinutes(70));

        assertThat(kinds(directory.health(CONTROLLERS))).containsExactly(Kind.REPLICATION_FAILS);
        lab.directory().healInbound("DC1");
        assertThat(directory.health(CONTROLLERS).findings()).isEmpty();
    }

    @Test
    @DisplayName("a controller that nobody asked about, and a host that is none, are findings")
    void health_whenTheListIsWrong_saysSo() {
        assertThat(directory.health(List.of("DC1")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CANNOT_TELL);
            assertThat(finding.machine()).isEqualTo("DC2");
        });
        assertThat(directory.health(MACHINES).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CANNOT_TELL);
            assertThat(finding.machine()).isEqualTo("HV1");
            assertThat(finding.detail()).contains("is no domain controller");
        });
        assertThatThrownBy(() -> directory.replication("HV1")).isInstanceOf(UnreachableException.class);
    }

    @Test
    void health_whenAClockIsAhead_saysByHowMuch() {
        lab.directory().clockAhead("DC2", Duration.ofMinutes(4));
        assertThat(directory.health(CONTROLLERS).findings()).isEmpty();
        lab.directory().clockAhead("DC2", Duration.ofMinutes(9));

        assertThat(directory.health(CONTROLLERS).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CLOCKS_APART);
            assertThat(finding.machine()).isEqualTo("DC2");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE, TWO})
    @DisplayName(
            "do not forget the secondary DNS: a single server is found, the order that mends it is run, the second time nothing is sent")
    void checkDns_whenThereIsNoSecond_isMendedByItsOrder(String single) {
        lab.directory().dnsServers("HV1", LAN, List.of(single));

        DirectoryReport report = directory.checkDns(MACHINES, BOTH);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NO_SECOND_SERVER);
            assertThat(finding.machine()).isEqualTo("HV1");
            assertThat(finding.cure()).hasSize(1);
        });
        for (Order<?> cure : report.findings().get(0).cure()) {
            assertThat(quorate.run(cure).changed()).isTrue();
        }
        assertThat(directory.checkDns(MACHINES, BOTH).findings()).isEmpty();
        long before = lab.changingRequests();
        for (Order<?> cure : report.findings().get(0).cure()) {
            assertThat(quorate.run(cure).changed()).isFalse();
        }
        assertThat(lab.changingRequests()).isEqualTo(before);
    }

    @Test
    @DisplayName("the first server is dead: every question waits for it, and the order puts the living one first")
    void checkDns_whenTheFirstIsDead_putsTheLivingOneFirst() {
        lab.directory().stopDns("DC1");

        DirectoryReport report = directory.checkDns(List.of("HV1"), List.of());
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.FIRST_SERVER_SILENT);
            assertThat(finding.subject()).isEqualTo("Ethernet " + ONE);
        });
        report.findings().get(0).cure().forEach(quorate::run);
        assertThat(directory.machine("HV1").dnsInterfaces().get(0).servers()).containsExactly(TWO, ONE);
        assertThat(kinds(directory.checkDns(List.of("HV1"), List.of()))).containsExactly(Kind.SERVER_SILENT);
        lab.directory().startDns("DC1");
        assertThat(directory.checkDns(List.of("HV1"), List.of()).findings()).isEmpty();
    }

    @Test
    @DisplayName("a server of the provider's among the domain's answers, and finds nobody")
    void checkDns_whenAServerIsForeign_saysSo() {
        lab.directory().foreignDns(STRANGER);
        lab.directory().dnsServers("HV1", LAN, List.of(STRANGER, ONE));

        DirectoryReport report = directory.checkDns(MACHINES, BOTH);
        assertThat(kinds(report)).containsExactly(Kind.FOREIGN_SERVER);
        report.findings().get(0).cure().forEach(quorate::run);
        assertThat(directory.machine("HV1").dnsInterfaces().get(0).servers()).containsExactly(ONE, TWO);
    }

    @Test
    @DisplayName("with its only server dead a machine finds no controller, though one runs")
    void checkLogon_whenNoServerAnswers_isFound() {
        lab.directory().dnsServers("HV1", LAN, List.of(ONE));
        lab.power("DC1").off();

        assertThat(kinds(directory.checkLogon(List.of("HV1")))).containsExactly(Kind.NOBODY_ANSWERS);
        directory.machine("HV1").ensureDnsServers(LAN, BOTH);
        assertThat(directory.checkLogon(List.of("HV1")).findings()).isEmpty();
        assertThat(directory.machine("HV1").domain().controller()).isEqualTo("DC2");
    }

    @Test
    @DisplayName("the storage network's interface registers the name too, until the order stops it")
    void checkDns_whenASideNetworkRegisters_isMended() {
        lab.directory().addInterface("HV1", "iSCSI", List.of(), true);

        DirectoryReport report = directory.checkDns(List.of("HV1"), BOTH);
        assertThat(kinds(report)).containsExactly(Kind.NAME_ON_SIDE_NETWORK);
        report.findings().get(0).cure().forEach(quorate::run);
        assertThat(directory.checkDns(List.of("HV1"), BOTH).findings()).isEmpty();
        Ensured<DnsInterface> off = directory.machine("HV1").ensureRegistering(LAN, false);
        assertThat(off.changed()).isTrue();
        assertThat(kinds(directory.checkDns(List.of("HV1"), BOTH))).containsExactly(Kind.NAME_UNREGISTERED);
    }

    @Test
    void checkDns_whenAMachineIsDead_isNotHealthy() {
        lab.power("HV1").off();

        assertThat(directory.checkDns(MACHINES, BOTH).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.CANNOT_TELL);
                    assertThat(finding.machine()).isEqualTo("HV1");
                });
        assertThat(kinds(directory.checkLogon(MACHINES))).containsExactly(Kind.CANNOT_TELL);
    }

    @Test
    void ensureDnsServers_whenThereIsNoSuchInterface_isNotFound() {
        assertThatThrownBy(() -> directory.machine("HV1").ensureDnsServers("WAN", BOTH))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no interface of HV1 is called WAN");
        assertThatThrownBy(() -> directory.machine("HV1").ensureDnsServers(LAN, List.of("dc1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> directory.machine("HV1").ensureDnsServers(LAN, List.of("fd00::1")))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(lab.changingRequests()).isZero();
    }

    @Test
    @DisplayName("a listener's service principal name that is missing, misplaced or there twice is found")
    void compareServiceNames_findsEachFault() {
        List<ServiceName> needed = ServiceName.ofListener("ag1l.lab.example", 1433, "LAB\\svc-sql");

        ServiceNameDiff before = directory.compareServiceNames("DC1", needed);
        assertThat(before.missing()).containsExactly(needed.get(0));
        assertThat(before.misplaced()).isEmpty();
        assertThat(before.duplicates()).isEmpty();

        lab.directory().serviceName("svc-sql", "MSSQLSvc/ag1l.lab.example");
        assertThat(directory.compareServiceNames("DC1", needed).isEmpty()).isTrue();
        lab.directory().serviceName("HV1$", "MSSQLSvc/ag1l.lab.example:1433");
        assertThat(directory.compareServiceNames("DC1", needed).duplicates())
                .containsExactly(
                        new ServiceNameDiff.Duplicate("MSSQLSvc/ag1l.lab.example:1433", List.of("HV1$", "svc-sql")));
        assertThat(lab.changingRequests()).isZero();
    }

    @Test
    @DisplayName("on a German Windows the same numbers lead to the same findings")
    void reports_inGerman_areTheSame() {
        try (Lab german = lab("de-DE");
                Quorate there = german.connect().build()) {
            for (Lab one : List.of(lab, german)) {
                one.directory().stopDns("DC1");
                one.directory().failInbound("DC1", 8457);
                one.advance(Duration.ofMinutes(70));
            }
            DirectoryClient abroad = there.directory(Lab.ENDPOINT);

            assertThat(abroad.checkDns(MACHINES, BOTH)).isEqualTo(directory.checkDns(MACHINES, BOTH));
            assertThat(abroad.health(CONTROLLERS)).isEqualTo(directory.health(CONTROLLERS));
        }
    }
}
