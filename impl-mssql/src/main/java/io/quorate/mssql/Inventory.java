package io.quorate.mssql;

import io.quorate.Size;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.sql.CertificateData;
import io.quorate.sql.ClusterVote;
import io.quorate.sql.DatabaseFile;
import io.quorate.sql.DatabaseState;
import io.quorate.sql.DiskVolume;
import io.quorate.sql.HadrManagerStatus;
import io.quorate.sql.InstanceCluster;
import io.quorate.sql.LoginKind;
import io.quorate.sql.LoginSid;
import io.quorate.sql.RecoveryModel;
import io.quorate.sql.ServerCertificate;
import io.quorate.sql.SqlDatabase;
import io.quorate.sql.SqlEdition;
import io.quorate.sql.SqlInstance;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SqlLogin;
import io.quorate.sql.SqlVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all of an instance in one round trip. A row that cannot be what it should be is left out, and said so in the log. */
final class Inventory {
    private static final Logger log = LoggerFactory.getLogger(Inventory.class);

    private static final int PAGE = 8192;
    private static final Set<String> LOGINS =
            Set.of("SQL_LOGIN", "WINDOWS_LOGIN", "WINDOWS_GROUP", "CERTIFICATE_MAPPED_LOGIN");
    private static final String MASTER_KEY = "##MS_DatabaseMasterKey##";

    private final String host;
    private final Map<Section, List<SqlRow>> rows;
    private final Map<Long, SqlRow> principals = new HashMap<>();
    private final Map<String, String> loginsBySid = new HashMap<>();

    private Inventory(String host, Map<Section, List<SqlRow>> rows) {
        this.host = host;
        this.rows = rows;
        for (SqlRow row : rows(Section.PRINCIPALS)) {
            Long id = row.number("principal_id");
            if (id != null) {
                principals.put(id, row);
            }
            String sid = hex(row.bytes("sid"));
            String name = row.text("name");
            if (!sid.isEmpty() && name != null) {
                loginsBySid.putIfAbsent(sid, name);
            }
        }
    }

    /** Reads an instance. */
    static SqlInventory read(SqlLink link) {
        return link.looking(() -> {
            SqlReply reply = link.read(Section.batch(link.major()));
            Section[] sections = Section.values();
            if (reply.results().size() != sections.length) {
                throw Fault.lasting(ErrorKind.BAD_REPLY)
                        .because(link.address() + " answered a batch of " + sections.length + " questions with "
                                + reply.results().size() + " results");
            }
            Map<Section, List<SqlRow>> rows = new TreeMap<>();
            for (Section section : sections) {
                rows.put(section, reply.results().get(section.ordinal()).rows());
            }
            return decode(link.host(), rows, link.tlsNames());
        });
    }

    /** Puts together what was read. */
    static SqlInventory decode(String host, Map<Section, List<SqlRow>> rows, @Nullable List<String> tlsNames) {
        return new Inventory(host, rows).decode(tlsNames);
    }

    List<SqlRow> rows(Section section) {
        return rows.getOrDefault(section, List.of());
    }

    private SqlInventory decode(@Nullable List<String> tlsNames) {
        SqlRow first = rows(Section.INSTANCE).stream()
                .findFirst()
                .orElseThrow(() -> Fault.lasting(ErrorKind.BAD_REPLY).because(host + " says nothing of itself"));
        GroupInventory groups = new GroupInventory(this);
        Instant at = first.time("read_at");
        return new SqlInventory(
                instance(first),
                at == null ? Instant.EPOCH : at,
                rows(Section.ENDPOINTS).stream()
                        .findFirst()
                        .map(row -> odd("endpoint", row, one -> EndpointReading.of(this, one)))
                        .orElse(null),
                groups.all(),
                all("database", Section.DATABASES, row -> database(row, groups)),
                all("log-in", Section.PRINCIPALS, this::login),
                all("user", Section.USERS, this::user),
                rows(Section.KEYS).stream().anyMatch(row -> MASTER_KEY.equals(row.text("name"))),
                all("certificate", Section.CERTIFICATES, this::certificate),
                volumes(),
                groups.seedings(),
                ReadinessReading.of(this, first, tlsNames));
    }

    /** Decodes rows; null for what is none of its kind. */
    <T> List<T> all(String what, Section section, Function<SqlRow, @Nullable T> decode) {
        return all(what, rows(section), decode);
    }

