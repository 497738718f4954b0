package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.sql.GroupSurroundings.ListenerObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an instance, its cluster, the directory and the network tell that a group will not work: found before anything is sent. */
class ReadinessPreflightTest {
    private static final List<String> RIGHTS =
            List.of("ALTER ANY AVAILABILITY GROUP", "CONNECT SQL", "VIEW SERVER STATE");
    private static final ListenerObject MAY = new ListenerObject(false, false, false, 3, 10);
    private static final GroupSurroundings FINE = GroupSurroundings.UNKNOWN
            .lease(Duration.ofSeconds(20))
            .failovers(2, Duration.ofHours(6))
            .principals("LAB\\sql", "MSSQLSvc/ag1l.lab.example:1433", "MSSQLSvc/ag1l:1433")
            .listenerObject(MAY);

    private final FakeSql sql = new FakeSql("sql1", "sql2").database("sales");
    private GroupSurroundings around = FINE;
    private ClusterSettings settings = settings(1, 20, 1, 20);

    ReadinessPreflightTest() {
        sql.hosts.values().forEach(one -> {
            one.readiness = ready(one.name, List.of("*.lab.example"));
            one.endpoint = endpoint("AES", "NEGOTIATE", null);
        });
    }

    private static SqlReadiness ready(String name, List<String> tlsNames) {
        return new SqlReadiness(name, "LAB\\admin", tlsNames, 0, false, null, RIGHTS, List.of(), List.of());
    }

    private static ClusterSettings settings(int delay, int threshold, int farDelay, int farThreshold) {
        return new ClusterSettings(
                Duration.ofSeconds(delay),
                threshold,
                Duration.ofSeconds(farDelay),
                farThreshold,
                ResiliencyLevel.ALWAYS_ISOLATE,
                Duration.ofMinutes(4),
                Duration.ofSeconds(20));
    }

    private void spec(GroupSpec spec) {
        spec.addReplica("sql1", replica -> replica.routingUrl("TCP://sql1:1433"))
                .addReplica("sql2", replica -> replica.routingUrl("TCP://sql2:1433"))
                .addDatabase("sales")
                .clusterSettings(settings)
                .surroundings(around)
                .listener("ag1l", listener -> listener.addAddress("10.0.0.9", "255.255.255.0"));
    }

    private GroupPlan plan() {
        return plan(spec -> {});
    }

    private GroupPlan plan(Consumer<GroupSpec> more) {
        return new AvailabilityGroupClient(sql).groups().plan("AG1", spec -> {
            spec(spec);
            more.accept(spec);
        });
    }

    private void hints(String... words) {
        assertThat(plan().hints()).singleElement().asString().contains(words);
        assertThat(plan().obstacles()).isEmpty();
    }

    private void against(String... words) {
        assertThat(plan().obstacles()).singleElement().asString().contains(words);
    }

    private void second(SqlReadiness readiness) {
        sql.at("sql2").readiness = readiness;
    }

    private SqlReadiness with(
            Integer filestream, Boolean contained, String address, List<String> rights, List<String> keyed) {
        return new SqlReadiness(
                "SQL2",
                "LAB\\admin",
                List.of("*.lab.example"),
                filestream,
                contained,
                address,
                rights,
                List.of(),
                keyed);
    }

    @Test
    @DisplayName("where all was looked at and all is well there is nothing to say")
    void healthyEstate_givesNothing() {
        assertThat(plan().obstacles()).isEmpty();
        assertThat(plan().hints()).isEmpty();
        assertThat(plan().steps()).isNotEmpty();
    }

    @Test
    void renamedMachine_isInTheWay() {
        second(ready("SQL2NEW", List.of("*.lab.example")));
        against("@@SERVERNAME", "SQL2NEW", "sp_dropserver", "sp_addserver", "41167");
        second(ready("sql2", List.of("*.lab.example")));
        assertThat(plan().obstacles()).isEmpty();
    }

    @Test
    @DisplayName(
            "the certificate of an instance covers the listener and its own routing URL, with a domain or a wildcard, too")
    void certificate_coversListenerAndItself() {
        second(ready("SQL2", List.of("sql2.lab.example")));
        hints("TLS certificate of SQL2", "names sql2.lab.example, and not ag1l", "subject alternative names");
        second(ready("SQL2", List.of("ag1l.lab.example", "sql1")));
        hints("and not sql2");
        second(ready("SQL2", List.of("AG1L", "SQL2.lab.example")));
        assertThat(plan().hints()).isEmpty();
        second(ready("SQL2", List.of()));
        hints("names nobody", "ag1l, sql2");
        second(new SqlReadiness("SQL2", null, null, 0, false, null, RIGHTS, List.of(), List.of()));
        hints("covers ag1l, sql2", "cannot be told");
    }

