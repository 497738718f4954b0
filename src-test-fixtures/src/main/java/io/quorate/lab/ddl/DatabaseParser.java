package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code CREATE}, {@code ALTER} and {@code DROP DATABASE}, from behind these words on. */
final class DatabaseParser {
    private static final String ON_OFF = "ON OFF";

    /** Options with a word behind them, without a sign between. */
    private static final Map<String, String> WORDED = Map.ofEntries(
            Map.entry("RECOVERY", "FULL BULK_LOGGED SIMPLE"),
            Map.entry("PAGE_VERIFY", "CHECKSUM TORN_PAGE_DETECTION NONE"),
            Map.entry("PARAMETERIZATION", "SIMPLE FORCED"),
            Map.entry("CURSOR_DEFAULT", "LOCAL GLOBAL"),
            Map.entry("AUTO_CLOSE", ON_OFF),
            Map.entry("AUTO_SHRINK", ON_OFF),
            Map.entry("AUTO_CREATE_STATISTICS", ON_OFF),
            Map.entry("AUTO_UPDATE_STATISTICS", ON_OFF),
            Map.entry("AUTO_UPDATE_STATISTICS_ASYNC", ON_OFF),
            Map.entry("ANSI_NULLS", ON_OFF),
            Map.entry("ANSI_NULL_DEFAULT", ON_OFF),
            Map.entry("ANSI_PADDING", ON_OFF),
            Map.entry("ANSI_WARNINGS", ON_OFF),
            Map.entry("ARITHABORT", ON_OFF),
            Map.entry("CONCAT_NULL_YIELDS_NULL", ON_OFF),
            Map.entry("NUMERIC_ROUNDABORT", ON_OFF),
            Map.entry("QUOTED_IDENTIFIER", ON_OFF),
            Map.entry("RECURSIVE_TRIGGERS", ON_OFF),
            Map.entry("CURSOR_CLOSE_ON_COMMIT", ON_OFF),
            Map.entry("DATE_CORRELATION_OPTIMIZATION", ON_OFF),
            Map.entry("DB_CHAINING", ON_OFF),
            Map.entry("TRUSTWORTHY", ON_OFF),
            Map.entry("HONOR_BROKER_PRIORITY", ON_OFF),
            Map.entry("ALLOW_SNAPSHOT_ISOLATION", ON_OFF),
            Map.entry("READ_COMMITTED_SNAPSHOT", ON_OFF),
            Map.entry("MIXED_PAGE_ALLOCATION", ON_OFF));

    /** Options with a sign and a word behind them. */
    private static final Map<String, String> ASSIGNED = Map.of(
            "CONTAINMENT",
            "NONE PARTIAL",
            "DELAYED_DURABILITY",
            "DISABLED ALLOWED FORCED",
            "QUERY_STORE",
            ON_OFF,
            "CHANGE_TRACKING",
            ON_OFF);

    /** Options that are their own value. */
    private static final Set<String> ALONE = Set.of(
            "ONLINE",
            "OFFLINE",
            "EMERGENCY",
            "SINGLE_USER",
            "RESTRICTED_USER",
            "MULTI_USER",
            "READ_ONLY",
            "READ_WRITE",
            "ENABLE_BROKER",
            "DISABLE_BROKER",
            "NEW_BROKER",
            "ERROR_BROKER_CONVERSATIONS");

    private static final Set<Long> LEVELS_OF_2016 = Set.of(100L, 110L, 120L, 130L);

    private final Reader reader;

    DatabaseParser(Reader reader) {
        this.reader = reader;
    }

    DatabaseStatement drop() throws DdlRejection {
        boolean ifExists = reader.accept("IF", "EXISTS");
        List<String> names = reader.names();
        reader.end();
        return new DatabaseStatement.Drop(names, ifExists);
    }

    DatabaseStatement alter() throws DdlRejection {
        String name = reader.accept("CURRENT") ? "" : reader.name();
        if (reader.accept("MODIFY")) {
            reader.expectSet("NAME");
            String newName = reader.name();
            reader.end();
            return new DatabaseStatement.Rename(name, newName);
        }
        reader.expect("SET");
        if (reader.accept("HADR")) {
            return hadr(name);
        }
        return set(name);
    }

    private DatabaseStatement hadr(String name) throws DdlRejection {
        DatabaseStatement statement;
        if (name.isEmpty()) {
            throw reader.unexpected();
        }
        if (reader.accept("AVAILABILITY")) {
            reader.expectSet("GROUP");
            statement = new DatabaseStatement.JoinGroup(name, reader.name());
        } else if (reader.accept("OFF")) {
            statement = new DatabaseStatement.LeaveGroup(name);
        } else if (reader.accept("SUSPEND")) {
            statement = new DatabaseStatement.Suspend(name);
        } else {
            reader.expect("RESUME");
            statement = new DatabaseStatement.Resume(name);
        }
        reader.end();
        new GroupRules(reader, "ALTER DATABASE", "").someGroups();
        if (Names.isSystemDatabase(name)) {
            throw reader.refused(
                    statement instanceof DatabaseStatement.JoinGroup ? 35249 : 35261,
                    "The system database '" + name + "' cannot be in a group.");
        }
        return statement;
    }

    private DatabaseStatement set(String name) throws DdlRejection {
        List<DatabaseStatement.Setting> settings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        do {
            DatabaseStatement.Setting setting = setting();
            if (!seen.add(setting.option())) {
                throw reader.invalidUse(setting.option(), "ALTER DATABASE");
            }
            settings.add(setting);
        } while (reader.acceptSign(","));
        DatabaseStatement.Termination termination = reader.accept("WITH") ? termination() : null;
        reader.end();
        return new DatabaseStatement.Set(name, settings, termination);
    }

