package io.quorate.sql;

import io.quorate.Size;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of databases speaks against their joining a group before anything is sent, or may do so. Without I/O. */
final class DatabasePreflight {
    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    DatabasePreflight(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
    }

    void run() {
        Optional<SqlInventory> leader = seen.primaries(wanted.name()).stream()
                .findFirst()
                .or(() -> seen.at(wanted.replicas().get(0).host()));
        if (leader.isEmpty()) {
            return;
        }
        SqlInventory primary = leader.get();
        Optional<AvailabilityGroup> group = seen.group(wanted.name());
        for (String name : wanted.databases()) {
            SqlDatabase database = primary.database(name).orElse(null);
            if (database == null) {
                out.against(
                        "database " + name + " is not at " + primary.instance().name());
                continue;
            }
            if (group.flatMap(there -> there.database(name)).isEmpty()) {
                joinable(primary, database);
            }
        }
        for (ReplicaSpec.Wanted replica : wanted.replicas()) {
            SqlInventory secondary = seen.at(replica.host()).orElseThrow();
            if (secondary != primary) {
                copies(primary, secondary, replica, group);
            }
        }
    }

    private void joinable(SqlInventory primary, SqlDatabase database) {
        String name =
                "database " + database.name() + " at " + primary.instance().name();
        if (database.system()) {
            out.against(name + " is one of the system's, which no group holds");
        }
        if (!database.state().equals(DatabaseState.ONLINE)) {
            out.against(name + " is " + database.state() + ", not ONLINE");
        }
        if (!database.recoveryModel().equals(RecoveryModel.FULL)) {
            out.against(name + " has recovery model " + database.recoveryModel()
                    + "; set it to FULL and take a full backup");
        } else if (!database.fullBackup() && wanted.backups() == null) {
            out.against(name + " has no full backup since it keeps its log; take one, or say where to");
        }
        if (database.readOnly()) {
            out.against(name + " is read-only");
        }
        if (!database.userAccess().equalsIgnoreCase("MULTI_USER")) {
            out.against(name + " is in " + database.userAccess() + " mode; set it to MULTI_USER");
        }
        if (database.autoClose()) {
            out.against(name + " closes when nobody uses it; set AUTO_CLOSE OFF");
        }
        if (database.mirrored()) {
            out.against(name + " is mirrored; end that first");
        }
        if (database.group() != null && !database.group().equalsIgnoreCase(wanted.name())) {
            out.against(name + " is in group " + database.group() + " already");
        }
        if (database.owner() == null) {
            out.hint(name + " belongs to " + database.ownerSid() + ", a log-in that the instance does not know");
        }
    }

    private void copies(
            SqlInventory primary,
            SqlInventory secondary,
            ReplicaSpec.Wanted replica,
            Optional<AvailabilityGroup> group) {
        Map<String, Size> needed = new LinkedHashMap<>();
        String where = secondary.instance().name();
        for (String name : wanted.databases()) {
            SqlDatabase database = primary.database(name).orElse(null);
            boolean joined = group.flatMap(there -> there.database(name))
                    .flatMap(there -> there.on(where))
                    .filter(DatabaseReplicaState::joined)
                    .isPresent();
            if (database == null || joined) {
                continue;
            }
            SqlDatabase there = secondary.database(name).orElse(null);
            if (there != null) {
                there(secondary, there, replica, group.isPresent());
                continue;
            }
            owner(secondary, database);
            encryption(primary, secondary, database);
            features(primary, secondary, database);
            if (database.files().isEmpty()) {
                out.hint("where the files of database " + name + " are and how much they take cannot be told by "
                        + primary.instance().name() + ", so that neither paths nor space at " + where
                        + " were looked at");
            }
            paths(primary, secondary, database);
            for (DatabaseFile file : database.files()) {
                String target = directory(primary, secondary, file);
                needed.merge(target, file.size(), (one, other) -> Size.bytes(one.bytes() + other.bytes()));
            }
        }
        space(secondary, needed);
    }

    private void there(SqlInventory secondary, SqlDatabase there, ReplicaSpec.Wanted replica, boolean groupIsThere) {
        String name =
                "database " + there.name() + " is at " + secondary.instance().name();
        boolean automatic = replica.seeding().equals(SeedingMode.AUTOMATIC);
        boolean restoring = there.state().equals(DatabaseState.RESTORING);
        if (automatic && !(restoring && groupIsThere)) {
            out.against(name + " already, and automatic seeding replaces nothing; drop it there if it is not needed");
        } else if (!automatic && !restoring) {
            out.against(name + " and is " + there.state() + "; only a restoring copy can join");
        }
    }

    private void owner(SqlInventory secondary, SqlDatabase database) {
        boolean known =
                secondary.logins().stream().anyMatch(login -> login.sid().equals(database.ownerSid()));
        if (!known) {
            out.hint("the owner of database " + database.name() + ", " + database.ownerSid() + ", is no log-in at "
                    + secondary.instance().name()
                    + "; after a failover the database has no owner there: synchronise the log-in, or give the database to one"
                    + " that is the same everywhere (ALTER AUTHORIZATION)");
        }
    }

    private void encryption(SqlInventory primary, SqlInventory secondary, SqlDatabase database) {
        String thumbprint = database.encryption();
        if (thumbprint == null) {
            if (has(primary.readiness().unreadableKeys(), database)) {
                out.hint("database " + database.name() + " is encrypted, and by what cannot be told; whether "
                        + secondary.instance().name() + " has that key cannot be told, either");
            }
            return;
        }
        boolean known = secondary.certificates().stream()
                .anyMatch(one -> one.thumbprint().equalsIgnoreCase(thumbprint) && one.privateKey());
        if (!known) {
            out.against("database " + database.name() + " is encrypted, and its certificate " + thumbprint
                    + " is not at " + secondary.instance().name() + " with its private key; restore it there");
        }
    }

