package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.Lsn;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SynchronizationState;
import io.quorate.sql.command.GetInventory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is made of an instance's views. */
class InventoryTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;

    @RegisterExtension
    final Seed seed = Seed.usually(5);

    private static SqlInventory read(FakeInstance fake) {
        MssqlBackend backend = fake.backend();
        try {
            return FakeInstance.send(backend, new GetInventory("sql1"));
        } finally {
            backend.close();
        }
    }

    @Test
    @DisplayName("one round trip tells of the instance, its groups, replicas, copies and log positions")
    void read_decodesByColumnName() {
        FakeInstance fake = new FakeInstance().group("PRIMARY").database("SYNCHRONIZED", true);
        fake.row(
                Section.DATABASES,
                "name",
                "Sales",
                "database_id",
                5,
                "state_desc",
                "ONLINE",
                "recovery_model_desc",
                "FULL",
                "owner_sid",
                new byte[] {1},
                "replica_id",
                FakeInstance.REPLICA_1,
                "group_database_id",
                FakeInstance.DATABASE);
        fake.row(Section.PRINCIPALS, "name", "sa", "principal_id", 1, "sid", new byte[] {1}, "type_desc", "SQL_LOGIN");
        fake.row(
                Section.FILES,
                "database_id",
                5,
                "name",
                "Sales",
                "physical_name",
                "D:\\Data\\Sales.mdf",
                "type_desc",
                "ROWS",
                "size",
                1024);
        fake.row(
                Section.RECOVERY,
                "database_id",
                5,
                "last_log_backup_lsn",
                new java.math.BigDecimal("37000000042400001"));

        SqlInventory inventory = read(fake);

        assertThat(fake.stub.batches).hasSize(1);
        assertThat(inventory.instance().name()).isEqualTo("SQL1");
        assertThat(inventory.instance().version().product()).isEqualTo("SQL Server 2022");
        AvailabilityGroup group = inventory.group("ag1").orElseThrow();
        assertThat(group.sequenceNumber()).isEqualTo(4_294_967_296L);
        assertThat(group.primary()).isEqualTo("SQL1");
        assertThat(group.replica("SQL1").orElseThrow().isPrimary()).isTrue();
        assertThat(group.replica("SQL2").orElseThrow().state().is(ReplicaRole.SECONDARY))
                .isTrue();
        DatabaseReplicaState copy =
                group.database("Sales").orElseThrow().on("SQL1").orElseThrow();
        assertThat(copy.is(SynchronizationState.SYNCHRONIZED)).isTrue();
        assertThat(copy.failoverReady()).isTrue();
        assertThat(copy.hardened().lsn()).isEqualTo(Lsn.of("37000000042400001"));
        assertThat(copy.sendQueue()).isEqualTo(Size.kib(12));
        assertThat(copy.endOfLog()).isNull();
        assertThat(inventory.database("Sales").orElseThrow()).satisfies(database -> {
            assertThat(database.group()).isEqualTo("AG1");
            assertThat(database.owner()).isEqualTo("sa");
            assertThat(database.fullBackup()).isTrue();
            assertThat(database.size()).isEqualTo(Size.mib(8));
        });
    }

    @Test
    @DisplayName("a version is asked for the columns it has, and a later one for what the last known one has")
    void batch_followsTheVersion() {
        assertThat(Section.batch(13)).doesNotContain("cluster_type_desc").doesNotContain("is_contained");
        assertThat(Section.batch(14)).contains("cluster_type_desc").doesNotContain("read_write_routing_url");
        assertThat(Section.batch(15)).contains("read_write_routing_url").doesNotContain("is_contained");
        assertThat(Section.batch(16)).contains("is_contained").doesNotContain("cluster_connection_options");
        assertThat(Section.batch(17)).contains("cluster_connection_options");
        assertThat(Section.batch(19)).isEqualTo(Section.batch(17));
        for (int major : new int[] {13, 14, 15, 16, 17}) {
            FakeInstance fake = new FakeInstance();
            fake.stub.major = major;
            read(fake);
            assertThat(fake.stub.batches.get(0)).isEqualTo(Section.batch(major));
        }
    }

    @Test
    @DisplayName("one odd row takes nothing else away, and words that nobody knows survive")
    void read_whenARowIsOdd_leavesOutThatRowAlone() {
        FakeInstance fake = new FakeInstance().group("PRIMARY");
        fake.row(Section.DATABASES, "name", null, "database_id", "what");
        fake.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "DREAMING");
        fake.row(Section.GROUPS, "group_id", "no id", "name", "odd");
        fake.row(Section.GROUPS, "group_id", "no id either", "name", null);
        fake.row(Section.LISTENER_ADDRESSES, "listener_id", null);
        fake.row(Section.PRINCIPALS, "name", "x", "principal_id", 9, "sid", new byte[200], "type_desc", "SQL_LOGIN");

        SqlInventory inventory = read(fake);

        assertThat(inventory.groups()).extracting(AvailabilityGroup::name).containsExactly("AG1", "odd");
        assertThat(inventory.databases()).hasSize(1);
        assertThat(inventory.database("Sales").orElseThrow().state().word()).isEqualTo("DREAMING");
        assertThat(inventory.logins()).isEmpty();
    }

    @Test
    @DisplayName("the ciphers in the view tell whether it must encrypt, may, or does not")
    void endpoint_readsItsCiphers() {
        record Case(String words, EndpointEncryption encryption, EndpointAlgorithm algorithm) {}
        for (Case one : List.of(
                new Case("AES", EndpointEncryption.REQUIRED, EndpointAlgorithm.AES),
                new Case("NONE", EndpointEncryption.DISABLED, EndpointAlgorithm.NONE),
                new Case("NONE, RC4, AES", EndpointEncryption.SUPPORTED, EndpointAlgorithm.RC4_AES),
                new Case("AES, RC4", EndpointEncryption.REQUIRED, EndpointAlgorithm.AES_RC4))) {
            FakeInstance fake = new FakeInstance();
            fake.row(
                    Section.ENDPOINTS,
                    "name",
                    "e",
                    "endpoint_id",
                    1,
                    "encryption_algorithm_desc",
                    one.words(),
                    "connection_auth_desc",
                    "NTLM, CERTIFICATE");
            var endpoint = read(fake).endpoint();
            assertThat(endpoint.encryption()).as(one.words()).isEqualTo(one.encryption());
            assertThat(endpoint.algorithm()).as(one.words()).isEqualTo(one.algorithm());
            assertThat(endpoint.authentication().known()).isTrue();
        }
    }

    @Test
    @DisplayName("whatever stands in the rows, there is an inventory")
    void decode_whenRowsAreHostile_neverFails() {
        Random random = seed.random();
        Object[] values = {
            null,
            "",
            "x",
            -1,
            0,
            1L,
            Long.MAX_VALUE,
            true,
            new byte[0],
            new byte[300],
            1.5d,
            "NaN",
            "AG1",
            new java.math.BigDecimal("-1E40"),
            new java.math.BigDecimal("1E30"),
            SampleCommands.ID.toString(),
            FakeInstance.REPLICA_1,
            FakeInstance.DATABASE,
            "a,b,,c",
            "\u0000",
            new Object()
        };
        for (int i = 0; i < INPUTS; i++) {
            java.util.Map<Section, List<SqlRow>> rows = new java.util.EnumMap<>(Section.class);
            FakeInstance fake = new FakeInstance().group("PRIMARY").database("SYNCHRONIZED", true);
            fake.rows.forEach((section, all) -> rows.put(
                    section,
                    all.stream()
                            .map(row -> {
                                java.util.Map<String, Object> odd = new java.util.LinkedHashMap<>(row);
                                odd.replaceAll((name, value) -> section != Section.INSTANCE && random.nextInt(4) == 0
                                        ? values[random.nextInt(values.length)]
                                        : value);
                                return new SqlRow(odd);
                            })
                            .toList()));
            assertThat(Inventory.decode("sql1", rows, null).instance().name()).isEqualTo("SQL1");
        }
    }
}
