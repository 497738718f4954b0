package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.UnsupportedException;
import io.quorate.lab.Lab;
import io.quorate.sql.GroupLogins;
import io.quorate.sql.GroupPlan;
import io.quorate.sql.LoginAspect;
import io.quorate.sql.LoginComparison;
import io.quorate.sql.LoginDifference;
import io.quorate.sql.OrphanedUser;
import io.quorate.sql.ServerLogin;
import io.quorate.sql.ServerPermission;
import io.quorate.sql.command.GetPasswordHash;
import io.quorate.sql.command.SetLoginPassword;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Log-ins that applications find again after a failover. SQL3 is SQL Server 2025, the others 2022. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginsThroughLabTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final String PASSWORD = "App-Passw0rd!";

    private SqlStory story;
    private GroupLogins logins;

    @BeforeAll
    void build() throws SQLException {
        story = SqlStory.start("true", (host, spec) -> spec.version(host.equals("SQL3") ? 2025 : 2022));
        story.built();
        logins = story.sql.logins(GROUP);
    }

    @AfterAll
    void close() {
        story.close();
    }

    private static String create(String login) {
        return "CREATE LOGIN [" + login + "] WITH PASSWORD = N'" + PASSWORD + "'";
    }

    private ServerLogin at(String host, String login) {
        return logins.list(host).stream()
                .filter(one -> one.name().equals(login))
                .findFirst()
                .orElseThrow();
    }

    private void comesIn(String instance, String login, String password) throws SQLException {
        InetSocketAddress address = story.lab.sql().address(instance);
        Properties with = new Properties();
        with.setProperty("user", login);
        with.setProperty("password", password);
        with.setProperty("encrypt", "false");
        with.setProperty("connectRetryCount", "0");
        try (Connection connection = DriverManager.getConnection(
                "jdbc:sqlserver://" + address.getAddress().getHostAddress() + ":" + address.getPort(), with)) {
            assertThat(SqlStory.server(connection)).isEqualTo(instance);
        }
    }

    @Test
    @DisplayName(
            "an application's log-in gets to every replica with its SID, password, flags, roles and rights; the second run sends nothing")
    void ensure_whenALoginIsMissing_createsItAsItIs() throws SQLException {
        story.execute(
                "SQL1",
                create("shop") + ", DEFAULT_DATABASE = [orders], DEFAULT_LANGUAGE = [Deutsch], CHECK_POLICY = OFF",
                "ALTER SERVER ROLE [dbcreator] ADD MEMBER [shop]",
                "GRANT VIEW SERVER STATE TO [shop] WITH GRANT OPTION",
                "DENY ALTER ANY LOGIN TO [shop]",
                "CREATE LOGIN [LAB\\report] FROM WINDOWS WITH DEFAULT_DATABASE = [orders]",
                create("retired"),
                "ALTER LOGIN [retired] DISABLE");
        GroupPlan plan = logins.plan(sync -> sync.only("shop", "LAB\\report", "retired"));
        assertThat(plan.obstacles()).isEmpty();
        assertThat(logins.compare().of("shop"))
                .extracting(LoginDifference::host, LoginDifference::aspect)
                .containsExactlyInAnyOrder(tuple("SQL2", LoginAspect.MISSING), tuple("SQL3", LoginAspect.MISSING));
        story.forget();

        Ensured<LoginComparison> made = logins.ensure(sync -> sync.only("shop", "LAB\\report", "retired"));

        assertThat(made.changed()).isTrue();
        assertThat(made.value().same()).isTrue();
        assertThat(story.changes()).doesNotHaveDuplicates().allMatch(change -> !change.startsWith("SQL1"));
        ServerLogin source = at("SQL1", "shop");
        for (String host : List.of("SQL2", "SQL3")) {
            ServerLogin copy = at(host, "shop");
            assertThat(copy).isEqualTo(source);
            assertThat(copy.permissions())
                    .contains(
                            new ServerPermission("VIEW SERVER STATE", ServerPermission.State.GRANT_WITH_GRANT_OPTION),
                            new ServerPermission("ALTER ANY LOGIN", ServerPermission.State.DENY));
            assertThat(at(host, "LAB\\report").sid())
                    .isEqualTo(at("SQL1", "LAB\\report").sid());
            assertThat(at(host, "retired").login().disabled()).isTrue();
            comesIn(host, "shop", PASSWORD);
        }
        story.forget();
        assertThat(logins.ensure(sync -> sync.only("shop", "LAB\\report", "retired"))
                        .changed())
                .isFalse();
        assertThat(story.changes()).isEmpty();
        assertThat(story.questions()).hasSize(6);
    }

    @Test
    @DisplayName(
            "what differs of a log-in is named by aspect, and is made as on the primary; what it has besides stays unless asked")
    void ensure_whenALoginDiffers_changesWhatDiffers() throws SQLException {
        story.execute("SQL1", create("diff") + ", SID = 0x00112233445566778899AABBCCDDEE01");
        story.execute(
                "SQL2",
                "CREATE LOGIN [diff] WITH PASSWORD = N'Another-0ne!', SID = 0x00112233445566778899AABBCCDDEE01, CHECK_POLICY = ON,"
                        + " CHECK_EXPIRATION = ON, DEFAULT_LANGUAGE = [Deutsch], DEFAULT_DATABASE = [orders]",
                "ALTER LOGIN [diff] DISABLE",
                "ALTER SERVER ROLE [securityadmin] ADD MEMBER [diff]",
                "GRANT VIEW ANY DATABASE TO [diff]");
        LoginComparison compared = logins.compare(sync -> sync.only("diff"));
        assertThat(compared.of("diff"))
                .filteredOn(one -> one.host().equals("SQL2"))
                .extracting(LoginDifference::aspect)
                .containsExactlyInAnyOrder(
                        LoginAspect.PASSWORD,
                        LoginAspect.DISABLED,
                        LoginAspect.DATABASE,
                        LoginAspect.LANGUAGE,
                        LoginAspect.EXPIRATION,
                        LoginAspect.ROLE,
                        LoginAspect.PERMISSION);

        LoginComparison now = logins.ensure(sync -> sync.only("diff")).value();

        assertThat(now.of("diff"))
                .extracting(LoginDifference::aspect, LoginDifference::found)
                .containsExactlyInAnyOrder(
                        tuple(LoginAspect.ROLE, "securityadmin"),
                        tuple(LoginAspect.PERMISSION, "GRANT VIEW ANY DATABASE"));
        comesIn("SQL2", "diff", PASSWORD);
        assertThat(logins.ensure(sync -> sync.only("diff").exactly()).value().same())
                .isTrue();
        assertThat(at("SQL2", "diff").roles()).isEmpty();
        assertThat(logins.compare(sync -> sync.only("diff")).of("diff")).isEmpty();
    }

    @Test
    @DisplayName(
            "a log-in of another SID is dropped and created again only with a consent for this log-in at this instance")
    void ensure_whenTheSidIsAnother_takesAConsent() throws SQLException {
        story.execute("SQL1", create("moved"));
        story.execute("SQL2", create("moved"));
        story.forget();
        assertThatThrownBy(() -> logins.ensure(sync -> sync.only("moved")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("another SID")
                .hasMessageContaining("moved@SQL2");
        assertThatThrownBy(() -> logins.ensure(
                        sync -> sync.only("moved").replacing(Consent.to("moved@SQL3", "the wrong instance"))))
                .isInstanceOf(ConflictException.class);
        assertThat(story.changes()).isEmpty();

        logins.ensure(sync -> sync.only("moved").replacing(Consent.to("moved@sql2", "made by hand, without its SID")));

        assertThat(at("SQL2", "moved").sid()).isEqualTo(at("SQL1", "moved").sid());
        assertThat(logins.compare(sync -> sync.only("moved")).same()).isTrue();
        comesIn("SQL2", "moved", PASSWORD);
        assertThatThrownBy(() -> logins.remove("SQL2", "moved", null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(logins.remove("SQL2", "moved", Consent.to("moved@SQL2", "no longer used")))
                .isTrue();
        assertThat(logins.remove("SQL2", "moved", Consent.to("moved@SQL2", "no longer used")))
                .isFalse();
    }

    @Test
    @DisplayName(
            "a SID that another log-in has at a replica, and a role or default database that is missing there, are named before anything is sent")
    void plan_whenSomethingIsInTheWay_namesIt() throws SQLException {
        story.execute(
                "SQL1",
                create("renamed")
                        + ", SID = 0x00112233445566778899AABBCCDDEE02, DEFAULT_DATABASE = [lone]"
                                .replace("[lone]", "[master]"));
        story.execute("SQL2", create("oldname") + ", SID = 0x00112233445566778899AABBCCDDEE02");
        assertThat(logins.plan(sync -> sync.only("renamed")).obstacles())
                .singleElement()
                .asString()
                .contains("SQL2", "oldname", "15433");
        assertThat(logins.plan(sync -> sync.only("nobody")).obstacles()).containsExactly("SQL1 has no log-in nobody");
    }

    @Test
    @DisplayName(
            "a hash of 2025 does not go to 2022: refused with the reason before anything is sent, and so is each single order")
    void ensure_whenTheHashIsNewer_refusesBeforeAnythingIsSent() throws SQLException {
        story.execute("SQL3", create("modern"));
        story.forget();
        assertThatThrownBy(() -> logins.ensure(sync -> sync.from("SQL3").only("modern")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("PBKDF2")
                .hasMessageContaining("SQL Server 2022");
        assertThat(story.changes()).isEmpty();
        story.execute(
                "SQL1", create("modern") + ", SID = " + at("SQL3", "modern").sid());
        Secret hash = story.quorate
                .run(Order.create(Lab.SQL, new GetPasswordHash("SQL3", "modern")))
                .value();
        story.forget();
        assertThatThrownBy(() -> story.quorate.run(Order.create(Lab.SQL, new SetLoginPassword("SQL1", "modern", hash))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("nothing was sent");
        assertThat(story.changes()).isEmpty();
        assertThat(logins.compare(sync -> sync.only("modern")).of("modern"))
                .extracting(LoginDifference::host, LoginDifference::aspect)
                .contains(tuple("SQL3", LoginAspect.PASSWORD_UNKNOWN));
    }

    @Test
    @DisplayName(
            "the server's own, Windows' own and those of replicas are left alone, and said so; an account of one machine, too")
    void compare_leavesAlone_whatBelongsToAnInstance() throws SQLException {
        story.execute(
                "SQL1",
                "CREATE LOGIN [NT SERVICE\\ClusSvc] FROM WINDOWS",
                "CREATE LOGIN [BUILTIN\\Administrators] FROM WINDOWS",
                "CREATE LOGIN [SQL1\\local] FROM WINDOWS");
        LoginComparison compared = logins.compare();
        assertThat(compared.leftAlone())
                .anyMatch(one -> one.startsWith("sa "))
                .anyMatch(one -> one.startsWith("NT SERVICE\\ClusSvc "))
                .anyMatch(one -> one.startsWith("BUILTIN\\Administrators "))
                .anyMatch(one -> one.startsWith("NT AUTHORITY\\SYSTEM "))
                .anyMatch(one -> one.startsWith("LAB\\svc-sql "))
                .anyMatch(one -> one.startsWith("SQL1\\local "));
        assertThat(compared.differences())
                .extracting(LoginDifference::login)
                .doesNotContain("NT SERVICE\\ClusSvc", "BUILTIN\\Administrators", "SQL1\\local", "sa");
    }

    @Test
    @DisplayName(
            "the administrator's own log-in, by which this client comes in, stands in nobody's way: it is named and left as it is")
    void ensure_whenItsOwnLoginHasAnotherSid_leavesIt() {
        String own = story.lab.sql().username();
        assertThat(logins.plan(sync -> sync.only(own)).hints())
                .hasSize(2)
                .allMatch(hint -> hint.contains(own) && hint.contains("comes in by it"));
        assertThat(logins.ensure(sync -> sync.only(own).replacing(Consent.to(own + "@SQL2", "tried nevertheless")))
                        .changed())
                .isFalse();
    }

    @Test
    @DisplayName(
            "users that a failover would leave without a log-in are named before it, with the log-in of the same name that is not theirs")
    void orphans_areNamedBeforeAFailover() throws SQLException {
        story.execute(
                "SQL1",
                create("owner1"),
                create("owner2"),
                "USE [orders]; CREATE USER [owner1] FOR LOGIN [owner1]; CREATE USER [alias] FOR LOGIN [owner2];"
                        + " CREATE USER [nobody] WITHOUT LOGIN");
        story.execute("SQL2", create("owner1"));
        assertThat(logins.orphans())
                .extracting(
                        OrphanedUser::host,
                        one -> one.user().database(),
                        one -> one.user().name(),
                        OrphanedUser::namesake)
                .containsExactlyInAnyOrder(
                        tuple("SQL2", "orders", "owner1", "owner1"),
                        tuple("SQL2", "orders", "alias", null),
                        tuple("SQL3", "orders", "owner1", null),
                        tuple("SQL3", "orders", "alias", null));
        logins.ensure(
                sync -> sync.only("owner1", "owner2").replacing(Consent.to("owner1@SQL2", "made without its SID")));
        assertThat(logins.orphans()).isEmpty();
    }

    @Test
    @DisplayName(
            "an answer lost at any statement: the same call again leads to the same log-in, and nothing is created twice")
    void ensure_whenAnAnswerIsLost_settles() throws SQLException {
        for (int n : SWEEP ? new int[] {1, 2, 3, 4, 5, 6} : new int[] {3}) {
            String login = "cut" + n;
            story.execute(
                    "SQL1",
                    create(login) + ", CHECK_POLICY = OFF",
                    "ALTER LOGIN [" + login + "] DISABLE",
                    "GRANT VIEW SERVER STATE TO [" + login + "]",
                    "ALTER SERVER ROLE [dbcreator] ADD MEMBER [" + login + "]");
            story.execute("SQL2", create(login));
            AtomicInteger count = new AtomicInteger();
            int number = n;
            story.lab
                    .faults()
                    .when(
                            "answer of change " + n,
                            request -> SqlStory.changes(request) && count.incrementAndGet() == number)
                    .resetAfter();
            Ensured<LoginComparison> made = logins.ensure(
                    sync -> sync.only(login).replacing(Consent.to(login + "@SQL2", "made without its SID")));
            assertThat(made.changed()).isTrue();
            assertThat(made.value().same()).isTrue();
            assertThat(logins.ensure(sync -> sync.only(login)).changed()).isFalse();
            assertThat(story.lab.faults().unfired()).isEmpty();
        }
    }

    @Test
    @DisplayName("a rehearsal and a plan show every statement and no hash")
    void rehearse_showsNoHash() throws SQLException {
        story.execute("SQL1", create("shown"));
        GroupPlan plan = logins.plan(sync -> sync.only("shown"));
        story.forget();
        Rehearsal rehearsal = story.quorate.rehearse(
                q -> q.availabilityGroups(Lab.SQL).logins(GROUP).ensure(sync -> sync.only("shown")));
        assertThat(story.changes()).isEmpty();
        assertThat(rehearsal.explain())
                .contains("CREATE LOGIN [shown] WITH PASSWORD = <hidden> HASHED, SID = 0x")
                .contains("ALTER LOGIN [shown] WITH DEFAULT_DATABASE = [master]")
                .doesNotContain("0x0200");
        assertThat(plan.toString()).contains("<hidden>").doesNotContain("0x0200");
    }
}