    <T> List<T> all(String what, Collection<SqlRow> from, Function<SqlRow, @Nullable T> decode) {
        List<T> all = new ArrayList<>();
        for (SqlRow row : from) {
            T one = odd(what, row, decode);
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    private <T> @Nullable T odd(String what, SqlRow row, Function<SqlRow, @Nullable T> decode) {
        try {
            return decode.apply(row);
        } catch (IllegalArgumentException | NullPointerException e) {
            log.warn(
                    "left out [host={} what={} because={}]",
                    host,
                    what,
                    e.getClass().getSimpleName());
            return null;
        }
    }

    private SqlInstance instance(SqlRow row) {
        long status = row.number("hadr_manager_status", -1);
        return new SqlInstance(
                host,
                row.text("server_name", ""),
                version(row.text("product_version", "")),
                SqlEdition.of(row.text("edition", "")),
                row.truth("is_hadr_enabled"),
                status == 1
                        ? HadrManagerStatus.RUNNING
                        : status == 2 ? HadrManagerStatus.FAILED : HadrManagerStatus.PENDING,
                row.truth("is_clustered"),
                row.text("data_path", ""),
                row.text("log_path", ""),
                row.text("collation", ""),
                cluster(),
                rows(Section.SERVICES).stream()
                        .filter(one -> one.text("servicename", "").startsWith("SQL Server ("))
                        .map(one -> one.text("service_account"))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    private SqlVersion version(String text) {
        try {
            return SqlVersion.of(text);
        } catch (IllegalArgumentException e) {
            throw Fault.lasting(ErrorKind.BAD_REPLY).because(host + " says that its version is " + text);
        }
    }

    /** A server outside of a cluster has a row, too, without a name. */
    private @Nullable InstanceCluster cluster() {
        return rows(Section.CLUSTER).stream()
                .filter(row -> !row.text("cluster_name", "").isBlank())
                .findFirst()
                .map(row -> new InstanceCluster(
                        row.text("cluster_name", ""),
                        row.text("quorum_type_desc", ""),
                        row.text("quorum_state_desc", ""),
                        all(
                                "cluster member",
                                Section.MEMBERS,
                                member -> member.text("member_name") == null
                                        ? null
                                        : new ClusterVote(
                                                member.text("member_name", ""),
                                                member.text("member_type_desc", ""),
                                                member.number("member_state", 0) == 1,
                                                member.integer("number_of_quorum_votes", 0)))))
                .orElse(null);
    }

    private SqlDatabase database(SqlRow row, GroupInventory groups) {
        Long id = row.number("database_id");
        String sid = hex(row.bytes("owner_sid"));
        UUID member = row.uuid("group_database_id");
        return new SqlDatabase(
                Objects.requireNonNull(row.text("name")),
                row.integer("database_id", 0),
                DatabaseState.of(row.text("state_desc", "UNKNOWN")),
                RecoveryModel.of(row.text("recovery_model_desc", "UNKNOWN")),
                of(Section.RECOVERY, id).anyMatch(one -> one.decimal("last_log_backup_lsn") != null),
                row.truth("is_read_only"),
                row.text("user_access_desc", ""),
                row.truth("is_auto_close_on"),
                of(Section.MIRRORING, id).anyMatch(one -> one.text("mirroring_guid") != null),
                member == null ? null : groups.groupOf(member, row.uuid("replica_id")),
                of(Section.ENCRYPTION, id)
                        .map(one -> hex(one.bytes("encryptor_thumbprint")))
                        .filter(hex -> !hex.isEmpty())
                        .findFirst()
                        .orElse(null),
                LoginSid.of(sid),
                loginsBySid.get(sid),
                row.text("collation_name", ""),
                row.integer("compatibility_level", 0),
                row.number("containment", 0) != 0,
                all(
                        "file",
                        of(Section.FILES, id).toList(),
                        file -> new DatabaseFile(
                                Objects.requireNonNull(file.text("name")),
                                file.text("physical_name", ""),
                                file.text("type_desc", ""),
                                Size.bytes(Math.max(0, file.number("size", 0)) * PAGE))));
    }

    private java.util.stream.Stream<SqlRow> of(Section section, @Nullable Long database) {
        return rows(section).stream().filter(row -> database != null && database.equals(row.number("database_id")));
    }

    private @Nullable SqlLogin login(SqlRow row) {
        String kind = row.text("type_desc", "");
        String name = row.text("name");
        if (name == null || name.startsWith("##") || !LOGINS.contains(kind)) {
            return null;
        }
        return new SqlLogin(name, LoginSid.of(hex(row.bytes("sid"))), LoginKind.of(kind), row.truth("is_disabled"));
    }

    private SqlInventory.@Nullable MasterUser user(SqlRow row) {
        String type = row.text("type", "").trim();
        String name = row.text("name");
        if (name == null || !Set.of("S", "U", "G", "C").contains(type)) {
            return null;
        }
        return new SqlInventory.MasterUser(name, loginsBySid.get(hex(row.bytes("sid"))));
    }

    private @Nullable ServerCertificate certificate(SqlRow row) {
        String name = row.text("name");
        if (name == null || name.startsWith("##")) {
            return null;
        }
        SqlRow owner = rows(Section.USERS).stream()
                .filter(user -> Objects.equals(user.number("principal_id"), row.number("principal_id")))
                .findFirst()
                .orElse(null);
        byte[] encoded = row.bytes("encoded");
        Instant expires = row.time("expiry_date");
        return new ServerCertificate(
                name,
                hex(row.bytes("thumbprint")),
                row.text("subject", ""),
                expires == null ? Instant.EPOCH : expires,
                row.text("pvt_key_encryption_type", "NA").trim().length() == 2
                        && !row.text("pvt_key_encryption_type", "NA").trim().equalsIgnoreCase("NA"),
                owner == null ? "" : owner.text("name", ""),
                owner == null ? null : loginsBySid.get(hex(owner.bytes("sid"))),
                encoded == null || encoded.length == 0 ? null : new CertificateData(encoded));
    }

    /** A volume has a row for each file on it. */
    private List<DiskVolume> volumes() {
        Map<String, DiskVolume> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all("volume", Section.VOLUMES, row -> {
                    String mount = Objects.requireNonNull(row.text("volume_mount_point"));
                    return new DiskVolume(
                            mount,
                            Size.bytes(row.number("total_bytes", 0)),
                            Size.bytes(row.number("available_bytes", 0)));
                })
                .forEach(volume -> found.putIfAbsent(volume.mountPoint(), volume));
        return List.copyOf(found.values());
    }

    /** Returns a log-in's or role's name by its number. */
    @Nullable
    String principal(@Nullable Long id) {
        SqlRow row = id == null ? null : principals.get(id);
        return row == null ? null : row.text("name");
    }

    static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
