package io.quorate.sql;

import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.GrantCreateAnyDatabase;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.JoinDatabase;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.RestoreDatabase;
import io.quorate.sql.command.RestoreLog;
import io.quorate.sql.command.SetReplicaOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies between a group's databases as they are and as they are wanted, and how copies of them get to the replicas. Without I/O. */
final class DatabaseDiff {
    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    DatabaseDiff(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
    }

    /** What a group needs that is about to be made with its databases, once everybody has joined. */
    void fresh(SqlInventory primary) {
        List<ReplicaSpec.Wanted> secondaries =
                wanted.replicas().subList(1, wanted.replicas().size());
        List<ReplicaSpec.Wanted> automatic =
                secondaries.stream().filter(DatabaseDiff::seedsItself).toList();
        boolean any = !wanted.databases().isEmpty() || wanted.has(GroupOption.CONTAINED);
        if (any && !automatic.isEmpty()) {
            grant(wanted.replicas().get(0));
            automatic.forEach(this::grant);
        }
        for (ReplicaSpec.Wanted one : secondaries) {
            if (seedsByHand(one)) {
                wanted.databases().forEach(database -> seed(primary, inventory(one), database));
            }
        }
    }

    /** Who holds the configuration only gets no copy. */
    private static boolean seedsItself(ReplicaSpec.Wanted one) {
        return one.seeding().equals(SeedingMode.AUTOMATIC) && !one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY);
    }

    private static boolean seedsByHand(ReplicaSpec.Wanted one) {
        return one.seeding().equals(SeedingMode.MANUAL) && !one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY);
    }

    /** The databases that come to who seeds itself: those wished for, and a contained group's own. */
    private Stream<String> seeded(AvailabilityGroup group) {
        return Stream.concat(
                wanted.databases().stream(), group.systemDatabases().stream().map(AvailabilityDatabase::name));
    }

    private SqlInventory inventory(ReplicaSpec.Wanted replica) {
        return seen.at(replica.host()).orElseThrow();
    }

    private String server(ReplicaSpec.Wanted replica) {
        return inventory(replica).instance().name();
    }

    private void grant(ReplicaSpec.Wanted replica) {
        out.add(
                new GrantCreateAnyDatabase(replica.host(), wanted.name()),
                "let group " + wanted.name() + " create databases at " + server(replica) + ", which seeding needs");
    }

    /** Takes the first full backups, where they are wanted and missing. */
    void backups(SqlInventory primary, List<String> databases) {
        for (String name : databases) {
            Optional<SqlDatabase> database = primary.database(name);
            if (wanted.backups() != null
                    && database.isPresent()
                    && !database.get().fullBackup()) {
                String path = wanted.backups().equalsIgnoreCase("NUL") ? "NUL" : file(wanted.backups(), name, "bak");
                out.add(
                        new BackUpDatabase(primary.instance().host(), name, path, false),
                        "take the first full backup of database " + name);
            }
        }
    }

    private static String file(String folder, String database, String extension) {
        String separator = folder.endsWith("\\") || folder.endsWith("/") ? "" : folder.indexOf('/') < 0 ? "\\" : "/";
        return folder + separator + database.replaceAll("[\\\\/:*?\"<>|]", "_") + "." + extension;
    }

    private void seed(SqlInventory primary, SqlInventory secondary, String database) {
        String share = wanted.share();
        String name = secondary.instance().name();
        if (share == null) {
            out.against("replica " + name + " seeds manually and there is no folder to seed database " + database
                    + " through; name one that all instances reach, or seed automatically");
            return;
        }
        String full = file(share, database, "bak");
        String log = file(share, database, "trn");
        String from = primary.instance().host();
        String to = secondary.instance().host();
        if (secondary.database(database).isEmpty()) {
            out.add(new BackUpDatabase(from, database, full, true), "back database " + database + " up for " + name);
            out.add(new RestoreDatabase(to, database, full, List.of()), "restore database " + database + " at " + name);
        }
        out.add(new BackUpLog(from, database, log), "back the log of database " + database + " up for " + name);
        out.add(new RestoreLog(to, database, log), "restore the log of database " + database + " at " + name);
        out.add(
                new JoinDatabase(to, wanted.name(), database),
                "join the copy of database " + database + " at " + name + " to the group");
    }

    /** What a group that is there lacks. */
    void there(SqlInventory primary, AvailabilityGroup group) {
        List<String> missing = wanted.databases().stream()
                .filter(name -> group.database(name).isEmpty())
                .toList();
        List<ReplicaSpec.Wanted> waiting = new ArrayList<>();
        for (ReplicaSpec.Wanted one : wanted.replicas()) {
            boolean waits = !primary.instance().isNamed(server(one))
                    && seedsItself(one)
                    && seeded(group).anyMatch(name -> needsSeeding(primary, group, one, name));
            if (waits) {
                waiting.add(one);
            }
        }
        if (!waiting.isEmpty()) {
            wanted.replicas().stream()
                    .filter(one -> primary.instance().isNamed(server(one)))
                    .forEach(this::grant);
            waiting.forEach(this::grant);
        }
        backups(primary, missing);
        for (String name : missing) {
            out.add(new AddDatabase(wanted.name(), name), "add database " + name + " to group " + wanted.name());
        }
        for (ReplicaSpec.Wanted one : wanted.replicas()) {
            if (!primary.instance().isNamed(server(one))) {
                copies(primary, group, one);
            }
        }
    }

    private void copies(SqlInventory primary, AvailabilityGroup group, ReplicaSpec.Wanted one) {
        String again = null;
        for (String name : wanted.databases()) {
            if (copyJoined(group, one, name)) {
                continue;
            }
            if (seedsByHand(one)) {
                seed(primary, inventory(one), name);
            } else if (seeding(primary, one, name)
                    .filter(SeedingProgress::failed)
                    .isPresent()) {
                again = name;
            }
        }
        if (again != null) {
            // Set to what it is already, the mode would be sent by nobody.
            for (SeedingMode mode : List.of(SeedingMode.MANUAL, SeedingMode.AUTOMATIC)) {
                out.add(
                        new SetReplicaOption(
                                wanted.name(), server(one), ReplicaSetting.of(ReplicaOption.SEEDING_MODE, mode)),
                        "begin again to seed database " + again + " to " + server(one) + ": " + mode);
            }
        }
    }

    private static boolean copyJoined(AvailabilityGroup group, String server, String database) {
        return group.database(database)
                .flatMap(found -> found.on(server))
                .filter(DatabaseReplicaState::joined)
                .isPresent();
    }

    private boolean copyJoined(AvailabilityGroup group, ReplicaSpec.Wanted one, String database) {
        return copyJoined(group, server(one), database);
    }

    /** Tells whether a copy is missing and nothing shows that its seeding has begun. */
    private boolean needsSeeding(
            SqlInventory primary, AvailabilityGroup group, ReplicaSpec.Wanted one, String database) {
        return !copyJoined(group, one, database)
                && seeding(primary, one, database).filter(run -> !run.failed()).isEmpty();
    }

    private Optional<SeedingProgress> seeding(SqlInventory primary, ReplicaSpec.Wanted one, String database) {
        return primary.seedings().stream()
                .filter(run -> run.group().equalsIgnoreCase(wanted.name())
                        && run.database().equalsIgnoreCase(database)
                        && run.replica().equalsIgnoreCase(server(one)))
                .findFirst();
    }
}
