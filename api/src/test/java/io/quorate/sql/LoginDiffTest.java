package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.Consent;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.sql.ServerPermission.State;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.EnableLogin;
import io.quorate.sql.command.SetLogin;
import io.quorate.sql.command.SetLoginPassword;
import io.quorate.sql.command.SetRoleMember;
import io.quorate.sql.command.SetServerPermission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What differs between log-ins of instances, and what makes them the same. */
class LoginDiffTest {
    private static final String APP_SID = "0102030405060708090A0B0C0D0E0F10";
    private static final String OTHER_SID = "FF02030405060708090A0B0C0D0E0F10";
    private static final String ACCOUNT_SID = "010500000000000515000000AABBCCDDAABBCCDDAABBCCDD51040000";

    /** One log-in, changed bit by bit. */
    private static final class Login {
        String name = "app";
        String sid = APP_SID;
        LoginKind kind = LoginKind.SQL_LOGIN;
        boolean disabled;
        String database = "master";
        String language = "us_english";
        Boolean policy = true;
        Boolean expiration = false;
        PasswordMark password = mark(2, 1);
        List<String> roles = List.of();
        List<ServerPermission> permissions = List.of(ServerPermission.CONNECT);
        boolean replica;
        boolean caller;

        Login windows(String account) {
            name = account;
            sid = ACCOUNT_SID;
            kind = LoginKind.WINDOWS_LOGIN;
            policy = null;
            expiration = null;
            password = null;
            return this;
        }

        ServerLogin build() {
            return new ServerLogin(
                    new SqlLogin(name, LoginSid.of(sid), kind, disabled),
                    database,
                    language,
                    policy,
                    expiration,
                    password,
                    roles,
                    permissions,
                    replica,
                    caller);
        }
    }

    private static PasswordMark mark(int version, int what) {
        return new PasswordMark(version, new byte[] {(byte) what});
    }

    private final List<ServerLogin> here = new ArrayList<>();
    private final List<ServerLogin> there = new ArrayList<>();
    private String version = "16.0.4135.4";
    private List<String> rolesThere = List.of("sysadmin", "dbcreator", "processadmin");

    private static ServerLogin login(Consumer<Login> changes) {
        Login login = new Login();
        changes.accept(login);
        return login.build();
    }

    private LoginDiffTest both(Consumer<Login> source, Consumer<Login> target) {
        here.add(login(source));
        there.add(login(target));
        return this;
    }

    private LoginDiff.Found found(Consumer<LoginSync> wish) {
        LoginSync sync = new LoginSync();
        wish.accept(sync);
        List<String> databases = List.of("master", "orders");
        return LoginDiff.of(
                "sql",
                "AG1",
                sync.wish(),
                new LoginInventory("sql1", "SQL1", SqlVersion.of("17.0.1000.1"), here, rolesThere, databases),
                List.of(new LoginInventory("sql2", "SQL2", SqlVersion.of(version), there, rolesThere, databases)));
    }

    private LoginDiff.Found found() {
        return found(wish -> {});
    }

    private static List<Command<?>> commands(LoginDiff.Found found) {
        return found.plan().steps().stream()
                .map(GroupStep::order)
                .<Command<?>>map(Order::command)
                .toList();
    }

    private static List<LoginAspect> aspects(LoginDiff.Found found) {
        return found.comparison().differences().stream()
                .map(LoginDifference::aspect)
                .toList();
    }

    @Test
    void sameLogins_giveNothing() {
        both(login -> {}, login -> login.name = "APP");
        LoginDiff.Found found = found();
        assertThat(found.comparison().same()).isTrue();
        assertThat(found.comparison().differences()).isEmpty();
        assertThat(found.plan().satisfied()).isTrue();
        assertThat(found.plan().hints()).isEmpty();
    }

