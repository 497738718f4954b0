package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetListenerPort;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no instance would take is refused before anything is sent, with a sentence. */
class CommandInputsTest {
    private static final GroupSetting[] NONE = {};

    private static void assertRefused(ThrowingCallable make, String... words) {
        assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }

    private static ReplicaDefinition replica(String server, AvailabilityMode mode, FailoverMode failover) {
        return replica(server, "TCP://" + server + ".lab:5022", mode, failover, null, null);
    }

    private static ReplicaDefinition replica(
            String server,
            String url,
            AvailabilityMode mode,
            FailoverMode failover,
            String routingUrl,
            RoutingList routing) {
        return new ReplicaDefinition(
                server, url, mode, failover, null, null, null, null, null, routingUrl, routing, null);
    }

    private static ReplicaDefinition sync(String server) {
        return replica(server, AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.MANUAL);
    }

    private static CreateGroup group(GroupSetting[] options, ReplicaDefinition... replicas) {
        return new CreateGroup("sql1", "AG1", Arrays.asList(options), List.of("sales"), Arrays.asList(replicas), null);
    }

    private static GroupSetting[] options(GroupSetting... options) {
        return options;
    }

    @Test
    void names_areIdentifiersOfAtMost128Characters() {
        assertThatCode(() -> new SetListenerPort("a]'\"; DROP", "ag1", 1433)).doesNotThrowAnyException();
        assertRefused(() -> new SetListenerPort("x".repeat(129), "ag1", 1433), "1 to 128 characters");
        assertRefused(() -> new SetListenerPort(" ", "ag1", 1433), "group is ' '");
        assertRefused(() -> new SetListenerPort("a\0b", "ag1", 1433), "group");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a.b", "a b", "a'b", "ä", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void listeners_have1To63PlainCharacters(String name) {
        assertRefused(() -> new SetListenerPort("AG1", name, 1433), "19485");
    }

    @Test
    void ports_areWithinTheirBounds() {
        assertRefused(() -> new SetListenerPort("AG1", "ag1", 0), "19482");
        assertRefused(() -> new SetListenerPort("AG1", "ag1", 65_536), "19482");
        assertRefused(() -> endpoint(1023, EndpointAuthentication.NEGOTIATE, null), "1024 and 32767");
        assertRefused(() -> endpoint(32_768, EndpointAuthentication.NEGOTIATE, null), "1024 and 32767");
    }

    private static CreateEndpoint endpoint(int port, EndpointAuthentication authentication, String certificate) {
        return new CreateEndpoint(
                "sql1",
                new EndpointDefinition(
                        "Hadr",
                        port,
                        authentication,
                        certificate,
                        EndpointEncryption.REQUIRED,
                        EndpointAlgorithm.AES,
                        EndpointRole.ALL));
    }

