package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code BACKUP} and {@code RESTORE} of databases and logs, from behind the first word on. */
final class BackupParser {
    private static final Set<String> FLAGS = Set.of(
            "CHECKSUM",
            "NO_CHECKSUM",
            "STOP_ON_ERROR",
            "CONTINUE_AFTER_ERROR",
            "REWIND",
            "NOREWIND",
            "UNLOAD",
            "NOUNLOAD",
            "RESTART");

    private static final Set<String> BACKUP_FLAGS = Set.of(
            "COPY_ONLY",
            "DIFFERENTIAL",
            "COMPRESSION",
            "NO_COMPRESSION",
            "INIT",
            "NOINIT",
            "FORMAT",
            "NOFORMAT",
            "SKIP",
            "NOSKIP",
            "NORECOVERY",
            "NO_TRUNCATE",
            "FILE_SNAPSHOT");

    private static final Set<String> RESTORE_FLAGS = Set.of(
            "RECOVERY",
            "NORECOVERY",
            "REPLACE",
            "RESTRICTED_USER",
            "KEEP_REPLICATION",
            "PARTIAL",
            "LOADHISTORY",
            "ENABLE_BROKER",
            "NEW_BROKER",
            "ERROR_BROKER_CONVERSATIONS");

    private static final Set<String> STRINGS = Set.of(
            "NAME",
            "DESCRIPTION",
            "MEDIANAME",
            "MEDIADESCRIPTION",
            "EXPIREDATE",
            "CREDENTIAL",
            "STANDBY",
            "STOPAT",
            "STOPATMARK",
            "STOPBEFOREMARK");

    private static final Set<String> RESTORE_STRINGS =
            Set.of("MEDIANAME", "CREDENTIAL", "STANDBY", "STOPAT", "STOPATMARK", "STOPBEFOREMARK");

    private static final Set<String> BACKUP_STRINGS =
            Set.of("NAME", "DESCRIPTION", "MEDIANAME", "MEDIADESCRIPTION", "EXPIREDATE", "CREDENTIAL", "STANDBY");

    private static final Set<String> NUMBERS = Set.of("BLOCKSIZE", "BUFFERCOUNT", "MAXTRANSFERSIZE");

    private static final List<Set<String>> EXCLUSIVE = List.of(
            Set.of("COMPRESSION", "NO_COMPRESSION"),
            Set.of("INIT", "NOINIT"),
            Set.of("FORMAT", "NOFORMAT"),
            Set.of("SKIP", "NOSKIP"),
            Set.of("CHECKSUM", "NO_CHECKSUM"),
            Set.of("STOP_ON_ERROR", "CONTINUE_AFTER_ERROR"),
            Set.of("REWIND", "NOREWIND"),
            Set.of("UNLOAD", "NOUNLOAD"),
            Set.of("RECOVERY", "NORECOVERY", "STANDBY"),
            Set.of("EXPIREDATE", "RETAINDAYS"),
            Set.of("STOPAT", "STOPATMARK", "STOPBEFOREMARK"),
            Set.of("COPY_ONLY", "DIFFERENTIAL"));

    private final Reader reader;
    private final boolean restore;
    private final String statement;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> moves = new LinkedHashMap<>();

    BackupParser(Reader reader, boolean restore) {
        this.reader = reader;
        this.restore = restore;
        this.statement = restore ? "RESTORE" : "BACKUP";
    }

    BackupStatement backup() throws DdlRejection {
        boolean log = kind();
        String database = reader.name();
        reader.expect("TO");
        List<BackupStatement.Device> devices = devices();
        if (reader.accept("WITH")) {
            options(log);
        }
        reader.end();
        conflicts();
        if (!log && options.containsKey("NO_TRUNCATE")) {
            throw reader.refused(3031, "Option 'no_truncate' conflicts with a backup of the database.");
        }
        return new BackupStatement.Backup(log, database, devices, options);
    }

    BackupStatement restore() throws DdlRejection {
        for (BackupStatement.Inspect.What what : BackupStatement.Inspect.What.values()) {
            if (reader.accept(what.name())) {
                reader.expect("FROM");
                List<BackupStatement.Device> devices = devices();
                if (reader.accept("WITH")) {
                    options(false);
                }
                reader.end();
                return new BackupStatement.Inspect(what, devices, options);
            }
        }
        boolean log = kind();
        String database = reader.name();
        List<BackupStatement.Device> devices = reader.accept("FROM") ? devices() : List.of();
        if (reader.accept("WITH")) {
            options(log);
        }
        reader.end();
        conflicts();
        boolean noRecovery = options.remove("NORECOVERY") != null;
        String standby = options.remove("STANDBY");
        boolean replace = options.remove("REPLACE") != null;
        return new BackupStatement.Restore(log, database, devices, noRecovery, standby, replace, moves, options);
    }