    private DatabaseStatement.Setting setting() throws DdlRejection {
        String option = reader.peek().word();
        if (ALONE.contains(option)) {
            reader.next();
            return new DatabaseStatement.Setting(option, "");
        }
        if (WORDED.containsKey(option)) {
            reader.next();
            return new DatabaseStatement.Setting(option, word(WORDED.get(option)));
        }
        if (ASSIGNED.containsKey(option)) {
            reader.next();
            reader.expectSign("=");
            return new DatabaseStatement.Setting(option, word(ASSIGNED.get(option)));
        }
        switch (option) {
            case "ENCRYPTION" -> {
                reader.next();
                return new DatabaseStatement.Setting(
                        option, word(reader.since(SqlVersion.V2019) ? "ON OFF SUSPEND RESUME" : ON_OFF));
            }
            case "ACCELERATED_DATABASE_RECOVERY" -> {
                if (!reader.since(SqlVersion.V2019)) {
                    throw reader.unexpected();
                }
                reader.next();
                reader.expectSign("=");
                return new DatabaseStatement.Setting(option, word(ON_OFF));
            }
            case "COMPATIBILITY_LEVEL" -> {
                reader.next();
                reader.expectSign("=");
                return new DatabaseStatement.Setting(option, level());
            }
            case "TARGET_RECOVERY_TIME" -> {
                reader.next();
                reader.expectSign("=");
                int time = reader.smallInteger();
                return new DatabaseStatement.Setting(option, time + " " + word("SECONDS MINUTES"));
            }
            default -> {
                Token token = reader.peek();
                if (token.kind() != Token.Kind.WORD || Reserved.holds(token.raw())) {
                    throw reader.unexpected();
                }
                throw new DdlRejection(
                        195,
                        15,
                        5,
                        token.line(),
                        "'" + Reader.shown(token.raw()) + "' is not a recognized SET option.");
            }
        }
    }

    private String level() throws DdlRejection {
        long level = reader.integer();
        long most = reader.version().major() * 10L;
        if (!LEVELS_OF_2016.contains(level) && !(level > 130 && level <= most && level % 10 == 0)) {
            throw reader.refused(
                    15048, "The compatibility level " + level + " is not one of this version: at most " + most + ".");
        }
        return String.valueOf(level);
    }

    private String word(String allowed) throws DdlRejection {
        for (String word : allowed.split(" ")) {
            if (reader.accept(word)) {
                return word;
            }
        }
        throw reader.unexpected();
    }

    private DatabaseStatement.Termination termination() throws DdlRejection {
        if (reader.accept("NO_WAIT")) {
            return new DatabaseStatement.Termination(true, 0);
        }
        reader.expect("ROLLBACK");
        if (reader.accept("IMMEDIATE")) {
            return new DatabaseStatement.Termination(false, 0);
        }
        reader.expect("AFTER");
        int seconds = reader.smallInteger();
        reader.accept("SECONDS");
        return new DatabaseStatement.Termination(false, seconds);
    }

    DatabaseStatement create() throws DdlRejection {
        String name = reader.name();
        String containment = null;
        if (reader.accept("CONTAINMENT")) {
            reader.expectSign("=");
            containment = word("NONE PARTIAL");
        }
        List<DatabaseStatement.DataFile> data = List.of();
        List<DatabaseStatement.DataFile> log = List.of();
        if (reader.accept("ON")) {
            reader.accept("PRIMARY");
            data = files();
        }
        if (reader.accept("LOG")) {
            reader.expect("ON");
            log = files();
        }
        String collation = reader.accept("COLLATE") ? reader.name() : null;
        boolean attach = reader.accept("FOR");
        if (attach && !reader.accept("ATTACH")) {
            reader.expect("ATTACH_REBUILD_LOG");
        }
        reader.end();
        return new DatabaseStatement.Create(name, containment, data, log, collation, attach);
    }

    private List<DatabaseStatement.DataFile> files() throws DdlRejection {
        List<DatabaseStatement.DataFile> files = new ArrayList<>();
        do {
            files.add(file());
        } while (reader.acceptSign(","));
        return files;
    }

    private DatabaseStatement.DataFile file() throws DdlRejection {
        Map<String, String> parts = new HashMap<>();
        reader.expectSign("(");
        do {
            String option = reader.peek().word();
            if (parts.containsKey(option)) {
                throw reader.invalidUse(option, "CREATE DATABASE");
            }
            reader.next();
            switch (option) {
                case "NAME" -> {
                    reader.expectSign("=");
                    parts.put(option, reader.peek().kind() == Token.Kind.STRING ? reader.string() : reader.name());
                }
                case "FILENAME" -> {
                    reader.expectSign("=");
                    parts.put(option, reader.string());
                }
                case "SIZE", "MAXSIZE", "FILEGROWTH" -> {
                    reader.expectSign("=");
                    parts.put(option, size(option));
                }
                default -> throw reader.unexpected();
            }
        } while (reader.acceptSign(","));
        reader.expectSign(")");
        String fileName = parts.get("FILENAME");
        if (fileName == null) {
            throw reader.unexpected();
        }
        return new DatabaseStatement.DataFile(parts.get("NAME"), fileName, parts.get("SIZE"));
    }

    private String size(String option) throws DdlRejection {
        if (option.equals("MAXSIZE") && reader.accept("UNLIMITED")) {
            return "UNLIMITED";
        }
        int number = reader.smallInteger();
        if (option.equals("FILEGROWTH") && reader.acceptSign("%")) {
            return number + "%";
        }
        String unit = reader.peek().word();
        if (!Set.of("KB", "MB", "GB", "TB").contains(unit)) {
            return String.valueOf(number);
        }
        reader.next();
        return number + unit.toUpperCase(Locale.ROOT);
    }
}
