package io.quorate.lab.rule.sql;

import io.quorate.lab.model.sql.DatabaseState;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The views of what is around an instance: its service and volumes, and what its databases do not have here, mirroring and encryption. */
final class MachineViews {
    private static final long TOTAL = 1L << 40;

    private final SqlEstate sql;
    private final String instance;
    private final int major;

    MachineViews(SqlEstate sql, InstanceState instance) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
    }

    List<SqlView> views() {
        return List.of(services(), mirroring(), encryption(), volumes(), settings());
    }

    private List<DatabaseState> databases() {
        return sql.databasesOf(instance);
    }

    private SqlView services() {
        return new ViewTable<InstanceState>("sys.dm_server_services", major, () -> List.of(sql.instance(instance)))
                .text("servicename", i -> "SQL Server (" + service(i.name()) + ")")
                .number("startup_type", i -> 2)
                .text("startup_type_desc", i -> "Automatic")
                .text("service_account", InstanceState::account)
                .view();
    }

    private static String service(String name) {
        int backslash = name.indexOf('\\');
        return backslash < 0 ? "MSSQLSERVER" : name.substring(backslash + 1);
    }

    private SqlView mirroring() {
        return new ViewTable<DatabaseState>("sys.database_mirroring", major, this::databases)
                .number("database_id", DatabaseState::id)
                .id("mirroring_guid", d -> nothing())
                .view();
    }

    private SqlView encryption() {
        return new ViewTable<DatabaseState>(
                        "sys.dm_database_encryption_keys",
                        major,
                        () -> databases().stream()
                                .filter(d -> sql.oddity(instance).encrypted().containsKey(d.name()))
                                .toList())
                .number("database_id", DatabaseState::id)
                .column(
                        "encryptor_thumbprint",
                        SqlType.VARBINARY,
                        d -> HexFormat.of()
                                .parseHex(sql.oddity(instance).encrypted().getOrDefault(d.name(), "")))
                .view();
    }

    private record Setting(int id, String name, int value) {}

    /** The one setting that an instance here can have otherwise. */
    private SqlView settings() {
        return new ViewTable<Setting>(
                        "sys.configurations",
                        major,
                        () -> List.of(new Setting(
                                16_393,
                                "contained database authentication",
                                sql.oddity(instance).containedLogins() ? 1 : 0)))
                .number("configuration_id", Setting::id)
                .text("name", Setting::name)
                .column("value", SqlType.SQL_VARIANT, Setting::value)
                .column("value_in_use", SqlType.SQL_VARIANT, Setting::value)
                .view();
    }

    private static @Nullable Object nothing() {
        return null;
    }

    /** Applied to the files of databases, the volumes they are on; here they are the same for each. */
    private SqlView volumes() {
        return new ViewTable<String>(
                        "sys.dm_os_volume_stats",
                        major,
                        () -> databases().stream()
                                .flatMap(d -> Stream.of(d.dataFile(), d.logFile()))
                                .map(MachineViews::volume)
                                .distinct()
                                .toList())
                .text("volume_mount_point", v -> v)
                .big("total_bytes", v -> TOTAL)
                .big("available_bytes", v -> sql.oddity(instance).free())
                .view();
    }

    private static String volume(String file) {
        int cut = file.indexOf('\\');
        return cut < 0 ? "/" : file.substring(0, cut + 1);
    }
}