    @Test
    @DisplayName("a missing log-in is created with its SID, by a reference to its hash, and then gets all that it has")
    void missing_isCreatedAsItIs() {
        here.add(login(login -> {
            login.disabled = true;
            login.database = "orders";
            login.language = "Deutsch";
            login.policy = false;
            login.roles = List.of("dbcreator");
            login.permissions =
                    List.of(ServerPermission.CONNECT, new ServerPermission("view server state", State.GRANT));
        }));
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.MISSING);
        assertThat(commands(found))
                .<Class<?>>extracting(Object::getClass)
                .containsExactly(
                        CreateSqlLogin.class,
                        EnableLogin.class,
                        SetLogin.class,
                        SetRoleMember.class,
                        SetServerPermission.class);
        assertThat(found.plan().steps().get(0).later()).isTrue();
        assertThat(commands(found).get(0)).satisfies(command -> {
            assertThat(((CreateSqlLogin) command).sid()).isEqualTo(LoginSid.of(APP_SID));
            assertThat(command.toString()).doesNotContain("0x0200");
        });
        assertThat(commands(found).get(2)).isEqualTo(new SetLogin("sql2", "app", "orders", "Deutsch", false, false));
    }

    @Test
    @DisplayName("a Windows account is created without a hash; who may not log in here may not log in there")
    void missingAccount_isCreatedWithItsRights() {
        here.add(login(login -> {
            login.windows("LAB\\alice");
            login.permissions = List.of();
        }));
        assertThat(commands(found()))
                .containsExactly(
                        new CreateWindowsLogin("sql2", "LAB\\alice"),
                        new SetLogin("sql2", "LAB\\alice", "master", "us_english", null, null),
                        new SetServerPermission(
                                "sql2", "LAB\\alice", new ServerPermission("CONNECT SQL", State.REVOKE)));
    }

    @Test
    void surplus_isNamedAndStays() {
        there.add(login(login -> login.name = "old"));
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.SURPLUS);
        assertThat(found.comparison().same()).isTrue();
        assertThat(found.plan().satisfied()).isTrue();
        assertThat(found(wish -> wish.only("app")).comparison().differences()).isEmpty();
    }

    @Test
    @DisplayName("an account of a machine itself is no difference, on whichever side it is")
    void accountsOfAMachine_areLeftAlone() {
        here.add(login(login -> login.windows("SQL1\\local")));
        there.add(login(login -> login.windows("SQL2\\local")));
        LoginDiff.Found found = found();
        assertThat(found.comparison().differences()).isEmpty();
        assertThat(found.comparison().leftAlone()).singleElement().asString().startsWith("SQL1\\local ");
    }

    @Test
    @DisplayName("sa under any name, ##..##, replicas' log-ins and Windows' own are left alone")
    void theServersOwn_isLeftAlone() {
        here.add(login(login -> {
            login.name = "root";
            login.sid = "01";
        }));
        here.add(login(login -> login.name = "##MS_PolicyEventProcessingLogin##"));
        here.add(login(login -> {
            login.name = "Hadr_endpoint_SQL2";
            login.replica = true;
        }));
        here.add(login(login -> {
            login.windows("NT-AUTORITÄT\\SYSTEM");
            login.sid = "010100000000000512000000";
        }));
        here.add(login(login -> login.kind = LoginKind.CERTIFICATE_MAPPED_LOGIN));
        LoginDiff.Found found = found();
        assertThat(found.comparison().leftAlone()).hasSize(5);
        assertThat(found.comparison().differences()).isEmpty();
        assertThat(found.plan().satisfied()).isTrue();
    }

    @Test
    @DisplayName("each option that differs is named and set, and nothing else")
    void options_thatDiffer_areSet() {
        both(
                login -> {
                    login.database = "orders";
                    login.language = "Deutsch";
                    login.policy = true;
                    login.expiration = true;
                },
                login -> {
                    login.policy = false;
                    login.expiration = false;
                });
        LoginDiff.Found found = found();
        assertThat(aspects(found))
                .containsExactly(
                        LoginAspect.DATABASE, LoginAspect.LANGUAGE, LoginAspect.POLICY, LoginAspect.EXPIRATION);
        assertThat(found.comparison().of("app"))
                .extracting(LoginDifference::wanted, LoginDifference::found)
                .containsExactly(
                        tuple("orders", "master"),
                        tuple("Deutsch", "us_english"),
                        tuple("ON", "OFF"),
                        tuple("ON", "OFF"));
        assertThat(commands(found)).containsExactly(new SetLogin("sql2", "app", "orders", "Deutsch", true, true));
    }

    @Test
    void oneOption_isSetAlone() {
        both(login -> {}, login -> login.language = "Deutsch");
        assertThat(commands(found())).containsExactly(new SetLogin("sql2", "app", null, "us_english", null, null));
    }

    @Test
    void defaultDatabase_thatIsNotThere_isAHint() {
        both(login -> login.database = "archive", login -> {});
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.DATABASE);
        assertThat(commands(found)).isEmpty();
        assertThat(found.plan().hints()).singleElement().asString().contains("archive", "is not at sql2");
    }

    @Test
    void disabled_isTheSameBothWays() {
        both(login -> login.disabled = true, login -> {});
        assertThat(commands(found())).containsExactly(new EnableLogin("sql2", "app", false));
        here.clear();
        there.clear();
        both(login -> {}, login -> login.disabled = true);
        assertThat(commands(found())).containsExactly(new EnableLogin("sql2", "app", true));
    }

    @Test
    void password_thatDiffers_isSetByAReference() {
        both(login -> {}, login -> login.password = mark(2, 9));
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.PASSWORD);
        assertThat(found.comparison().differences())
                .extracting(LoginDifference::wanted, LoginDifference::found)
                .containsExactly(tuple("", ""));
        assertThat(commands(found)).singleElement().isInstanceOf(SetLoginPassword.class);
        assertThat(found.plan().steps().get(0).later()).isTrue();
    }

    @Test
    @DisplayName("a hash that may not be seen, or is newer there, says nothing of the password: no step, a hint")
    void password_thatCannotBeCompared_isUnknown() {
        for (Consumer<Login> change :
                List.<Consumer<Login>>of(login -> login.password = null, login -> login.password = mark(3, 9))) {
            here.clear();
            there.clear();
            version = "17.0.1000.1";
            both(login -> {}, change);
            LoginDiff.Found found = found();
            assertThat(aspects(found)).containsExactly(LoginAspect.PASSWORD_UNKNOWN);
            assertThat(found.plan().satisfied()).isTrue();
            assertThat(found.plan().hints()).singleElement().asString().contains("cannot be told");
        }
    }

    @Test
    @DisplayName(
            "a hash of 2025 says nothing to 2022: a log-in that is there keeps its password and stands in nobody's way")
    void hashOfANewerVersion_forALoginThatIsThere_isAHint() {
        both(login -> login.password = mark(3, 1), login -> login.disabled = true);
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.PASSWORD_UNKNOWN, LoginAspect.DISABLED);
        assertThat(found.plan().obstacles()).isEmpty();
        assertThat(found.plan().hints()).singleElement().asString().contains("PBKDF2", "SQL Server 2022", "by hand");
        assertThat(commands(found)).containsExactly(new EnableLogin("sql2", "app", true));
    }

    @Test
    void hashOfANewerVersion_forALoginThatIsMissing_isInTheWay() {
        here.add(login(login -> login.password = mark(3, 1)));
        LoginDiff.Found found = found();
        assertThat(commands(found)).isEmpty();
        assertThat(found.plan().obstacles()).singleElement().asString().contains("PBKDF2", "nothing of it is sent");
        version = "17.0.1000.1";
        assertThat(found().plan().obstacles()).isEmpty();
    }

    @Test
    void hashThatMayNotBeSeen_forALoginThatIsMissing_isInTheWay() {
        here.add(login(login -> login.password = null));
        assertThat(found().plan().obstacles()).singleElement().asString().contains("CONTROL SERVER");
    }

    @Test
    @DisplayName(
            "another SID takes a consent that names log-in and host; with it, the log-in is dropped and created again")
    void anotherSid_takesAConsent() {
        both(login -> {}, login -> login.sid = OTHER_SID);
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.SID);
        assertThat(found.plan().obstacles()).singleElement().asString().contains("a consent to app@sql2");
        assertThat(found(wish -> wish.replacing(Consent.to("app@sql1", "the wrong one")))
                        .plan()
                        .obstacles())
                .hasSize(1);

        LoginDiff.Found agreed = found(wish -> wish.replacing(Consent.to("app@sql2", "as planned")));
        assertThat(agreed.plan().obstacles()).isEmpty();
        assertThat(commands(agreed)).startsWith(new DropLogin("sql2", "app", LoginSid.of(OTHER_SID)));
        assertThat(commands(agreed).get(1)).isInstanceOf(CreateSqlLogin.class);
        assertThat(agreed.plan().steps().get(0).order().consent()).isNotNull();
        assertThat(agreed.plan().steps().get(1).order().consent()).isNull();
    }

    @Test
    void anotherKind_takesAConsent() {
        both(login -> {}, login -> login.kind = LoginKind.CERTIFICATE_MAPPED_LOGIN);
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.KIND);
        assertThat(found.plan().obstacles())
                .singleElement()
                .asString()
                .contains("belongs to the server or to replicas");
        here.clear();
        there.clear();
        both(login -> login.windows("LAB\\alice"), login -> {
            login.windows("LAB\\alice");
            login.kind = LoginKind.WINDOWS_GROUP;
        });
        assertThat(found().plan().obstacles())
                .singleElement()
                .asString()
                .contains("is a WINDOWS_GROUP there", "consent to LAB\\alice@sql2");
    }

    @Test
    void sidThatAnotherNameHas_isInTheWay() {
        here.add(login(login -> {}));
        there.add(login(login -> login.name = "legacy"));
        assertThat(found().plan().obstacles()).singleElement().asString().contains("legacy has it there", "15433");
    }

    @Test
    @DisplayName("two log-ins that have each other's SIDs change places: both are dropped before either is created")
    void sidsThatChangePlaces_areFreedFirst() {
        both(login -> {}, login -> login.sid = OTHER_SID);
        both(
                login -> {
                    login.name = "web";
                    login.sid = OTHER_SID;
                },
                login -> login.name = "web");
        Consent app = Consent.to("app@sql2", "as planned");
        assertThat(found(wish -> wish.replacing(app)).plan().obstacles()).isNotEmpty();
        LoginDiff.Found both = found(wish -> wish.replacing(app).replacing(Consent.to("web@sql2", "as planned")));
        assertThat(both.plan().obstacles()).isEmpty();
        assertThat(commands(both).subList(0, 2)).hasOnlyElementsOfType(DropLogin.class);
        assertThat(commands(both).subList(2, commands(both).size()))
                .isNotEmpty()
                .noneMatch(DropLogin.class::isInstance);
    }

    @Test
    @DisplayName("roles are added; those it has besides stay unless exactly the same is wished")
    void roles_areAdded_andTakenWhereThatIsWished() {
        both(login -> login.roles = List.of("DbCreator"), login -> login.roles = List.of("processadmin"));
        LoginDiff.Found found = found();
        assertThat(aspects(found)).containsExactly(LoginAspect.ROLE, LoginAspect.ROLE);
        assertThat(commands(found)).containsExactly(new SetRoleMember("sql2", "DbCreator", "app", true));
        assertThat(found.plan().hints()).singleElement().asString().contains("a member of processadmin", "it stays so");
        assertThat(commands(found(LoginSync::exactly)))
                .containsExactly(
                        new SetRoleMember("sql2", "DbCreator", "app", true),
                        new SetRoleMember("sql2", "processadmin", "app", false));
    }

    @Test
    void role_thatIsNotThere_isInTheWay() {
        both(login -> login.roles = List.of("auditors"), login -> {});
        assertThat(found().plan().obstacles()).singleElement().asString().contains("no server role auditors");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"GRANT", "GRANT_WITH_GRANT_OPTION", "DENY"})
    void right_thatDiffers_isSetAsItIs(State state) {
        ServerPermission right = new ServerPermission("VIEW SERVER STATE", state);
        both(login -> login.permissions = List.of(ServerPermission.CONNECT, right), login -> {});
        assertThat(commands(found())).containsExactly(new SetServerPermission("sql2", "app", right));
        assertThat(aspects(found())).containsExactly(LoginAspect.PERMISSION);
    }

    @Test
    void right_thatIsThereBesides_staysUnlessExactlyTheSameIsWished() {
        ServerPermission right = new ServerPermission("ALTER TRACE", State.GRANT);
        both(login -> {}, login -> login.permissions = List.of(ServerPermission.CONNECT, right));
        assertThat(commands(found())).isEmpty();
        assertThat(found().plan().hints()).singleElement().asString().contains("GRANT ALTER TRACE", "it stays so");
        assertThat(commands(found(LoginSync::exactly)))
                .containsExactly(
                        new SetServerPermission("sql2", "app", new ServerPermission("ALTER TRACE", State.REVOKE)));
    }

    @Test
    @DisplayName("a right that one gave and another denied counts once, as denied, on both sides")
    void right_givenAndDenied_countsOnce() {
        List<ServerPermission> both = List.of(
                ServerPermission.CONNECT,
                new ServerPermission("ALTER TRACE", State.GRANT),
                new ServerPermission("ALTER TRACE", State.DENY));
        both(
                login -> login.permissions = both,
                login -> login.permissions = List.of(both.get(0), both.get(2), both.get(1)));
        assertThat(found().comparison().differences()).isEmpty();
        there.clear();
        there.add(login(login -> login.permissions = both.subList(0, 2)));
        assertThat(commands(found())).containsExactly(new SetServerPermission("sql2", "app", both.get(2)));
    }

    @Test
    @DisplayName(
            "the log-in by which this client comes in loses nothing: neither its SID, nor its door, its roles and its rights")
    void callersOwn_losesNothing() {
        both(
                login -> {
                    login.disabled = true;
                    login.permissions =
                            List.of(ServerPermission.CONNECT, new ServerPermission("VIEW SERVER STATE", State.DENY));
                },
                login -> {
                    login.caller = true;
                    login.roles = List.of("sysadmin");
                    login.permissions =
                            List.of(ServerPermission.CONNECT, new ServerPermission("ALTER TRACE", State.GRANT));
                });
        LoginDiff.Found found = found(LoginSync::exactly);
        assertThat(commands(found)).isEmpty();
        assertThat(found.plan().obstacles()).isEmpty();
        assertThat(found.plan().hints()).hasSize(4).allMatch(hint -> hint.contains("comes in by it"));
        there.set(0, login(login -> {
            login.caller = true;
            login.sid = OTHER_SID;
        }));
        LoginDiff.Found other = found(wish -> wish.replacing(Consent.to("app@sql2", "tried nevertheless")));
        assertThat(commands(other)).isEmpty();
        assertThat(other.plan().hints()).singleElement().asString().contains("comes in by it");
    }

    @Test
    void wish_choosesByName() {
        both(login -> login.disabled = true, login -> {});
        here.add(login(login -> {
            login.name = "web";
            login.sid = OTHER_SID;
        }));
        assertThat(commands(found(wish -> wish.only("APP")))).hasSize(1);
        assertThat(commands(found(wish -> wish.except("APP", "Web")))).isEmpty();
        assertThat(found(wish -> wish.only("nobody")).plan().obstacles()).containsExactly("sql1 has no log-in nobody");
    }

    @Test
    void nothing_printsAHash() {
        both(login -> {}, login -> login.password = mark(2, 77));
        LoginDiff.Found found = found();
        assertThat(found.toString() + here + there).doesNotContain("77").contains("<hidden>");
    }
}
