package io.quorate.lab.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Lab;
import io.quorate.lab.peer.SealingFront.Listener;
import io.quorate.lab.peer.Visit.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SDK in a domain whose controller is Samba's: its KDC judges the log-ins by Kerberos, its gensec those by NTLM and the seals, and its
 * directory counts wrong passwords, whoever noticed them.
 */
@EnabledIfEnvironmentVariable(
        named = "QUORATE_PEERS",
        matches = "1",
        disabledReason = "peers: " + Peers.PACKAGES + ", then QUORATE_PEERS=1 as root")
class DomainControllerPeerTest {
    private static final String PASSWORD = "Secret123!";
    private static final String WRONG = "Not-what-it-is-7";
    private static final Map<String, Object> GENSEC = Map.of("acceptor", "gensec");

    @TempDir
    private static Path folder;

    private static Lab lab;
    private static Authority domain;
    private static SealingFront front;
    private static Visitor visitor;

    @BeforeAll
    static void start() throws Exception {
        Peers.need(
                "/usr/bin/python3",
                "/usr/sbin/samba",
                "/usr/bin/samba-tool",
                "/usr/share/samba/setup/provision.ldif",
                "/usr/lib/python3/dist-packages/samba/samdb.py",
                "/usr/lib/python3/dist-packages/gssapi/__init__.py",
                "/etc/gss/mech.d/mech.ntlmssp.conf",
                "/usr/bin/kinit");
        if (!"root".equals(System.getProperty("user.name"))) {
            Peers.missing("a domain controller needs root: its KDC listens on port 88");
        }
        domain = Authority.domainController(folder.resolve("dc"));
        lab = Lab.storyBuilder()
                .clock(Lab.Clock.WALL)
                .cluster("FC1")
                .foreignClients()
                .start();
        front = new SealingFront(folder, lab, domain, "LAB:alice:" + PASSWORD + "\n", domain.smbConf());
        visitor = new Visitor(folder, domain.krb5Conf());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {visitor, front, domain, lab}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private static void assertReads(Outcome outcome) {
        assertThat(outcome.done()).as(outcome.toString()).isTrue();
        assertThat(outcome.said().get("done")).asString().startsWith("[[HV1, HV2]");
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.error()).as(outcome.toString()).isEqualTo("AccessDeniedException");
        assertThat(outcome.toString()).doesNotContain(PASSWORD, WRONG);
        for (String word : words) {
            assertThat(outcome.message()).containsIgnoringCase(word);
        }
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "ntlm, Negotiate, true, ntlm",
        "ntlm, Negotiate, false, ntlm in SPNEGO",
        "kerberos, Kerberos, true, krb5",
        "kerberos, Negotiate, false, krb5 in SPNEGO"
    })
    @DisplayName("Samba's gensec lets in and opens what we seal")
    void read_judgedByGensec_isSealedBothWays(String way, String scheme, boolean raw, String mechanism) {
        Listener listener = front.open(
                "dc1",
                Map.of("acceptor", "gensec", "schemes", List.of(scheme), "raw", raw)); // gensec has no keys but its own
        assertReads(visitor.run(Visit.by(way, "alice@LAB.EXAMPLE", PASSWORD).at(listener.url())));
        assertThat(listener.told("refused")).isEmpty();
        assertThat(listener.told("in_clear")).isEmpty();
        assertThat(listener.logins()).allMatch(login -> login.startsWith(mechanism + " by " + scheme));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LAB\\alice", "alice@LAB.EXAMPLE", "LAB.EXAMPLE\\alice", "alice"})
    @DisplayName("NTLM takes a name in each of its forms")
    void ntlm_byEachFormOfAName_isLetIn(String user) {
        assertReads(Visit.by("ntlm", user, PASSWORD)
                .at(front.open("hv1", GENSEC).url())
                .run());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ntlm", "kerberos", "domain"})
    @DisplayName("a name and a password with umlauts log in")
    void login_withUmlauts_isLetIn(String way) {
        Listener listener = front.open("hv1", way.equals("ntlm") ? GENSEC : Map.of());
        assertReads(visitor.run(Visit.by(way, "jürgen@LAB.EXAMPLE", "Grüße-1€").at(listener.url())));
    }

    @Test
    void kerberos_byKeytab_isLetIn() {
        Listener listener = front.open("hv1", Map.of());
        assertReads(visitor.run(Visit.byFile("keytab", "alice@LAB.EXAMPLE", domain.file("alice.keytab"))
                .at(listener.url())));
        assertThat(listener.told("login")).containsOnly("alice@LAB.EXAMPLE");
    }

    @Test
    void kerberos_byTicketCache_isLetIn() throws Exception {
        Path cache = folder.resolve("alice.cache");
        Peers.run(List.of(
                "env",
                "KRB5_CONFIG=" + domain.krb5Conf(),
                "kinit",
                "-k",
                "-t",
                domain.file("alice.keytab").toString(),
                "-c",
                cache.toString(),
                "alice@LAB.EXAMPLE"));
        assertReads(visitor.run(
                Visit.byFile("cache", "", cache).at(front.open("hv1", Map.of()).url())));
    }

    @ParameterizedTest(name = "{0} at {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "alice@LAB.EXAMPLE    | Not-what-it-is-7 | hv1 | 24 | password",
                "nobody@LAB.EXAMPLE   | Secret123!       | hv1 | 6  | account",
                "expired@LAB.EXAMPLE  | Secret123!       | hv1 | 23 | change",
                "disabled@LAB.EXAMPLE | Secret123!       | hv1 | 18 | disabled",
                "locked@LAB.EXAMPLE   | Secret123!       | hv1 | 18 | locked",
                "alice@LAB.EXAMPLE    | Secret123!       | hv9 | 7  | setspn",
            })
    @DisplayName("what the KDC refuses has its code and a hint of its own, and no host is asked")
    void kerberos_refusedByTheKdc_tellsCodeAndHint(String user, String password, String host, int code, String hint) {
        Listener listener = front.open(host, Map.of());
        assertRefused(
                visitor.run(Visit.by("kerberos", user, password).at(listener.url())),
                "(" + code + ")",
                hint,
                "LAB.EXAMPLE");
        assertThat(listener.told("login")).isEmpty();
        assertThat(listener.told("refused")).isEmpty();
    }

    @Test
    @DisplayName("a realm that nobody knows is told, with the line that krb5.conf lacks")
    void kerberos_inARealmThatNobodyKnows_namesTheLine() {
        Outcome outcome = visitor.run(Visit.by("kerberos", "alice@other.example", PASSWORD)
                .at(front.open("hv1", Map.of()).url()));
        assertThat(outcome.done()).isFalse();
        assertThat(outcome.message()).contains("other.example", "kdc");
    }

    @Test
    @DisplayName("a ticket that the host cannot open: its name belongs to another account")
    void kerberos_whoseTicketTheHostCannotOpen_isRefusedByTheHost() {
        Listener listener = front.open("hv3", Map.of());
        assertRefused(
                visitor.run(Visit.by("kerberos", "alice@LAB.EXAMPLE", PASSWORD).at(listener.url())), "hv3.lab.example");
        assertThat(listener.told("refused")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"carol, ntlm", "dave, kerberos", "erin, domain"})
    @DisplayName("a wrong password is spent once: by 8 callers at 2 hosts, by Kerberos and NTLM together")
    void wrongPassword_byManyCallersAtTwoHosts_isSpentOnce(String user, String way) throws Exception {
        Listener one = front.open("hv1", "HV1", GENSEC);
        Listener two = front.open("hv2", "HV2", GENSEC);
        // Samba does not count a wrong password where NTLM names its owner by user@realm
        String account = way.equals("ntlm") ? "LAB\\" + user : user + "@LAB.EXAMPLE";
        Outcome outcome = visitor.run(
                Visit.by(way, account, WRONG).at(one.url(), two.url()).callers(8));
        assertRefused(outcome);
        assertThat(domain.badPasswords(user)).isEqualTo(1);
        assertThat(one.told("login")).isEmpty();
        assertThat(two.told("login")).isEmpty();
        assertReads(visitor.run(Visit.by("ntlm", account, PASSWORD).at(one.url())));
    }

    @Test
    @DisplayName("Negotiate takes NTLM where the host's name is unknown to the KDC, and says why")
    void domain_whereTheKdcDoesNotKnowTheHost_fallsBackToNtlm() throws Exception {
        Listener listener = front.open("hv9", GENSEC);
        assertReads(
                visitor.run(Visit.by("domain", "frank@LAB.EXAMPLE", PASSWORD).at(listener.url())));
        assertThat(listener.logins()).allMatch(login -> login.startsWith("ntlm"));
        assertRefused(visitor.run(Visit.by("domain", "frank@LAB.EXAMPLE", WRONG).at(listener.url())));
        assertThat(domain.badPasswords("frank")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"expired", "disabled", "locked", "guarded"})
    @DisplayName("whom the directory does not let in by NTLM is refused once")
    void ntlm_ofAnAccountThatIsNotLetIn_isRefused(String user) {
        Listener listener = front.open("hv1", GENSEC);
        assertRefused(
                Visit.by("ntlm", "LAB\\" + user, PASSWORD).at(listener.url()).run());
        assertThat(listener.told("refused")).hasSize(1);
    }

    @Test
    @DisplayName("a member of Protected Users logs in by Kerberos")
    void kerberos_ofAProtectedUser_isLetIn() {
        Listener listener = front.open("hv1", Map.of());
        assertReads(
                visitor.run(Visit.by("domain", "guarded@LAB.EXAMPLE", PASSWORD).at(listener.url())));
        assertThat(listener.logins()).allMatch(login -> login.startsWith("krb5"));
    }
}
