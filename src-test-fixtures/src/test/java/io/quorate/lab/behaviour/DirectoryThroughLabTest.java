package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.directory.ComputerObject;
import io.quorate.directory.ControllerReplication;
import io.quorate.directory.DirectoryClient;
import io.quorate.directory.DirectoryComputers;
import io.quorate.directory.DirectoryFinding;
import io.quorate.directory.DirectoryFinding.Kind;
import io.quorate.directory.DirectoryMachine;
import io.quorate.directory.DirectoryReport;
import io.quorate.directory.DnsAnswer;
import io.quorate.directory.DnsInterface;
import io.quorate.directory.DomainController;
import io.quorate.directory.DomainView;
import io.quorate.directory.ReplicationLink;
import io.quorate.directory.ServiceName;
import io.quorate.directory.ServiceNameDiff;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    private Lab lab;
    private Quorate quorate;
    private DirectoryClient directory;

    /** Not where the fields are: a test that is left out has its fields made and never closed. */
    @BeforeEach
    void open() {
        lab = lab("en-US");
        quorate = lab.connect().build();
        directory = quorate.directory(Lab.ENDPOINT);
    }

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
        for (List<String> wrong : List.of(
                List.of("fd00::1", "FD00:0::1"),
                List.of("fd00::1::2"),
                List.of("fe80::1%4"),
                List.of("1:2:3:4:5:6:7"),
                List.of("::1.2.3.256"))) {
            assertThatThrownBy(() -> directory.machine("HV1").ensureDnsServers(LAN, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(lab.changingRequests()).isZero();
    }

    @Test
    @DisplayName(
            "servers over IPv6 are set beside those over IPv4, in one spelling, and nothing is sent the second time")
    void ensureDnsServers_overIpv6_areSetAndCompared() {
        lab.directory().answersAt("DC1", "fd00::11");
        lab.directory().answersAt("DC2", "fd00::12");
        DirectoryMachine machine = directory.machine("HV1");

        assertThat(machine.ensureDnsServers(LAN, List.of("FD00:0:0:0::0011", "fd00::12"))
                        .changed())
                .isTrue();
        assertThat(machine.dnsInterfaces().get(0).servers()).isEqualTo(BOTH);
        assertThat(machine.dnsInterfaces().get(0).servers6()).containsExactly("fd00::11", "fd00::12");
        long before = lab.changingRequests();
        assertThat(machine.ensureDnsServers(LAN, List.of("fd00::11", "fd00:0::12"))
                        .changed())
                .isFalse();
        assertThat(machine.ensureDnsServers(LAN, List.of(ONE, TWO, "fd00::11", "fd00::12"))
                        .changed())
                .isFalse();
        assertThat(lab.changingRequests()).isEqualTo(before);
        assertThat(directory.checkDns(List.of("HV1"), List.of()).findings()).isEmpty();
        assertThat(machine.ask("fd00::12", "lab.example").controllers()).hasSize(2);

        lab.directory().stopDns("DC1");
        DirectoryReport report = directory.checkDns(List.of("HV1"), List.of());
        report.findings().get(0).cure().forEach(quorate::run);
        DnsInterface after = machine.dnsInterfaces().get(0);
        assertThat(after.servers()).containsExactly(TWO, ONE);
        assertThat(after.servers6()).containsExactly("fd00::12", "fd00::11");
    }

    @Test
    @DisplayName("the orders that mend names add what is missing and take nothing away without a consent")
    void mendServiceNames_ordersAreRunOneByOne() {
        List<ServiceName> needed = ServiceName.ofListener("ag1l.lab.example", 1433, "LAB\\svc-sql");
        String byPort = needed.get(1).name();
        lab.directory().serviceName("HV1$", byPort);
        lab.directory().serviceName("svc-old", "HTTP/web.lab.example");
        lab.directory().serviceName("svc-new", "HTTP/web.lab.example");
        assertThatThrownBy(() -> directory.ensureServiceName("DC1", new ServiceName("HTTP/web.lab.example", "svc-sql")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("svc-old and svc-new");

        List<Order<?>> orders = directory.mendServiceNames("DC1", needed);
        assertThat(orders)
                .extracting(order -> order.command().getClass().getSimpleName())
                .containsExactly("AddServiceName", "RemoveServiceName");
        assertThat(lab.changingRequests()).isZero();
        assertThat(quorate.run(orders.get(0)).changed()).isTrue();
        assertThatThrownBy(() -> quorate.run(orders.get(1)))
                .isInstanceOfSatisfying(
                        ConsentRequiredException.class,
                        e -> assertThat(e.identity()).isEqualTo(byPort + " on HV1$"));
        assertThat(quorate.run(orders.get(1).with(Consent.to(byPort + " on HV1$", "it is the listener's")))
                        .changed())
                .isTrue();

        assertThat(directory.compareServiceNames("DC1", needed).duplicates())
                .as("whose web is, nobody told")
                .containsExactly(new ServiceNameDiff.Duplicate("HTTP/web.lab.example", List.of("svc-old", "svc-new")));
        assertThat(directory.mendServiceNames("DC1", needed)).isEmpty();
        long before = lab.changingRequests();
        assertThat(directory.ensureServiceName("DC1", needed.get(0)).changed()).isFalse();
        assertThat(directory.removeServiceName(
                        "DC1", new ServiceName(byPort, "HV1$"), Consent.to(byPort + " on HV1$", "again")))
                .isFalse();
        assertThat(lab.changingRequests()).isEqualTo(before);
        assertThatThrownBy(() -> directory.ensureServiceName("DC1", new ServiceName("HTTP/x", "nobody")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName(
            "a computer object is prestaged disabled, protected and under the cluster's control; the second run sends nothing")
    void computers_ensure_prestagesOnce() {
        DirectoryComputers computers = directory.computers("DC1");

        Ensured<ComputerObject> name = computers.ensure("FC1", "LAB\\svc-sql");
        assertThat(name.changed()).isTrue();
        assertThat(name.value().enabled()).isFalse();
        assertThat(name.value().deletionProtected()).isTrue();
        assertThat(name.value().container()).isEqualTo("CN=Computers,DC=lab,DC=example");
        String container = "OU=Clusters,DC=lab,DC=example";
        ComputerObject listener = computers.ensure("AG1L", "FC1$", container).value();
        assertThat(listener.container()).isEqualTo(container);
        long before = lab.changingRequests();
        assertThat(computers.ensure("fc1", "svc-sql")).isEqualTo(new Ensured<>(name.value(), false));
        assertThat(computers.ensure("AG1L", "LAB\\FC1$", container).changed()).isFalse();

        assertThatThrownBy(() -> computers.ensure("AG1L", "FC1$", "OU=Other,DC=lab,DC=example"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("OU=Clusters");
        assertThatThrownBy(() -> computers.ensure("HV1", "FC1$"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("may be a machine's");
        assertThatThrownBy(() -> computers.ensure("FC2", "nobody$")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> computers.ensure("SIXTEEN-LETTERS-", "FC1$"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> computers.remove(listener, Consent.to("AG1L", "by its name")))
                .isInstanceOfSatisfying(
                        ConsentRequiredException.class,
                        e -> assertThat(e.identity()).isEqualTo(listener.id().toString()));
        assertThat(lab.changingRequests()).isEqualTo(before);

        assertThat(computers.remove(listener, Consent.to(listener.id().toString(), "not needed")))
                .isTrue();
        assertThat(computers.find("AG1L")).isEmpty();
        assertThat(computers.remove(listener, Consent.to(listener.id().toString(), "again")))
                .isFalse();
        ComputerObject again = computers.ensure("AG1L", "FC1$").value();
        assertThat(again.id()).isNotEqualTo(listener.id());
    }

    @Test
    @DisplayName("cut after commit at each request: a computer object is made and granted once")
    void computers_cutAtEveryRequest_areMadeOnce() {
        int all = Integer.MAX_VALUE;
        for (int n = 1; n <= all; n += Boolean.getBoolean("quorate.sweep") ? 1 : 3) {
            AtomicInteger requests = new AtomicInteger();
            int cut = n;
            lab.faults()
                    .when("request " + n, request -> requests.incrementAndGet() == cut)
                    .optional()
                    .always()
                    .resetAfter();
            String name = "CUT" + n;
            try {
                directory.computers("DC1").ensure(name, "svc-sql");
            } catch (QuorateException lost) {
                // the next run finds what is left to do
            }
            all = Math.min(all, requests.get());
            lab.faults().clear();
            assertThat(directory
                            .computers("DC1")
                            .ensure(name, "svc-sql")
                            .value()
                            .deletionProtected())
                    .isTrue();
            assertThat(lab.trace().split("Set-Acl by", -1)).as("cut at %d", n).hasSizeGreaterThan(1);
        }
        assertThat(all).isGreaterThan(4);
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

    @LongForm
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