    @Test
    void names_knowsWildcardsOfOneLabel() {
        SqlReadiness wild = ready("SQL1", List.of("*.lab.example"));
        assertThat(wild.names("ag1l.lab.example")).contains(true);
        assertThat(wild.names("a.ag1l.lab.example")).contains(false);
        assertThat(wild.names("ag1l.other.example")).contains(false);
        assertThat(wild.names("ag1l")).contains(true);
        assertThat(SqlReadiness.UNKNOWN.names("ag1l")).isEmpty();
    }

    @Test
    @DisplayName(
            "the cluster needs three rights at each instance as the machine's own account; sysadmin has them; untold is untold")
    void rightsOfTheMachine_areNeeded() {
        second(with(0, false, null, List.of("CONNECT SQL", "VIEW SERVER STATE"), List.of()));
        hints("looks after SQL2", "lacks ALTER ANY AVAILABILITY GROUP", "grant it", "41131");
        second(with(0, false, null, List.of(), List.of()));
        hints("or a log-in altogether");
        second(with(0, false, null, List.of("CONTROL SERVER"), List.of()));
        assertThat(plan().hints()).isEmpty();
        second(with(0, false, null, null, List.of()));
        hints("SQL2", "cannot be told", "NT AUTHORITY\\SYSTEM");
    }

    private static MirroringEndpoint endpoint(String algorithm, String authentication, String certificate) {
        return new MirroringEndpoint(
                "Mirroring",
                5022,
                EndpointState.STARTED,
                EndpointRole.ALL,
                EndpointEncryption.REQUIRED,
                EndpointAlgorithm.of(algorithm),
                EndpointAuthentication.of(authentication),
                certificate,
                "sa",
                List.of());
    }

    @Test
    @DisplayName("an endpoint that is there is compared with those that are to be made, too")
    void endpointToBeMade_isCompared() {
        sql.at("sql1").endpoint = endpoint("RC4", "NEGOTIATE", null);
        sql.at("sql2").endpoint = null;
        against("SQL1 and SQL2 cannot talk", "encrypts with RC4, the other with AES");
    }

    @Test
    @DisplayName(
            "an endpoint that listens is looked for on the network; of one that does not yet, that is said to be untold")
    void endpoint_isLookedFor() {
        sql.at("sql2").reach = EndpointAnswer.Reach.SILENT;
        hints("mirroring endpoint of SQL2 at sql2:5022", "does not answer from here", "firewall", "35250");
        sql.at("sql2").reach = EndpointAnswer.Reach.REFUSED;
        hints("mirroring endpoint of SQL2", "refuses connections", "error log");
        sql.at("sql2").reach = EndpointAnswer.Reach.UNKNOWN_NAME;
        hints("mirroring endpoint of SQL2", "a name that is unknown here");
        sql.at("sql2").endpoint = null;
        hints("mirroring endpoint of SQL2", "cannot be told before it listens", "port 5022");
    }

    @Test
    void endpointThatListensOnOneAddress_isSaid() {
        sql.at("sql2").endpoint = endpoint("AES", "NEGOTIATE", null);
        second(with(0, false, "127.0.0.1", RIGHTS, List.of()));
        against("listens on 127.0.0.1 alone", "LISTENER_IP = ALL");
        second(with(0, false, "10.0.0.2", RIGHTS, List.of()));
        hints("listens on 10.0.0.2 alone");
    }

    @Test
    void endpointsCertificate_mustBeValid() {
        sql.at("sql1").endpoint = endpoint("AES", "CERTIFICATE", "mine");
        sql.at("sql2").endpoint = endpoint("AES", "CERTIFICATE", "mine");
        Consumer<GroupSpec> byCertificate =
                spec -> spec.certificates(io.quorate.Secret.of("x-123456"), io.quorate.Secret.of("y-123456"));
        for (String host : List.of("sql1", "sql2")) {
            sql.at(host).certificates.add(certificate(host, FakeSql.NOW.plus(Duration.ofDays(400))));
        }
        assertThat(plan(byCertificate).hints()).isEmpty();
        sql.at("sql2").certificates.set(0, certificate("sql2", FakeSql.NOW.plus(Duration.ofDays(20))));
        assertThat(plan(byCertificate).hints())
                .singleElement()
                .asString()
                .contains("mine", "SQL2", "expires at", "renew");
        sql.at("sql2").certificates.set(0, certificate("sql2", FakeSql.NOW.minusSeconds(1)));
        assertThat(plan(byCertificate).obstacles()).singleElement().asString().contains("has expired", "renew it");
        sql.at("sql2").certificates.set(0, certificate("sql2", Instant.EPOCH));
        assertThat(plan(byCertificate).hints()).singleElement().asString().contains("cannot be told");
    }

