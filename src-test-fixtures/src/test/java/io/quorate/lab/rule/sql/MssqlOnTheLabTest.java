package io.quorate.lab.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.sql.SqlClock;
import io.quorate.lab.sql.SqlInstance;
import io.quorate.lab.sql.SqlPatience;
import io.quorate.lab.tds.TdsFace;
import io.quorate.lab.tds.TdsOptions;
import io.quorate.mssql.MssqlBackendProvider;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointRole;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.command.*;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend, Microsoft's driver, the lab's wire and the lab's instances together. */
class MssqlOnTheLabTest {
    private SqlRoom room;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Backend backend;

    @BeforeEach
    void up() throws Exception {
        up(new SqlRoom(2));
    }

    private void up(SqlRoom built) throws Exception {
        room = built;
        Map<String, URI> hosts = new LinkedHashMap<>();
        SqlClock clock = new SqlClock() {
            @Override
            public LocalDateTime now() {
                return LocalDateTime.of(2026, 11, 28, 12, 0);
            }

            @Override
            public void pause(Duration duration, SqlPatience patience) {
                room.pass(duration);
            }
        };
        for (Map.Entry<String, LabSqlHost> host : room.hosts.entrySet()) {
            SqlInstance door = new SqlInstance(host.getValue(), clock);
            open.add(door);
            TdsFace face = new TdsFace(room.world, new Faults(), host.getKey(), door, TdsOptions.create());
            face.up();
            open.add(face);
            hosts.put(
                    host.getKey().toLowerCase(java.util.Locale.ROOT),
                    URI.create("sqlserver://127.0.0.1:" + face.port()));
        }
        backend = new MssqlBackendProvider()
                .open(
                        new Endpoint(
                                "sql",
                                "sqlserver",
                                hosts,
                                Credentials.basic("admin", Secret.of("pw")),
                                Trust.platform(),
                                Map.of("encrypt", "false", "allowPlaintext", "true")),
                        QuorateRuntime.system());
    }

    @AfterEach
    void down() throws Exception {
        backend.close();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        open.clear();
        room.close();
    }

    private static Call call(String host) {
        return new Call("c1", host, Deadline.in(Duration.ofSeconds(60), QuorateRuntime.system()));
    }

    private <R> R send(String host, Command<R> command) {
        return backend.send(command, call(host));
    }

    private static ReplicaDefinition replica(String server) {
        return new ReplicaDefinition(
                server,
                "TCP://" + server.toLowerCase(java.util.Locale.ROOT) + ".lab.example:5022",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.AUTOMATIC,
                SeedingMode.AUTOMATIC,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17})
    @DisplayName("every version answers the batch that is made for it")
    void inventory_isReadOfEveryVersion(int major) throws Exception {
        down();
        up(new SqlRoom(1, 3, major));

        SqlInventory inventory = send("sql1", new GetInventory("sql1"));

        assertThat(inventory.instance().name()).isEqualTo("SQL1");
        assertThat(inventory.instance().version().major()).isEqualTo(major);
        assertThat(inventory.instance().hadrEnabled()).isTrue();
        assertThat(inventory.database("master")).isPresent();
    }

    @Test
    @DisplayName("a group is made, joined, shown as done and dropped")
    void group_livesAndDies() {
        for (String host : List.of("sql1", "sql2")) {
            send(
                    host,
                    new CreateEndpoint(
                            host,
                            new EndpointDefinition(
                                    "Hadr_endpoint",
                                    5022,
                                    EndpointAuthentication.NEGOTIATE,
                                    null,
                                    EndpointEncryption.REQUIRED,
                                    EndpointAlgorithm.AES,
                                    EndpointRole.ALL)));
        }
        CreateGroup create =
                new CreateGroup("sql1", "AG1", List.of(), List.of(), List.of(replica("SQL1"), replica("SQL2")), null);
        assertThat(backend.look(create, call("sql1"))).isInstanceOf(Observation.Absent.class);

        var group = send("sql1", create);

        assertThat(group.replica("SQL1").orElseThrow().state().is(ReplicaRole.PRIMARY))
                .isTrue();
        assertThat(backend.steps(create, call("sql1"))).isEmpty();
        JoinGroup join = new JoinGroup("sql2", "AG1", ClusterType.WSFC);
        assertThat(backend.look(join, call("sql2"))).isInstanceOf(Observation.Absent.class);
        send("sql2", join);
        assertThat(backend.look(join, call("sql2"))).isInstanceOf(Observation.Present.class);
        send("sql1", new SetGroupOption("AG1", GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 5)));
        assertThat(send("sql1", new GetInventory("sql1"))
                        .group("AG1")
                        .orElseThrow()
                        .failureConditionLevel())
                .isEqualTo(5);
        assertThat(backend.locate(new AddDatabase("AG1", "x"), call("sql2"))).hasValueSatisfying(owner -> {
            assertThat(owner.host()).isEqualTo("sql1");
            assertThat(owner.sure()).isFalse();
        });
        send("sql1", new DropGroup("sql1", "AG1", group.id()));
        assertThat(send("sql1", new GetInventory("sql1")).group("AG1")).isEmpty();
    }
}