    @Test
    void endpoints_showACertificateExactlyWhereTheyAuthenticateByIt() {
        assertRefused(() -> endpoint(5022, EndpointAuthentication.CERTIFICATE, null), "name the one it shows");
        assertRefused(() -> endpoint(5022, EndpointAuthentication.NEGOTIATE, "own"), "shows none");
        assertRefused(() -> endpoint(5022, EndpointAuthentication.of("MAGIC"), null), "MAGIC");
        assertThatCode(() -> endpoint(5022, EndpointAuthentication.of("CERTIFICATE,  ntlm"), "own"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://a:1", "TCP://a", "TCP://a:0", "TCP://a:65536", "TCP://a b:1", "TCP://:1", "TCP://a:1'"})
    void urls_areTcpHostAndPort(String url) {
        assertRefused(
                () -> replica("SQL1", url, AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.MANUAL, null, null),
                "endpointUrl");
    }

    @Test
    @DisplayName(
            "35211 asynchronous and automatic; 47110 configuration only and a failover mode; 41197 no failover mode")
    void replicas_combineModesThatGoTogether() {
        assertRefused(
                () -> replica("SQL1", AvailabilityMode.ASYNCHRONOUS_COMMIT, FailoverMode.AUTOMATIC), "35211", "MANUAL");
        assertRefused(() -> replica("SQL1", AvailabilityMode.CONFIGURATION_ONLY, FailoverMode.EXTERNAL), "47110");
        assertRefused(() -> replica("SQL1", AvailabilityMode.SYNCHRONOUS_COMMIT, null), "41197");
        assertRefused(() -> replica("SQL1", AvailabilityMode.of("SOMEHOW"), FailoverMode.MANUAL), "SOMEHOW");
        assertRefused(() -> sync("SQL1\\A\\B"), "41167");
    }

    @Test
    void settings_areWithinTheirBounds() {
        assertRefused(() -> ReplicaSetting.of(ReplicaOption.BACKUP_PRIORITY, 101), "35209");
        assertRefused(() -> ReplicaSetting.of(ReplicaOption.SESSION_TIMEOUT, 4), "35214");
        assertRefused(() -> GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 6), "35228");
        assertRefused(() -> GroupSetting.of(GroupOption.HEALTH_CHECK_TIMEOUT, 14_999), "35229");
        assertRefused(() -> GroupSetting.of(GroupOption.HEALTH_CHECK_TIMEOUT, 4_294_967_296L), "35229");
        assertRefused(() -> GroupSetting.healthCheckTimeout(Duration.ofNanos(15_000_000_001L)), "35229");
        assertRefused(() -> new ReplicaSetting(ReplicaOption.SECONDARY_CONNECTIONS, "READ_WRITE"), "READ_ONLY");
        assertRefused(
                () -> new SetGroupOption("AG1", GroupSetting.of(ClusterType.NONE)),
                "CLUSTER_TYPE",
                "cannot be changed");
    }

    @Test
    void groups_nameEachReplicaOnce() {
        assertRefused(() -> group(NONE), "name its replicas");
        assertRefused(() -> group(NONE, sync("SQL1"), sync("sql1")), "35234");
        ReplicaDefinition same = replica(
                "SQL2", "tcp://SQL1.lab:5022", AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.MANUAL, null, null);
        assertRefused(() -> group(NONE, sync("SQL1"), same), "35235");
    }

    @Test
    @DisplayName("47101 to 47103: the failover mode follows from the cluster type")
    void groups_failOverAsTheirClusterTypeAllows() {
        ReplicaDefinition automatic = replica("SQL1", AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.AUTOMATIC);
        ReplicaDefinition external = replica("SQL1", AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.EXTERNAL);
        assertRefused(() -> group(options(GroupSetting.of(ClusterType.NONE)), automatic), "47101");
        assertRefused(() -> group(options(GroupSetting.of(ClusterType.EXTERNAL)), automatic), "47102");
        assertRefused(() -> group(NONE, external), "47103");
        assertThatCode(() -> group(options(GroupSetting.of(ClusterType.EXTERNAL)), external))
                .doesNotThrowAnyException();
    }

    @Test
    void groups_routeToTheirOwnReplicasThatHaveAUrl() {
        RoutingList toTwo = RoutingList.of("SQL2");
        ReplicaDefinition routes =
                replica("SQL1", "TCP://a:5022", AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.MANUAL, null, toTwo);
        assertRefused(() -> group(NONE, routes), "19402");
        assertRefused(() -> group(NONE, routes, sync("SQL2")), "19404");
        assertRefused(() -> RoutingList.of("SQL1", "sql1"), "19403");
        assertRefused(() -> new RoutingList(List.of(List.of())), "at least one replica");
    }

    @Test
    void replica_thatIsThere_becomesNoConfigurationOnlyOne() {
        assertThatThrownBy(
                        () -> ReplicaSetting.of(ReplicaOption.AVAILABILITY_MODE, AvailabilityMode.CONFIGURATION_ONLY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ASYNCHRONOUS_COMMIT, not 'CONFIGURATION_ONLY'");
    }

    @Test
    @DisplayName(
            "a configuration-only replica stands beside two synchronous ones, under EXTERNAL, with no secondary required")
    void groups_withAConfigurationOnlyReplica() {
        ReplicaDefinition only = replica("SQL3", AvailabilityMode.CONFIGURATION_ONLY, null);
        ReplicaDefinition one = replica("SQL1", AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.EXTERNAL);
        ReplicaDefinition two = replica("SQL2", AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.EXTERNAL);
        GroupSetting external = GroupSetting.of(ClusterType.EXTERNAL);
        GroupSetting required = GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, 1);
        assertThatCode(() -> group(options(external), one, two, only)).doesNotThrowAnyException();
        assertRefused(() -> group(NONE, sync("SQL1"), sync("SQL2"), only), "47114");
        assertRefused(() -> group(options(external), one, only), "47108");
        assertRefused(() -> group(options(external, required), one, two, only), "47108");
        assertRefused(() -> group(options(required), sync("SQL1")), "35248");
    }

    @Test
    void basicGroups_haveTwoReplicasAndOneDatabase() {
        GroupSetting[] basic = options(GroupSetting.of(GroupOption.BASIC, true));
        assertThatCode(() -> group(basic, sync("SQL1"), sync("SQL2"))).doesNotThrowAnyException();
        assertRefused(() -> group(basic, sync("SQL1"), sync("SQL2"), sync("SQL3")), "two replicas");
        assertRefused(
                () -> new CreateGroup("sql1", "AG1", List.of(basic), List.of("a", "b"), List.of(sync("SQL1")), null),
                "35200");
    }

    @Test
    void listeners_haveOneAddressASubnet() {
        ListenerIp first = ListenerIp.of("10.0.1.9", "255.255.255.0");
        assertRefused(() -> listener(false), "say DHCP");
        assertRefused(() -> listener(false, first, ListenerIp.of("10.0.1.10", "255.255.255.0")), "19451");
        assertRefused(() -> listener(true, first, ListenerIp.of("10.0.2.9", "255.255.255.0")), "19458");
        assertRefused(() -> listener(false, ListenerIp.of("fd00::1"), ListenerIp.of("FD00::1")), "19484");
        assertRefused(() -> ListenerIp.of("10.0.1.256", "255.255.255.0"), "19483");
        assertRefused(() -> ListenerIp.of("10.0.1.1", "255.0.255.0"), "mask");
        assertRefused(() -> ListenerIp.of("10.0.1.1"), "needs its subnet mask");
        assertThat(listener(false, first, ListenerIp.of("fd00::1")).addresses()).hasSize(2);
    }

    private static ListenerDefinition listener(boolean dhcp, ListenerIp... addresses) {
        return new ListenerDefinition("ag1", dhcp, List.of(addresses), null);
    }

    @Test
    void logins_ofWindowsHaveABackslash_andThoseWithAPasswordNone() {
        assertRefused(() -> new CreateWindowsLogin("sql1", "sql"), "DOMAIN\\user");
        assertRefused(() -> new CreateSqlLogin("sql1", "LAB\\sql", Secret.of("x"), false, null), "no backslash");
        assertThat(new CreateSqlLogin("sql1", "app", Secret.of("Canary-7f3a"), false, null).toString())
                .doesNotContain("Canary-7f3a");
    }

    @Test
    void editionsAndVersions_tellWhatTheyCan() {
        assertThat(SqlEdition.of("Enterprise Edition (64-bit)").groups()).isEqualTo(GroupSupport.FULL);
        assertThat(SqlEdition.of("Developer Edition (64-bit)").groups()).isEqualTo(GroupSupport.FULL);
        assertThat(SqlEdition.of("Standard Developer Edition (64-bit)").groups())
                .isEqualTo(GroupSupport.BASIC);
        assertThat(SqlEdition.of("Web Edition").groups()).isEqualTo(GroupSupport.NONE);
        assertThat(SqlEdition.of("Something New").groups()).isEqualTo(GroupSupport.FULL);
        assertThat(SqlVersion.of("17.0.1000.7").product()).isEqualTo("SQL Server 2025");
        assertThat(SqlVersion.of("18.0").product()).isEqualTo("SQL Server version 18");
        assertThat(SqlVersion.of("16.0.4135.4")).isGreaterThan(SqlVersion.of("16.0.1000.6"));
        assertRefused(() -> SqlVersion.of("sixteen"), "16.0.4135.4");
        assertRefused(() -> Lsn.of("1".repeat(26)), "25 digits");
    }
}