    private static ServerCertificate certificate(String host, Instant expires) {
        return new ServerCertificate(
                "mine", "AB" + host, "CN=mine", expires, true, "dbo", "sa", new CertificateData(new byte[] {1, 2}));
    }

    private void members(ClusterVote... votes) {
        sql.hosts
                .values()
                .forEach(one -> one.cluster =
                        new InstanceCluster("RACK1", "NODE_MAJORITY", InstanceCluster.NORMAL, List.of(votes)));
    }

    private static ClusterVote node(String name, boolean up, int votes) {
        return new ClusterVote(name, "CLUSTER_NODE", up, votes);
    }

    @Test
    @DisplayName("who takes over by itself has a vote; a node that is down, unknown or the last but one is said")
    void votes_areLookedAt() {
        ClusterVote witness = new ClusterVote("Witness", "FILE_SHARE_WITNESS", true, 1);
        members(node("SQL1", true, 1), node("SQL2", true, 1), witness);
        assertThat(plan().hints()).isEmpty();
        members(node("SQL1", true, 1), node("SQL2", true, 0), node("SQL3", true, 1), witness);
        hints("node SQL2", "has no vote in cluster RACK1", "NodeWeight 1");
        assertThat(plan(spec -> {}).obstacles()).isEmpty();
        members(node("SQL1", true, 1), node("SQL2", true, 1), node("SQL3", false, 1), witness, node("SQL4", true, 0));
        hints("of 4 votes in cluster RACK1 3 are up");
        members(node("SQL1", true, 1), node("SQL3", true, 1), witness);
        hints("tells no node SQL2", "cannot be told");
        members(node("SQL1", true, 1), node("SQL2", false, 0), node("SQL3", true, 1), witness);
        hints("node SQL2", "takes no part", "start its cluster service");
        members();
        assertThat(plan().hints()).anyMatch(hint -> hint.contains("who votes") && hint.contains("cannot be told"));
    }

