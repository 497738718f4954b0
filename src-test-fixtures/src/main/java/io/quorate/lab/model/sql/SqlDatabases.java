package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.BackupStatement.Backup;
import io.quorate.lab.ddl.BackupStatement.Device;
import io.quorate.lab.ddl.BackupStatement.Restore;
import io.quorate.lab.ddl.DatabaseStatement.Create;
import io.quorate.lab.ddl.DatabaseStatement.DataFile;
import io.quorate.lab.ddl.DatabaseStatement.Setting;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.DatabaseState.Sync;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Databases: created, dropped, set, backed up and restored. */
public final class SqlDatabases {
    private static final long USUAL = 64L << 20;
    private static final Set<String> SYSTEM = Set.of("MASTER", "TEMPDB", "MODEL", "MSDB");

    private final SqlEstate sql;
    private final World world;
    private final Map<String, Set<String>> directories = new HashMap<>();

    SqlDatabases(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    public static boolean system(String database) {
        return SYSTEM.contains(AgState.upper(database));
    }

    // directories

    /** Has a directory be on an instance's host, beside the instance's own. */
    public void makeDirectory(String instance, String path) {
        world.read(() -> directories
                .computeIfAbsent(AgState.upper(instance), i -> new HashSet<>())
                .add(folder(path)));
    }

    boolean directory(String instance, String file) {
        String folder = folder(file.substring(0, file.lastIndexOf('\\') + 1));
        return folder.equals(folder(SqlServices.dataPath(sql.instance(instance))))
                || directories.getOrDefault(AgState.upper(instance), Set.of()).contains(folder);
    }

    private static String folder(String path) {
        String folder = path.endsWith("\\") ? path : path + "\\";
        return folder.toLowerCase(Locale.ROOT);
    }

    // making

    void make(String instance, String name, String recovery, String owner, long size, UUID identity, LogPoint log) {
        InstanceState at = sql.instance(instance);
        String path = SqlServices.dataPath(at) + name;
        put(at, name, recovery, owner, size, identity, path + ".mdf", path + "_log.ldf", Mode.ONLINE, log, null);
    }

    private DatabaseState put(
            InstanceState at,
            String name,
            String recovery,
            String owner,
            long size,
            UUID identity,
            String data,
            String log,
            Mode mode,
            LogPoint point,
            @Nullable String group) {
        int id = sql.databasesOf(at.name()).stream()
                        .mapToInt(DatabaseState::id)
                        .max()
                        .orElse(0)
                + 1;
        int generation = generations.merge(DatabaseState.key(at.name(), name).path(), 1, Integer::sum);
        DatabaseState state = new DatabaseState(
                at.name(),
                name,
                id,
                identity,
                recovery,
                false,
                0,
                owner,
                size,
                data,
                log,
                mode,
                false,
                group,
                Sync.NOT_SYNCHRONIZING,
                null,
                false,
                point,
                point,
                generation * 1000,
                1,
                generation * 1000,
                sql.now(),
                point);
        world.put(state.key(), state);
        return state;
    }

    private final Map<String, Integer> generations = new HashMap<>();

    /** Puts another instance's database here. */
    DatabaseState copy(DatabaseState source, String instance, Mode mode, @Nullable String group) {
        InstanceState at = sql.instance(instance);
        String from = SqlServices.dataPath(sql.instance(source.instance()));
        String to = SqlServices.dataPath(at);
        DatabaseState made = put(
                at,
                source.name(),
                source.recovery(),
                sql.world()
                        .find(LoginState.key(instance, source.owner()))
                        .map(LoginState::name)
                        .orElse("sa"),
                source.size(),
                source.identity(),
                source.dataFile().replace(from, to),
                source.logFile().replace(from, to),
                mode,
                source.log(),
                group);
        DatabaseState known = made.with(e -> e.backedUp = source.backedUp());
        world.put(known.key(), known);
        return known;
    }

    /** Carries out {@code CREATE DATABASE}. */
    public void create(String instance, Create what, String login) {
        if (sql.database(instance, what.database()).isPresent()) {
            throw new SqlRefusal(1801, what.database());
        }
        InstanceState at = sql.instance(instance);
        String path = SqlServices.dataPath(at) + what.database();
        String data = what.data().isEmpty() ? path + ".mdf" : what.data().get(0).fileName();
        String log =
                what.log().isEmpty() ? path + "_log.ldf" : what.log().get(0).fileName();
        for (String file : List.of(data, log)) {
            if (!directory(instance, file)) {
                throw new SqlRefusal(5133, file);
            }
        }
        UUID identity =
                world.random().guid(DatabaseState.key(instance, what.database()).path() + "/" + world.eventCount());
        long size = what.data().stream().mapToLong(SqlDatabases::size).sum();
        put(
                at,
                what.database(),
                "FULL",
                login,
                size == 0 ? USUAL : size,
                identity,
                data,
                log,
                Mode.ONLINE,
                LogPoint.first(sql.now()),
                null);
    }

    private static long size(DataFile file) {
        String text = file.size();
        if (text == null || !text.matches("\\d{1,9}\\s*([KMGTkmgt][Bb])?")) {
            return USUAL;
        }
        long number = Long.parseLong(text.replaceAll("\\D", ""));
        return switch (text.replaceAll("[\\d\\s]", "").toUpperCase(Locale.ROOT)) {
            case "KB" -> number << 10;
            case "GB" -> number << 30;
            case "TB" -> number << 40;
            default -> number << 20;
        };
    }

    /** Has a database be there, in full recovery and backed up once, so that a group can take it. */
    public void makeReady(String instance, String name, String login) {
        create(instance, new Create(name, null, List.of(), List.of(), null, false), login);
        DatabaseState made = require(instance, name);
        world.put(made.key(), made.with(e -> e.backedUp = true));
    }

    /** Says how large a database is. */
    public void resize(String instance, String database, long bytes) {
        world.put(
                DatabaseState.key(instance, database),
                require(instance, database).with(e -> e.size = bytes));
    }

    /** Carries out {@code DROP DATABASE} of one. */
    public void drop(String instance, String database, boolean ifExists) {
        Optional<DatabaseState> found = sql.database(instance, database);
        if (found.isEmpty()) {
            if (ifExists) {
                return;
            }
            throw new SqlRefusal(3701, database);
        }
        if (system(database)) {
            throw new SqlRefusal(3708, database);
        }
        if (found.get().group() != null) {
            throw new SqlRefusal(3752, database, found.get().group());
        }
        world.remove(found.get().key());
    }

    private DatabaseState require(String instance, String database) {
        return sql.database(instance, database).orElseThrow(() -> new SqlRefusal(911, database));
    }

    /** Carries out {@code ALTER DATABASE ... SET}. */
    public void set(String instance, String database, Setting setting) {
        DatabaseState state = sql.database(instance, database).orElseThrow(() -> new SqlRefusal(5011, database));
        boolean grouped = state.group() != null;
        if (grouped
                && Set.of("RECOVERY", "OFFLINE", "READ_ONLY", "SINGLE_USER", "RESTRICTED_USER")
                        .contains(setting.option())) {
            throw new SqlRefusal(1468, database);
        }
        DatabaseState next = state.with(e -> {
            switch (setting.option()) {
                case "RECOVERY" -> {
                    e.recovery = setting.value();
                    e.backedUp = state.backedUp() && !setting.value().equals("SIMPLE");
                }
                case "OFFLINE" -> {
                    e.mode = Mode.OFFLINE;
                    e.epoch++;
                }
                case "ONLINE" -> e.mode = state.mode() == Mode.OFFLINE ? Mode.ONLINE : state.mode();
                case "READ_ONLY" -> e.readOnly = true;
                case "READ_WRITE" -> e.readOnly = false;
                default -> {
                    // noted by nobody: shows nowhere
                }
            }
        });
        world.put(state.key(), next);
    }

    /** Changes a database's owner. */
    public void own(String instance, String database, String login) {
        DatabaseState state = require(instance, database);
        world.put(state.key(), state.with(e -> e.owner = login));
    }

    // backups

    /** Carries out {@code BACKUP}. */
    public void backup(String instance, Backup what) {
        DatabaseState state = require(instance, what.database());
        boolean secondary = state.group() != null && sql.role(state.group(), instance) != Role.PRIMARY;
        if (state.mode() == Mode.OFFLINE) {
            throw new SqlRefusal(942, state.name());
        }
        if (state.mode() != Mode.ONLINE && !secondary) {
            throw new SqlRefusal(state.mode() == Mode.RESTORING ? 927 : 922, state.name());
        }
        if (secondary && (what.differential() || !what.log() && !what.copyOnly())) {
            throw new SqlRefusal(3059, state.name());
        }
        if (what.log() && state.recovery().equals("SIMPLE")) {
            throw new SqlRefusal(4208, state.name());
        }
        if (what.log() && !state.backedUp()) {
            throw new SqlRefusal(4214, state.name());
        }
        LogPoint upTo = secondary ? state.redone() : state.log();
        for (Device device : what.devices()) {
            if (!device.name().equalsIgnoreCase("NUL") && !device.name().equalsIgnoreCase("NUL:")) {
                String path = path(sql.instance(instance), device.name());
                world.put(
                        BackupState.key(path),
                        new BackupState(
                                path,
                                state.name(),
                                state.identity(),
                                what.copyOnly(),
                                what.log() ? state.truncated() : null,
                                upTo,
                                state.size(),
                                sql.now()));
            }
        }
        world.put(state.key(), state.with(e -> {
            if (what.log() && !what.copyOnly()) {
                e.truncated = upTo.number();
            } else if (!what.log() && !what.differential() && !what.copyOnly()) {
                e.backedUp = true;
            }
        }));
    }

    private String path(InstanceState instance, String file) {
        return file.startsWith("\\\\") ? file : sql.clusters().place(instance) + "|" + file;
    }

    /** Returns a backup as an instance finds it. */
    public Optional<BackupState> findBackup(String instance, String file) {
        return world.find(BackupState.key(path(sql.instance(instance), file)));
    }

    /** Carries out {@code RESTORE}. */
    public void restore(String instance, Restore what, String login) {
        InstanceState at = sql.instance(instance);
        Optional<DatabaseState> found = sql.database(instance, what.database());
        if (found.filter(d -> d.group() != null).isPresent()) {
            throw new SqlRefusal(3104, what.database());
        }
        Mode mode = what.noRecovery() || what.standby() != null ? Mode.RESTORING : Mode.ONLINE;
        if (what.devices().isEmpty()) {
            DatabaseState state = found.orElseThrow(() -> new SqlRefusal(911, what.database()));
            world.put(state.key(), state.with(e -> e.mode = mode));
            return;
        }
        String file = what.devices().get(0).name();
        BackupState backup = findBackup(instance, file).orElseThrow(() -> new SqlRefusal(3201, file));
        if (what.log()) {
            rollForward(found.orElseThrow(() -> new SqlRefusal(3118, what.database())), backup, mode);
            return;
        }
        if (backup.base() != null) {
            throw new SqlRefusal(3118, what.database());
        }
        if (found.isPresent() && !what.replace() && !found.get().identity().equals(backup.identity())) {
            throw new SqlRefusal(3154, what.database());
        }
        found.ifPresent(d -> world.remove(d.key()));
        String path = SqlServices.dataPath(at) + what.database();
        for (String moved : what.moves().values()) {
            if (!directory(instance, moved)) {
                throw new SqlRefusal(5133, moved);
            }
        }
        DatabaseState made = put(
                at,
                what.database(),
                "FULL",
                login,
                backup.size(),
                backup.identity(),
                path + ".mdf",
                path + "_log.ldf",
                mode,
                backup.log(),
                null);
        world.put(made.key(), made.with(e -> e.backedUp = true));
    }

    private void rollForward(DatabaseState state, BackupState backup, Mode mode) {
        if (state.mode() != Mode.RESTORING) {
            throw new SqlRefusal(3117, state.name());
        }
        Long base = backup.base();
        if (base == null || !backup.log().sameDatabase(state.log())) {
            throw new SqlRefusal(3118, state.name());
        }
        if (base > state.log().number()) {
            throw new SqlRefusal(4305, state.name());
        }
        world.put(state.key(), state.with(e -> {
            if (backup.log().contains(state.log())) {
                e.log = backup.log();
                e.redone = backup.log();
            }
            e.mode = mode;
        }));
    }

    /** Returns how long a backup or restore of so many bytes takes. */
    public Duration copying(long bytes) {
        return Duration.ofMillis(bytes / Math.max(1, sql.timings().seedingRate() * 4 / 1000));
    }

    // the log's file

    /** Sets how large a database's log may become. */
    public void logLimit(String instance, String database, long bytes) {
        world.put(
                LogFile.key(instance, database),
                new LogFile(sql.instance(instance).name(), database, bytes));
    }

    /** Returns how many records of a copy's log cannot be used again: a replica has not got them, or no log backup has. */
    public long held(DatabaseState copy) {
        return copy.log().number() - Math.min(copy.truncated(), shipped(copy));
    }

    /** Returns what keeps a copy's log from being used again, as {@code log_reuse_wait_desc} tells it. */
    public String reuseWait(DatabaseState copy) {
        return shipped(copy) < copy.log().number()
                ? "AVAILABILITY_REPLICA"
                : copy.truncated() < copy.log().number() && !copy.recovery().equals("SIMPLE")
                        ? "LOG_BACKUP"
                        : "NOTHING";
    }

    /** Returns up to where all secondaries of a primary's copy have its log. */
    private long shipped(DatabaseState copy) {
        AgState group =
                copy.group() == null ? null : sql.findGroup(copy.group()).orElse(null);
        if (group == null || !SqlEstate.same(group.primary(), copy.instance())) {
            return copy.log().number();
        }
        return group.replicas().stream()
                .filter(r -> !SqlEstate.same(r.server(), copy.instance()))
                .mapToLong(r -> sql.copy(group, copy.name(), r.server())
                        .map(c -> c.log().number())
                        .orElse(0L))
                .min()
                .orElse(copy.log().number());
    }
}
