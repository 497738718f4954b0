package io.quorate.mssql;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointRole;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddReplica;
import io.quorate.sql.command.AlterEndpoint;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetRoutingList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Further samples, so that every word of the grammar that is offered is in one of them. */
final class SampleWords {
    private static final String HOST = "sql1";

    private SampleWords() {}

    static void add(List<Command<?>> all) {
        for (BackupPreference preference : List.of(BackupPreference.SECONDARY, BackupPreference.NONE)) {
            all.add(new CreateGroup(
                    HOST,
                    "AGW",
                    List.of(
                            GroupSetting.of(preference),
                            GroupSetting.of(GroupOption.DB_FAILOVER, false),
                            GroupSetting.of(GroupOption.DTC_SUPPORT, false)),
                    List.of(),
                    List.of(
                            roles("SQL1", AllowedConnections.ALL, AllowedConnections.NO),
                            roles("SQL2", AllowedConnections.READ_WRITE, AllowedConnections.ALL)),
                    new ListenerDefinition(
                            "agw",
                            false,
                            List.of(
                                    ListenerIp.of("10.0.1.50", "255.255.255.0"),
                                    ListenerIp.of("10.0.2.50", "255.255.255.0")),
                            null)));
            all.add(new SetGroupOption("AG1", GroupSetting.of(preference)));
        }
        all.add(new CreateGroup(
                HOST, "AGN", options(GroupSetting.of(ClusterType.NONE)), List.of(), List.of(only("SQL1")), null));
        all.add(new CreateGroup(
                HOST,
                "AGD",
                options(
                        new GroupSetting(GroupOption.CONTAINED, "ON"),
                        new GroupSetting(GroupOption.AUTOSEEDING_SYSTEM_DATABASES, "ON")),
                List.of(),
                List.of(only("SQL1")),
                new ListenerDefinition("agd", true, List.of(), 1433)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(BackupPreference.SECONDARY_ONLY)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.DB_FAILOVER, true)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.DTC_SUPPORT, true)));
        all.add(new SetGroupOption(
                "AG1", new GroupSetting(GroupOption.CLUSTER_CONNECTION_OPTIONS, "Encrypt=Mandatory")));
        all.add(new AddReplica(
                "AGX",
                new ReplicaDefinition(
                        "SQL3",
                        "TCP://sql3.example.com:5022",
                        AvailabilityMode.CONFIGURATION_ONLY,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
        all.add(new SetRoutingList("AG1", "SQL2", RoutingList.of("SQL1", "SQL3")));
        all.add(new AddListener(
                "AG1", new ListenerDefinition("ag1", true, List.of(ListenerIp.of("10.0.1.0", "255.255.255.0")), null)));
        all.add(new AddListener("AG1", new ListenerDefinition("ag1", true, List.of(), 1434)));
        endpoints(all);
        all.add(new CreateSqlLogin(HOST, "app", Secret.of("0x0300" + "AB".repeat(68)), true, null));
    }

    private static void endpoints(List<Command<?>> all) {
        all.add(new CreateEndpoint(HOST, endpoint("NTLM", null, EndpointAlgorithm.RC4, EndpointRole.WITNESS)));
        all.add(new CreateEndpoint(HOST, endpoint("KERBEROS", null, EndpointAlgorithm.AES_RC4, EndpointRole.ALL)));
        all.add(new CreateEndpoint(
                HOST, endpoint("NEGOTIATE, CERTIFICATE", "c1", EndpointAlgorithm.RC4_AES, EndpointRole.PARTNER)));
        all.add(new CreateEndpoint(
                HOST, endpoint("CERTIFICATE, NEGOTIATE", "c1", EndpointAlgorithm.AES, EndpointRole.ALL)));
        all.add(new AlterEndpoint(HOST, endpoint("CERTIFICATE", "c2", EndpointAlgorithm.AES, EndpointRole.ALL)));
    }

    private static EndpointDefinition endpoint(
            String authentication, @Nullable String certificate, EndpointAlgorithm algorithm, EndpointRole role) {
        return new EndpointDefinition(
                "Hadr_endpoint",
                5022,
                EndpointAuthentication.of(authentication),
                certificate,
                EndpointEncryption.REQUIRED,
                algorithm,
                role);
    }

    private static List<GroupSetting> options(GroupSetting... settings) {
        return new ArrayList<>(List.of(settings));
    }

    private static ReplicaDefinition only(String server) {
        return new ReplicaDefinition(
                server,
                "TCP://" + server + ":5022",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.MANUAL,
                SeedingMode.AUTOMATIC,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ReplicaDefinition roles(String server, AllowedConnections primary, AllowedConnections secondary) {
        return new ReplicaDefinition(
                server,
                "TCP://" + server + ":5022",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.MANUAL,
                SeedingMode.AUTOMATIC,
                null,
                null,
                primary,
                secondary,
                null,
                null,
                null);
    }
}