    @Test
    void nodeUnderAManualReplica_needsNoVote() {
        members(node("SQL1", true, 1), node("SQL2", true, 0), node("SQL3", true, 1), node("SQL4", true, 1));
        GroupPlan plan = new AvailabilityGroupClient(sql)
                .groups()
                .plan(
                        "AG1",
                        spec -> spec.addReplica("sql1")
                                .addReplica(
                                        "sql2",
                                        replica -> replica.mode(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                                                .failover(FailoverMode.MANUAL))
                                .surroundings(around)
                                .clusterSettings(settings));
        assertThat(plan.hints()).isEmpty();
    }

    @Test
    void primaryThatDoesNotWait_isSaid() {
        GroupPlan plan = new AvailabilityGroupClient(sql)
                .groups()
                .plan(
                        "AG1",
                        spec -> spec.addReplica(
                                        "sql1",
                                        replica -> replica.mode(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                                                .failover(FailoverMode.MANUAL))
                                .addReplica("sql2")
                                .surroundings(around)
                                .clusterSettings(settings));
        assertThat(plan.hints()).singleElement().asString().contains("sql1 commits asynchronously", "sql2");
    }

    @Test
    @DisplayName(
            "log-ins that are missing or have another SID are named; the server's own, the client's and the replicas' are none")
    void logins_areCompared() {
        List<SqlLogin> here = sql.at("sql1").logins;
        List<SqlLogin> there = sql.at("sql2").logins;
        here.add(new SqlLogin("LAB\\admin", account(1), LoginKind.WINDOWS_LOGIN, false));
        here.add(new SqlLogin(
                "NT AUTHORITY\\SYSTEM", LoginSid.of("010100000000000512000000"), LoginKind.WINDOWS_LOGIN, false));
        here.add(new SqlLogin("SQL1\\local", account(2), LoginKind.WINDOWS_LOGIN, false));
        here.add(new SqlLogin("LAB\\sql", account(3), LoginKind.WINDOWS_LOGIN, false));
        here.add(new SqlLogin("Hadr_endpoint_SQL2", LoginSid.of("AA01"), LoginKind.SQL_LOGIN, false));
        assertThat(plan().hints()).isEmpty();
        here.add(new SqlLogin("app", LoginSid.of("AA02"), LoginKind.SQL_LOGIN, false));
        hints("log-ins of SQL1 that SQL2 lacks: app", "synchronised");
        there.add(new SqlLogin("APP", LoginSid.of("AA03"), LoginKind.SQL_LOGIN, false));
        hints("another SID at SQL2 than at SQL1: app");
        there.set(there.size() - 1, new SqlLogin("APP", LoginSid.of("AA02"), LoginKind.SQL_LOGIN, false));
        assertThat(plan().hints()).isEmpty();
    }

    private static LoginSid account(int number) {
        return LoginSid.of("010500000000000515000000AABBCCDDAABBCCDDAABBCCDD5104000" + number);
    }

    private void database(boolean contained, List<DatabaseFile> files) {
        sql.at("sql1")
                .databases
                .put(
                        "sales",
                        new SqlDatabase(
                                "sales",
                                7,
                                DatabaseState.ONLINE,
                                RecoveryModel.FULL,
                                true,
                                false,
                                "MULTI_USER",
                                false,
                                false,
                                null,
                                null,
                                LoginSid.of("01"),
                                "sa",
                                "Latin1_General_CI_AS",
                                160,
                                contained,
                                files));
    }

    private static List<DatabaseFile> files(String directory) {
        return new ArrayList<>(List.of(
                new DatabaseFile("sales", directory + "sales.mdf", "ROWS", Size.gib(1)),
                new DatabaseFile("sales_log", directory + "sales.ldf", "LOG", Size.gib(1))));
    }

    @Test
    void containedDatabase_needsTheSetting() {
        database(true, files("D:\\data\\"));
        against("sales is contained", "SQL2 does not take such ones", "sp_configure", "12824");
        second(with(0, true, null, RIGHTS, List.of()));
        assertThat(plan().obstacles()).isEmpty();
        assertThat(plan().hints()).isEmpty();
        second(with(0, null, null, RIGHTS, List.of()));
        hints("is contained", "cannot be told");
    }

    @Test
    void filestream_mustBeEnabled() {
        List<DatabaseFile> files = files("D:\\data\\");
        files.add(new DatabaseFile("pictures", "D:\\data\\pictures", "FILESTREAM", Size.gib(1)));
        database(false, files);
        against("FILESTREAM disabled", "SQL2", "5591");
        second(with(2, false, null, RIGHTS, List.of()));
        assertThat(plan().obstacles()).isEmpty();
        second(with(null, false, null, RIGHTS, List.of()));
        hints("FILESTREAM", "cannot be told");
    }

    @Test
    @DisplayName(
            "an encrypted database of which nothing is told but that, and one with a master key of its own, are said")
    void keys_areSaid() {
        sql.at("sql1").readiness = new SqlReadiness(
                "SQL1", null, List.of("*.lab.example"), 0, false, null, RIGHTS, List.of("SALES"), List.of());
        hints("sales is encrypted, and by what cannot be told");
        sql.at("sql1").readiness = new SqlReadiness(
                "SQL1", null, List.of("*.lab.example"), 0, false, null, RIGHTS, List.of(), List.of("sales"));
        hints("sales has a master key", "sp_control_dbmasterkey_password");
    }

    @Test
    void filesThatAreTaken_orUntold_areSaid() {
        sql.at("sql2").databases.put("old", sqlDatabase("old", "D:\\data\\sales.mdf"));
        against("D:\\data\\sales.mdf", "is database old's there");
        sql.at("sql2").databases.clear();
        database(false, List.of());
        hints("files of database sales", "cannot be told");
    }

    @Test
    @DisplayName("a directory that is no default one is asked for, unless the other instance has files in it already")
    void directory_thatIsUsedThere_isThere() {
        database(false, files("D:\\own\\"));
        assertThat(plan().hints()).hasSize(2).allMatch(hint -> hint.contains("D:\\own\\sales"));
        sql.at("sql2").databases.put("old", sqlDatabase("old", "d:\\OWN\\old.mdf"));
        assertThat(plan().hints()).isEmpty();
    }

    private static SqlDatabase sqlDatabase(String name, String path) {
        SqlDatabase usual = FakeSql.database(name, true, RecoveryModel.FULL);
        return new SqlDatabase(
                name,
                9,
                usual.state(),
                usual.recoveryModel(),
                true,
                false,
                "MULTI_USER",
                false,
                false,
                null,
                null,
                usual.ownerSid(),
                usual.owner(),
                usual.collation(),
                160,
                false,
                List.of(new DatabaseFile(name, path, "ROWS", Size.gib(1))));
    }

    @Test
    void volume_holdsWhatIsBelowIt() {
        DiskVolume mount = new DiskVolume("/var/opt", Size.gib(1), Size.gib(1));
        assertThat(mount.holds("/var/opt/mssql/a.mdf")).isTrue();
        assertThat(mount.holds("/var/optional/a.mdf")).isFalse();
        assertThat(new DiskVolume("D:\\", Size.gib(1), Size.gib(1)).holds("d:\\data\\a.mdf"))
                .isTrue();
    }

    @Test
    void lease_isComparedAsItWasTold() {
        settings = settings(1, 10, 1, 10);
        hints("half of the lease of 20 s", "the 10 s after", "raise the threshold");
        around = FINE.lease(Duration.ofSeconds(10));
        assertThat(plan().hints()).isEmpty();
        settings = settings(1, 20, 1, 4);
        assertThat(plan().hints()).as("one subnet").isEmpty();
        assertThat(plan(spec -> spec.listener(
                                "ag1l",
                                listener -> listener.addAddress("10.0.0.9", "255.255.255.0")
                                        .addAddress("10.0.1.9", "255.255.255.0")))
                        .hints())
                .singleElement()
                .asString()
                .contains("another subnet", "the 4 s after");
    }

    @Test
    void failovers_areComparedWithReplicas() {
        around = FINE.failovers(0, Duration.ofHours(6));
        hints("0 failovers in 6 h", "FailoverThreshold", "1 at least");
        around = new GroupSurroundings(Duration.ofSeconds(20), null, null, FINE.principals(), MAY);
        hints("how many failovers", "(2) in six hours", "cannot be told");
    }

    @Test
    void principal_isLookedUp() {
        around = FINE.principals("LAB\\sql", "MSSQLSvc/sql1:1433", "MSSQLSvc/ag1lx:1433");
        hints("MSSQLSvc/ag1l is not registered for LAB\\sql", "setspn -S");
        around = FINE.principals("LAB\\sql").principals("LAB\\old", "MSSQLSvc/AG1L:1433");
        hints("is registered for LAB\\old", "run as LAB\\sql", "setspn -D", "setspn -S");
        around = FINE.principals("LAB\\old", "MSSQLSvc/ag1l:1433");
        hints("is registered for LAB\\old", "setspn -D");
        around = new GroupSurroundings(Duration.ofSeconds(20), 2, null, java.util.Map.of("LAB\\other", List.of()), MAY);
        hints("nobody has looked at that account", "cannot be told");
        around = FINE;
        sql.at("sql2").account = "LAB\\other";
        hints("the one domain account", "LAB\\other, LAB\\sql", "have all run as one");
    }

    @Test
    void listenersObject_isThereOrMayBeMade() {
        around = FINE.listenerObject(new ListenerObject(false, false, false, 10, 10));
        against("has created 10 of the 10", "19471", "remove those that are left over");
        around = FINE.listenerObject(new ListenerObject(false, false, true, 10, 10));
        assertThat(plan().obstacles()).isEmpty();
        around = FINE.listenerObject(new ListenerObject(true, false, true, 0, 10));
        against("no full control of it", "grant it that");
        around = FINE.listenerObject(new ListenerObject(true, true, false, 10, 10));
        assertThat(plan().obstacles()).isEmpty();
        assertThat(plan().hints()).isEmpty();
        around = FINE.listenerObject(new ListenerObject(false, false, false, null, 10));
        hints("of 10 in all, cannot be told");
        around = new GroupSurroundings(Duration.ofSeconds(20), 2, null, FINE.principals(), null);
        hints("ten by default");
    }

    @Test
    void share_cannotBeToldBefore() {
        GroupPlan plan = new AvailabilityGroupClient(sql)
                .groups()
                .plan(
                        "AG1",
                        spec -> spec.addReplica("sql1")
                                .addReplica("sql2", replica -> replica.seeding(SeedingMode.MANUAL))
                                .seedThrough("\\\\files\\seed")
                                .surroundings(around)
                                .clusterSettings(settings));
        assertThat(plan.hints())
                .singleElement()
                .asString()
                .contains("\\\\files\\seed", "written by sql1", "read by sql2", "cannot be told");
    }
}
