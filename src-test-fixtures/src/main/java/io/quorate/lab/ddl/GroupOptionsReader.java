package io.quorate.lab.ddl;

import io.quorate.lab.ddl.GroupOptions.BackupPreference;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.GroupOptions.DtcSupport;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads options of a group, of {@code WITH} and of {@code SET}. */
final class GroupOptionsReader {
    private static final long MIN_HEALTH = 15_000;
    private static final long MAX_HEALTH = 4_294_967_295L;
    private static final int MAX_SECONDARIES = 8;
    private static final Set<String> CONNECTION_KEYS =
            Set.of("encrypt", "hostnameincertificate", "trustservercertificate", "servercertificate");

    private final Reader reader;
    private final String statement;
    private final String group;
    private final Set<String> seen = new HashSet<>();

    private @Nullable BackupPreference backupPreference;
    private @Nullable Integer level;
    private @Nullable Long healthCheckTimeout;
    private @Nullable Boolean databaseFailover;
    private @Nullable DtcSupport dtcSupport;
    private @Nullable ClusterType clusterType;
    private @Nullable Integer required;
    private @Nullable Long writeLease;
    private @Nullable String connectionOptions;

    GroupOptionsReader(Reader reader, String statement, String group) {
        this.reader = reader;
        this.statement = statement;
        this.group = group;
    }

    /** Reads {@code WITH (...)} of a {@code CREATE}, from behind the bracket on. */
    void readAll() throws DdlRejection {
        do {
            readOfCreate();
        } while (reader.acceptSign(","));
        reader.expectSign(")");
    }

    /** Reads the one option of a {@code SET}. */
    void readOne() throws DdlRejection {
        if (!readCommon(reader.peek().word())) {
            throw reader.unexpected();
        }
    }

    boolean distributed() {
        return seen.contains("DISTRIBUTED");
    }

    /** Tells whether any other option than DISTRIBUTED is there. */
    boolean others() {
        return seen.size() > (distributed() ? 1 : 0);
    }

    GroupOptions options() {
        return new GroupOptions(
                backupPreference,
                level,
                healthCheckTimeout,
                databaseFailover,
                dtcSupport,
                seen.contains("BASIC"),
                seen.contains("CONTAINED"),
                seen.contains("REUSE_SYSTEM_DATABASES"),
                seen.contains("AUTOSEEDING_SYSTEM_DATABASES"),
                clusterType,
                required,
                writeLease,
                connectionOptions);
    }

    private void readOfCreate() throws DdlRejection {
        String option = reader.peek().word();
        switch (option) {
            case "BASIC", "DISTRIBUTED" -> flag(option);
            case "CONTAINED" -> {
                gate(SqlVersion.V2022);
                flag(option);
                String system = reader.peek().word();
                if (system.equals("REUSE_SYSTEM_DATABASES") || system.equals("AUTOSEEDING_SYSTEM_DATABASES")) {
                    readOfCreate();
                }
            }
            case "REUSE_SYSTEM_DATABASES" -> {
                gate(SqlVersion.V2022);
                flag(option);
            }
            case "AUTOSEEDING_SYSTEM_DATABASES" -> {
                gate(SqlVersion.V2025);
                flag(option);
            }
            case "CLUSTER_TYPE" -> {
                gate(SqlVersion.V2017);
                once(option);
                reader.expectSign("=");
                clusterType = reader.oneOf(ClusterType.WSFC, ClusterType.EXTERNAL, ClusterType.NONE);
            }
            default -> {
                if (!readCommon(option)) {
                    throw reader.unexpected();
                }
            }
        }
    }

    private boolean readCommon(String option) throws DdlRejection {
        switch (option) {
            case "AUTOMATED_BACKUP_PREFERENCE" -> {
                set(option);
                backupPreference = reader.oneOf(
                        BackupPreference.PRIMARY,
                        BackupPreference.SECONDARY_ONLY,
                        BackupPreference.SECONDARY,
                        BackupPreference.NONE);
            }
            case "FAILURE_CONDITION_LEVEL" -> {
                set(option);
                level = reader.smallInteger();
            }
            case "HEALTH_CHECK_TIMEOUT" -> {
                set(option);
                Token number = reader.peek();
                long value = reader.integer();
                if (value > MAX_HEALTH) {
                    throw reader.tooBig(number);
                }
                healthCheckTimeout = value;
            }
            case "DB_FAILOVER" -> {
                set(option);
                databaseFailover = reader.onOff();
            }
            case "DTC_SUPPORT" -> {
                set(option);
                dtcSupport = reader.oneOf(DtcSupport.PER_DB, DtcSupport.NONE);
            }
            case "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT" -> {
                gate(SqlVersion.V2017);
                set(option);
                required = reader.smallInteger();
            }
            case "WRITE_LEASE_VALIDITY" -> {
                gate(SqlVersion.V2017);
                set(option);
                writeLease = (long) reader.smallInteger();
            }
            case "CLUSTER_CONNECTION_OPTIONS" -> {
                gate(SqlVersion.V2025);
                set(option);
                connectionOptions = reader.string();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What can be wrong with the values, whatever the group is. */
    void check() throws DdlRejection {
        if (level != null && (level < 1 || level > 5)) {
            throw reader.refused(35228, "The failure condition level of group '" + group + "' must lie within [1, 5].");
        }
        if (healthCheckTimeout != null && healthCheckTimeout < MIN_HEALTH) {
            throw reader.refused(
                    35229,
                    "The health check timeout of group '" + group + "' must not be less than " + MIN_HEALTH
                            + " milliseconds.");
        }
        if (required != null && required > MAX_SECONDARIES) {
            throw reader.refused(
                    35248, "Group '" + group + "' cannot have " + required + " synchronous-commit secondary replicas.");
        }
        if (writeLease != null && writeLease < 1) {
            throw reader.refused(
                    47117, "WRITE_LEASE_VALIDITY of group '" + group + "' must be a number of seconds above zero.");
        }
        if (connectionOptions != null && !pairs(connectionOptions)) {
            throw reader.invalidUse("CLUSTER_CONNECTION_OPTIONS", statement);
        }
    }

    private static boolean pairs(String options) {
        Set<String> keys = new HashSet<>();
        for (String pair : options.split(";")) {
            int sign = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            String key = sign < 0 ? "" : pair.substring(0, sign).strip().toLowerCase(Locale.ROOT);
            if (!CONNECTION_KEYS.contains(key) || pair.substring(sign + 1).isBlank() || !keys.add(key)) {
                return false;
            }
        }
        return true;
    }

    private void flag(String option) throws DdlRejection {
        once(option);
    }

    private void set(String option) throws DdlRejection {
        once(option);
        reader.expectSign("=");
    }

    private void once(String option) throws DdlRejection {
        if (!seen.add(option)) {
            throw reader.invalidUse(option, statement);
        }
        reader.next();
    }

    /** A version that does not know a word finds it where none may stand. */
    private void gate(SqlVersion first) throws DdlRejection {
        if (!reader.since(first)) {
            throw reader.unexpected();
        }
    }
}