    private boolean kind() throws DdlRejection {
        if (reader.accept("DATABASE")) {
            return false;
        }
        reader.expect("LOG");
        return true;
    }

    private List<BackupStatement.Device> devices() throws DdlRejection {
        List<BackupStatement.Device> devices = new ArrayList<>();
        do {
            String kind = reader.peek().word();
            if (Set.of("DISK", "URL", "TAPE").contains(kind) && reader.peek(1).isSymbol("=")) {
                reader.next();
                reader.expectSign("=");
                String path = reader.string();
                if (path.isEmpty()) {
                    throw reader.refused(3044, "A device needs a name.");
                }
                devices.add(new BackupStatement.Device(kind, path));
            } else {
                devices.add(new BackupStatement.Device("", reader.name()));
            }
        } while (reader.acceptSign(","));
        return devices;
    }

    private void options(boolean log) throws DdlRejection {
        do {
            option(log);
        } while (reader.acceptSign(","));
    }

    private void option(boolean log) throws DdlRejection {
        String option = reader.peek().word();
        if (option.equals("MOVE") && restore) {
            move();
            return;
        }
        if (options.containsKey(option)) {
            throw reader.invalidUse(option, statement);
        }
        boolean ofLog = option.equals("NORECOVERY") || option.equals("STANDBY");
        if (!restore && (!log && ofLog || log && option.equals("DIFFERENTIAL"))) {
            throw reader.unknownOption(log ? "BACKUP LOG" : "BACKUP DATABASE");
        }
        Set<String> strings = restore ? RESTORE_STRINGS : BACKUP_STRINGS;
        if (FLAGS.contains(option) || (restore ? RESTORE_FLAGS : BACKUP_FLAGS).contains(option)) {
            reader.next();
            options.put(option, option.equals("COMPRESSION") ? algorithm() : "");
        } else if (STRINGS.contains(option) && strings.contains(option)) {
            reader.expectSet(option);
            options.put(option, reader.string());
        } else if (NUMBERS.contains(option)
                || option.equals("FILE") && restore
                || option.equals("RETAINDAYS") && !restore) {
            reader.expectSet(option);
            options.put(option, String.valueOf(reader.smallInteger()));
        } else if (option.equals("STATS")) {
            reader.next();
            options.put(option, reader.acceptSign("=") ? percent() : "");
        } else if (option.equals("ENCRYPTION") && !restore) {
            reader.next();
            encryption();
        } else {
            throw reader.unknownOption(statement);
        }
    }

    private String percent() throws DdlRejection {
        int percent = reader.smallInteger();
        if (percent < 1 || percent > 100) {
            throw reader.refused(3250, "The value '" + percent + "' is not within range for the STATS parameter.");
        }
        return String.valueOf(percent);
    }

    private String algorithm() throws DdlRejection {
        if (!reader.since(SqlVersion.V2022) || !reader.acceptSign("(")) {
            return "";
        }
        reader.expectSet("ALGORITHM");
        String algorithm = reader.peek().word();
        boolean known = algorithm.equals("MS_XPRESS")
                || algorithm.equals("QAT_DEFLATE")
                || algorithm.equals("ZSTD") && reader.since(SqlVersion.V2025);
        if (!known) {
            throw reader.unexpected();
        }
        reader.next();
        reader.expectSign(")");
        return algorithm;
    }

    private void encryption() throws DdlRejection {
        reader.expectSign("(");
        reader.expectSet("ALGORITHM");
        String algorithm = reader.peek().word();
        if (!Set.of("AES_128", "AES_192", "AES_256", "TRIPLE_DES_3KEY").contains(algorithm)) {
            throw reader.unexpected();
        }
        reader.next();
        reader.expectSign(",");
        reader.expect("SERVER");
        if (!reader.accept("CERTIFICATE")) {
            reader.expect("ASYMMETRIC", "KEY");
        }
        reader.expectSign("=");
        options.put("ENCRYPTION", algorithm + " " + reader.name());
        reader.expectSign(")");
    }

    private void move() throws DdlRejection {
        reader.next();
        String logical = reader.string();
        reader.expect("TO");
        if (moves.put(logical, reader.string()) != null) {
            throw reader.invalidUse("MOVE", statement);
        }
    }

    private void conflicts() throws DdlRejection {
        for (Set<String> group : EXCLUSIVE) {
            List<String> there =
                    group.stream().filter(options::containsKey).sorted().toList();
            if (there.size() > 1) {
                throw reader.refused(
                        3031, "Option '" + there.get(0) + "' conflicts with option '" + there.get(1) + "'.");
            }
        }
    }
}
