package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.GroupViews.at;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.Power;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.BackupState;
import io.quorate.lab.model.sql.DatabaseState;
import io.quorate.lab.model.sql.InstanceOddity;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LogFile;
import io.quorate.lab.model.sql.LoginState;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The catalogue and management views of an instance: databases, the cluster. */
final class ServerViews {

    private final SqlEstate sql;
    private final String instance;
    private final int major;

    ServerViews(SqlEstate sql, InstanceState instance) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
    }

    private record FileRow(DatabaseState database, int id, String type, String path) {}

    private record MemberRow(String name, int type, boolean up, int votes) {}

    List<SqlView> views() {
        return List.of(
                databases(),
                files(),
                recovery(),
                counters(),
                cluster(),
                clusterMembers(),
                networks(),
                nodeMap(),
                backups());
    }

    private InstanceOddity odd() {
        return sql.oddity(instance);
    }

    private List<DatabaseState> all() {
        return sql.databasesOf(instance);
    }

    private SqlView databases() {
        return new ViewTable<DatabaseState>("sys.databases", major, this::all)
                .text("name", DatabaseState::name)
                .number("database_id", DatabaseState::id)
                .column("owner_sid", SqlType.VARBINARY, d -> sid(d.owner()))
                .time("create_date", d -> at(Duration.ZERO))
                .tiny("compatibility_level", d -> major * 10)
                .text("collation_name", d -> "SQL_Latin1_General_CP1_CI_AS")
                .tiny("user_access", d -> 0)
                .text("user_access_desc", d -> "MULTI_USER")
                .flag("is_read_only", DatabaseState::readOnly)
                .flag("is_auto_close_on", d -> false)
                .tiny("state", d -> d.mode().number())
                .text("state_desc", d -> d.mode().name())
                .flag("is_in_standby", d -> false)
                .tiny("recovery_model", d -> model(d) + 1)
                .text("recovery_model_desc", DatabaseState::recovery)
                .flag("is_trustworthy_on", d -> false)
                .flag("is_encrypted", d -> odd().encrypted().containsKey(d.name()))
                .flag("is_master_key_encrypted_by_server", d -> odd().keyed().contains(d.name()))
                .flag("is_broker_enabled", d -> false)
                .tiny("containment", d -> odd().contained().contains(d.name()) ? 1 : 0)
                .text("containment_desc", d -> odd().contained().contains(d.name()) ? "PARTIAL" : "NONE")
                .id("service_broker_guid", DatabaseState::identity)
                .id("replica_id", this::replica)
                .id("group_database_id", this::groupDatabase)
                .text("log_reuse_wait_desc", d -> sql.databases().reuseWait(d))
                .view();
    }

    private record CounterRow(DatabaseState database, String counter, long kib) {}

    private SqlView counters() {
        return new ViewTable<CounterRow>("sys.dm_os_performance_counters", major, this::counterRows)
                .text("object_name", c -> "SQLServer:Databases")
                .text("counter_name", c -> c.counter)
                .text("instance_name", c -> c.database.name())
                .big("cntr_value", c -> c.kib)
                .number("cntr_type", c -> 65_792)
                .view();
    }

    private List<CounterRow> counterRows() {
        List<CounterRow> rows = new ArrayList<>();
        for (DatabaseState database : all()) {
            long used = LogFile.used(sql.databases().held(database));
            rows.add(new CounterRow(database, "Log File(s) Size (KB)", size(database) >> 10));
            rows.add(new CounterRow(database, "Log File(s) Used Size (KB)", Math.min(used, size(database)) >> 10));
        }
        return rows;
    }

    private long size(DatabaseState database) {
        long size = LogFile.size(LogFile.used(sql.databases().held(database)));
        return limit(database).map(l -> Math.min(l, size)).orElse(size);
    }

    private Optional<Long> limit(DatabaseState database) {
        return sql.world().find(LogFile.key(instance, database.name())).map(LogFile::limit);
    }

    private static int model(DatabaseState database) {
        return List.of("FULL", "BULK_LOGGED", "SIMPLE").indexOf(database.recovery());
    }

    private Optional<AgState> group(DatabaseState database) {
        return Optional.ofNullable(database.group()).flatMap(sql::findGroup);
    }

    private @Nullable UUID replica(DatabaseState database) {
        return group(database)
                .flatMap(g -> g.replica(instance))
                .map(r -> r.id())
                .orElse(null);
    }

    private @Nullable UUID groupDatabase(DatabaseState database) {
        return group(database)
                .flatMap(g -> g.database(database.name()))
                .map(AgState.AgDatabase::id)
                .orElse(null);
    }

    private byte @Nullable [] sid(String login) {
        return sql.world()
                .find(LoginState.key(instance, login))
                .map(l -> l.sid().value())
                .orElse(null);
    }

    private SqlView files() {
        return new ViewTable<FileRow>("sys.master_files", major, this::fileRows)
                .number("database_id", f -> f.database.id())
                .number("file_id", f -> f.id)
                .tiny("type", f -> f.id - 1)
                .text("type_desc", f -> f.type)
                .text("name", f -> f.database.name() + (f.id == 1 ? "" : "_log"))
                .text("physical_name", f -> f.path)
                .tiny("state", f -> 0)
                .text("state_desc", f -> "ONLINE")
                .number("size", f -> (int) ((f.id == 1 ? f.database.size() : size(f.database)) >> 13))
                .number(
                        "max_size",
                        f -> f.id == 1
                                ? -1
                                : limit(f.database).map(l -> (int) (l >> 13)).orElse(268_435_456))
                .number("growth", f -> (int) (LogFile.GROWTH >> 13))
                .view();
    }

    private List<FileRow> fileRows() {
        List<FileRow> rows = new ArrayList<>();
        for (DatabaseState database : all()) {
            rows.add(new FileRow(database, 1, "ROWS", database.dataFile()));
            rows.add(new FileRow(database, 2, "LOG", database.logFile()));
            if (odd().streaming().contains(database.name())) {
                rows.add(new FileRow(database, 3, "FILESTREAM", database.dataFile() + "_files"));
            }
        }
        return rows;
    }

    private SqlView recovery() {
        return new ViewTable<DatabaseState>("sys.database_recovery_status", major, this::all)
                .number("database_id", DatabaseState::id)
                .id("database_guid", DatabaseState::identity)
                .id("family_guid", DatabaseState::identity)
                .lsn("last_log_backup_lsn", d -> d.backedUp() ? d.log().lsn() : null)
                .id("recovery_fork_guid", d -> new UUID(d.identity().getMostSignificantBits(), d.fork()))
                .view();
    }

    // the cluster

    private Optional<Cluster> labCluster() {
        return sql.estate().clusterOf(sql.instance(instance).host());
    }

    private SqlView cluster() {
        return new ViewTable<String>(
                        "sys.dm_hadr_cluster",
                        major,
                        () -> List.of(labCluster().map(Cluster::name).orElse("SQLCLUSTER")))
                .text("cluster_name", c -> c)
                .tiny("quorum_type", c -> 1)
                .text("quorum_type_desc", c -> "NODE_AND_DISK_MAJORITY")
                .tiny("quorum_state", c -> quorate() ? 1 : 0)
                .text("quorum_state_desc", c -> quorate() ? "NORMAL_QUORUM" : "UNKNOWN_QUORUM_STATE")
                .view();
    }

    private boolean quorate() {
        return sql.links().quorate(sql.instance(instance).host());
    }

    private List<MemberRow> memberRows() {
        List<MemberRow> rows = new ArrayList<>();
        Optional<Cluster> cluster = labCluster();
        if (cluster.isPresent()) {
            cluster.get().nodes().forEach(n -> rows.add(new MemberRow(n.host(), 0, n.active(), n.weight())));
            return rows;
        }
        sql.links()
                .members()
                .forEach(h -> rows.add(new MemberRow(h, 0, sql.estate().power(h) == Power.UP, 1)));
        if (rows.size() % 2 == 0) {
            rows.add(new MemberRow("File Share Witness", 2, true, 1));
        }
        return rows;
    }

    private SqlView clusterMembers() {
        return new ViewTable<MemberRow>("sys.dm_hadr_cluster_members", major, this::memberRows)
                .text("member_name", m -> m.name)
                .tiny("member_type", m -> m.type)
                .text("member_type_desc", m -> m.type == 0 ? "CLUSTER_NODE" : "FILE_SHARE_WITNESS")
                .tiny("member_state", m -> m.up ? 1 : 0)
                .text("member_state_desc", m -> m.up ? "UP" : "DOWN")
                .number("number_of_quorum_votes", m -> m.votes)
                .view();
    }

    private SqlView networks() {
        return new ViewTable<InstanceState>("sys.dm_hadr_cluster_networks", major, sql::instances)
                .text("member_name", InstanceState::host)
                .text("network_subnet_ip", i -> i.ip().substring(0, i.ip().lastIndexOf('.') + 1) + "0")
                .text("network_subnet_ipv4_mask", i -> "255.255.255.0")
                .number(
                        "network_subnet_prefix_length",
                        i -> Integer.parseInt(i.address().substring(i.address().indexOf('/') + 1)))
                .flag("is_public", i -> true)
                .flag("is_ipv4", i -> true)
                .view();
    }

    private SqlView nodeMap() {
        return new ViewTable<InstanceState>("sys.dm_hadr_instance_node_map", major, sql::instances)
                .text("ag_resource_id", i -> i.name())
                .text("instance_name", i -> i.name().toUpperCase(Locale.ROOT))
                .text("node_name", InstanceState::host)
                .view();
    }

    // backups

    private SqlView backups() {
        return new ViewTable<BackupState>(
                        "msdb.dbo.backupset",
                        major,
                        () -> sql.world().all(BackupState.class).stream()
                                .filter(b -> b.path().startsWith("\\\\")
                                        || b.path().startsWith(sql.clusters().place(sql.instance(instance)) + "|"))
                                .toList())
                .text("database_name", BackupState::database)
                .text("type", b -> b.base() == null ? "D" : "L")
                .flag("is_copy_only", BackupState::copyOnly)
                .time("backup_finish_date", b -> at(b.at()))
                .lsn("last_lsn", b -> b.log().lsn())
                .lsn("backup_size", b -> BigDecimal.valueOf(b.size()))
                .view();
    }
}