    private static boolean has(List<String> names, SqlDatabase database) {
        return names.stream().anyMatch(database.name()::equalsIgnoreCase);
    }

    /** What an instance must have switched on, or know, to work with a database. */
    private void features(SqlInventory primary, SqlInventory secondary, SqlDatabase database) {
        SqlReadiness there = secondary.readiness();
        String where = secondary.instance().name();
        String of = "database " + database.name();
        if (database.contained()) {
            if (there.containedLogins() == null) {
                out.hint(of + " is contained, and whether " + where + " takes such ones cannot be told");
            } else if (!there.containedLogins()) {
                out.against(of + " is contained, and " + where
                        + " does not take such ones; set 'contained database authentication' to 1 there by sp_configure"
                        + " (12824)");
            }
        }
        boolean streams = database.files().stream().anyMatch(file -> file.type().equalsIgnoreCase("FILESTREAM"));
        if (streams) {
            if (there.filestream() == null) {
                out.hint(of + " has FILESTREAM data, and whether " + where + " has FILESTREAM enabled cannot be told");
            } else if (there.filestream() == 0) {
                out.against(
                        of + " has FILESTREAM data, and " + where
                                + " has FILESTREAM disabled; enable it for the service, and set 'filestream access level' (5591)");
            }
        }
        if (has(primary.readiness().keyedDatabases(), database)) {
            out.hint(of + " has a master key that " + primary.instance().name() + " opens by itself and " + where
                    + " cannot; give " + where + " its password (sp_control_dbmasterkey_password)");
        }
        for (DatabaseFile file : database.files()) {
            String path = target(primary, secondary, file);
            secondary.databases().stream()
                    .filter(other -> !other.name().equalsIgnoreCase(database.name())
                            && other.files().stream().anyMatch(one -> one.path().equalsIgnoreCase(path)))
                    .findFirst()
                    .ifPresent(other -> out.against("file " + path + ", where " + where + " would put " + file.name()
                            + " of database " + database.name() + ", is database " + other.name()
                            + "'s there; move one of them"));
        }
    }

    /** Where a file goes: files of the default directory go to the default directory there. */
    private static String target(SqlInventory primary, SqlInventory secondary, DatabaseFile file) {
        String directory = directory(primary, secondary, file);
        if (directory.equals(file.path())) {
            return directory;
        }
        String name = file.path().substring(file.directory().length());
        return bare(directory) + name;
    }

    private void paths(SqlInventory primary, SqlInventory secondary, SqlDatabase database) {
        boolean same = primary.instance().version().atLeast(SqlVersion.SQL_2017);
        for (DatabaseFile file : database.files()) {
            if (isDefault(primary, file)) {
                if (!same && !isDefault(secondary, file)) {
                    out.against(
                            "file " + file.path() + " of database " + database.name() + " needs the same directory at "
                                    + secondary.instance().name() + ", whose default is "
                                    + (file.log()
                                            ? secondary.instance().logPath()
                                            : secondary.instance().dataPath())
                                    + "; only SQL Server 2017 and later map one to the other");
                    return;
                }
            } else if (!uses(secondary, file.directory())) {
                out.hint("file " + file.path() + " of database " + database.name()
                        + " is not in a default directory; seeding needs the same one at "
                        + secondary.instance().name());
            }
        }
    }

    /** Tells whether an instance has a file in a directory, so that it is there. */
    private static boolean uses(SqlInventory one, String directory) {
        return one.databases().stream()
                .flatMap(database -> database.files().stream())
                .anyMatch(file -> bare(file.directory()).equalsIgnoreCase(bare(directory)));
    }

    private static boolean isDefault(SqlInventory one, DatabaseFile file) {
        return bare(file.log() ? one.instance().logPath() : one.instance().dataPath())
                .equalsIgnoreCase(bare(file.directory()));
    }

    private static String bare(String directory) {
        return directory.endsWith("\\") || directory.endsWith("/")
                ? directory.substring(0, directory.length() - 1)
                : directory;
    }

    private static String directory(SqlInventory primary, SqlInventory secondary, DatabaseFile file) {
        if (!isDefault(primary, file)) {
            return file.path();
        }
        String path = file.log()
                ? secondary.instance().logPath()
                : secondary.instance().dataPath();
        return path.isEmpty() ? file.path() : path;
    }

    private void space(SqlInventory secondary, Map<String, Size> needed) {
        Map<DiskVolume, Long> perVolume = new LinkedHashMap<>();
        needed.forEach((path, size) -> secondary.volumes().stream()
                .filter(volume -> volume.holds(path))
                .max(Comparator.comparingInt(volume -> volume.mountPoint().length()))
                .ifPresentOrElse(
                        volume -> perVolume.merge(volume, size.bytes(), Long::sum),
                        () -> out.hint("how much is free for " + path + " at "
                                + secondary.instance().name() + " cannot be told")));
        perVolume.forEach((volume, bytes) -> {
            if (bytes > volume.free().bytes()) {
                out.against("volume " + volume.mountPoint() + " of "
                        + secondary.instance().name() + " has " + volume.free() + " free, and the databases need "
                        + Size.bytes(bytes) + "; make room there");
            }
        });
    }
}
