package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.error.AccessDeniedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabEndpoint;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.RoutingList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.security.auth.login.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A domain's accounts log in to SQL Server by the driver's own Kerberos, with tickets of a controller in this JVM: through Quorate, and through the
 * driver alone in a JVM that finds the lab's names, where the listener has two addresses and the first is dead.
 */
class SqlDomainLoginTest {
    private static final String PASSWORD = "Domain-Passw0rd!";
    private static final String GROUP = "ag1";
    private static final String LISTENER = "ag1l";
    private static final String DATABASE = "orders";
    private static final String BOTH = "sqlserver://SQL1.lab.example,SQL2.lab.example";

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .seed(23)
                .host("SQL1")
                .host("SQL2")
                .domain(
                        "lab.example",
                        domain -> domain.user("alice", Secret.of(PASSWORD))
                                .user("bob", Secret.of(PASSWORD))
                                .lockOutAfter(3)
                                .kerberos()
                                .service("MSSQLSvc/" + LISTENER + ".lab.example:1433", "LAB\\svc-sql1"))
                .sql(
                        "SQL1",
                        s -> s.account("LAB\\svc-sql1")
                                .administrator("LAB\\alice")
                                .routesByName())
                .sql(
                        "SQL2",
                        s -> s.account("LAB\\svc-sql2")
                                .administrator("LAB\\alice")
                                .routesByName())
                .start();
        lab.sql().makeDatabase("SQL1", DATABASE);
        try (Quorate quorate = lab.connect().build()) {
            AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
            sql.groups().ensure(GROUP, group -> {
                for (int i = 1; i <= 2; i++) {
                    String host = "SQL" + i;
                    String other = "SQL" + (3 - i);
                    group.addReplica(
                            host,
                            r -> r.secondaryConnections(AllowedConnections.READ_ONLY)
                                    .routingUrl("TCP://" + host.toLowerCase(Locale.ROOT) + ".lab.example:1433")
                                    .routing(RoutingList.of(other)));
                }
                group.addDatabase(DATABASE);
                group.listener(
                        LISTENER,
                        l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
            });
            sql.databases(GROUP).awaitSynchronized(DATABASE, Duration.ofMinutes(10), progress -> {});
        }
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static Quorate quorate(String uri, Credentials credentials, Consumer<EndpointSpec> more) {
        LabEndpoint entry = lab.addressBook().find(Lab.SQL).orElseThrow();
        return Quorate.builder()
                .runtime(lab.runtime())
                .endpoint("ad", uri, endpoint -> {
                    endpoint.credentials(credentials).trust(entry.trust());
                    more.accept(endpoint);
                })
                .build();
    }

    private static Quorate quorate(Credentials credentials) {
        return quorate(BOTH, credentials, endpoint -> {});
    }

    private static Credentials alice() {
        return Credentials.domain("alice@lab.example", Secret.of(PASSWORD));
    }

    private static List<String> names(Quorate quorate) {
        return quorate.availabilityGroups("ad").instances().list().stream()
                .map(instance -> instance.name())
                .toList();
    }

    @Test
    @DisplayName(
            "an account of the domain administers all instances, and the JVM's own log-in configuration stays what it was")
    void domainAccount_logsInByKerberos_andLeavesTheJvmAsItWas() {
        Configuration jaas = Configuration.getConfiguration();
        try (Quorate quorate = quorate(alice())) {
            assertThat(names(quorate)).containsExactlyInAnyOrder("SQL1", "SQL2");
        }
        assertThat(Configuration.getConfiguration()).isSameAs(jaas);
        assertThat(System.getProperty("java.security.auth.login.config")).isNull();
    }

    @Test
    void keytab_andNtlm_logIn() {
        for (Credentials credentials : List.of(
                Credentials.kerberosKeytab("alice@LAB.EXAMPLE", lab.logins().keytab("alice")),
                Credentials.ntlm("LAB\\alice", Secret.of(PASSWORD)))) {
            try (Quorate quorate = quorate(credentials)) {
                assertThat(names(quorate)).hasSize(2);
            }
        }
    }

    @Test
    void servicePrincipalName_standsForAnAddressThatNobodyKnows() {
        String address = lab.sql().address("SQL1").getAddress().getHostAddress();
        String uri = "sqlserver://" + address;
        try (Quorate quorate = quorate(uri, alice(), endpoint -> {})) {
            assertThatThrownBy(() -> names(quorate))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("Kerberos knows instances by name only");
        }
        try (Quorate quorate = quorate(
                uri, alice(), endpoint -> endpoint.option("servicePrincipalName", "MSSQLSvc/sql1.lab.example:1433"))) {
            assertThat(names(quorate)).containsExactly("SQL1");
        }
        try (Quorate quorate = quorate(
                uri,
                alice(),
                endpoint -> endpoint.option("servicePrincipalName", "MSSQLSvc/nobody.lab.example:1433"))) {
            assertThatThrownBy(() -> names(quorate))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("Kerberos 7")
                    .hasMessageContaining("setspn -Q MSSQLSvc/nobody.lab.example:1433");
        }
    }

    @Test
    @DisplayName("a wrong password is told once, by the controller, whatever is asked of however many instances")
    void wrongPassword_isTriedOnce() {
        int before = lab.logins().account("LAB\\alice").wrongPasswords();
        try (Quorate quorate = quorate(Credentials.domain("alice@LAB.EXAMPLE", Secret.of("not-" + PASSWORD)))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> names(quorate))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("Kerberos 24")
                        .hasMessageNotContaining("not-" + PASSWORD);
            }
        }
        assertThat(lab.logins().account("LAB\\alice").wrongPasswords()).isEqualTo(before + 1);
        try (Quorate quorate = quorate(alice())) {
            assertThat(names(quorate)).hasSize(2);
        }
    }

    @Test
    void accountWithoutALogin_isRefusedByName() {
        try (Quorate quorate = quorate(Credentials.domain("bob@LAB.EXAMPLE", Secret.of(PASSWORD)))) {
            assertThatThrownBy(() -> names(quorate))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("18456")
                    .hasMessageContaining("LAB\\bob");
        }
    }

    @Test
    @DisplayName(
            "with read intent a domain's log-in is led on and gets a ticket for where it is led: serverSpn would spoil that")
    void readIntent_isLedOn_withATicketForTheOther(@TempDir Path folder) throws Exception {
        List<InetSocketAddress> real = lab.sql().listenerAddresses(LISTENER);
        String live = real.stream()
                .filter(a -> answers(a, 2_000))
                .findFirst()
                .orElseThrow()
                .getAddress()
                .getHostAddress();
        String dead = live.substring(0, live.lastIndexOf('.')) + ".200";
        try (BlackHole hole = new BlackHole(new InetSocketAddress(InetAddress.getByName(dead), 1433))) {
            assertThat(answers(new InetSocketAddress(dead, hole.port()), 300)).isFalse();
            StringBuilder hosts = new StringBuilder();
            hosts.append(dead).append(" ag1l.lab.example\n").append(live).append(" ag1l.lab.example\n");
            for (String name : lab.sql().names()) {
                String fqdn = name + ".lab.example";
                hosts.append(lab.sql().address(name).getAddress().getHostAddress())
                        .append(" " + fqdn.toLowerCase(Locale.ROOT) + "\n");
            }
            Path file = Files.writeString(folder.resolve("hosts"), hosts);
            assertThat(fork(folder, file))
                    .isEqualTo("addresses: 2\n"
                            + "write, credential handed over: SQL1 LAB\\alice\n"
                            + "read, credential handed over: not led on\n"
                            + "write: SQL1 LAB\\alice\n"
                            + "read: SQL2 LAB\\alice\n"
                            + "read with serverSpn: 18452\n"
                            + "read without a realm: SQL2 LAB\\alice\n");
        }
    }

    private static boolean answers(InetSocketAddress address, int millis) {
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String fork(Path folder, Path hosts) throws Exception {
        Path trust = TdsRig.trustStore(folder, lab.caCertificates().get(0));
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + hosts,
                "-Djava.security.krb5.conf=" + lab.logins().krb5Conf().orElseThrow(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DomainClient.class.getName(),
                lab.logins().keytab("alice").toString(),
                trust.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(out + Files.readString(log)).isZero();
            return out;
        } finally {
            process.destroyForcibly();
        }
    }
}
