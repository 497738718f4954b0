package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement on a database. */
public sealed interface DatabaseStatement extends Statement {

    /** {@code ALTER DATABASE ... SET HADR AVAILABILITY GROUP = ...}: this instance's copy joins. */
    record JoinGroup(String database, String group) implements DatabaseStatement {}

    /** {@code ALTER DATABASE ... SET HADR OFF}: this instance's copy leaves. */
    record LeaveGroup(String database) implements DatabaseStatement {}

    /** {@code ALTER DATABASE ... SET HADR SUSPEND}. */
    record Suspend(String database) implements DatabaseStatement {}

    /** {@code ALTER DATABASE ... SET HADR RESUME}. */
    record Resume(String database) implements DatabaseStatement {}

    /**
     * {@code ALTER DATABASE ... SET}, other options.
     *
     * @param database empty for {@code CURRENT}
     * @param termination null if open transactions are waited for
     */
    record Set(
            String database,
            List<Setting> settings,
            @Nullable Termination termination) implements DatabaseStatement {
        public Set {
            settings = List.copyOf(settings);
        }
    }

    /**
     * An option of a database.
     *
     * @param option in capitals, e.g. {@code RECOVERY}, {@code OFFLINE}, {@code READ_ONLY}
     * @param value in capitals, e.g. {@code FULL}, {@code ON}; empty for an option that is its own value
     */
    record Setting(String option, String value) {}

    /**
     * What becomes of open transactions.
     *
     * @param noWait fail at once if there are any
     * @param seconds roll them back after that long
     */
    record Termination(boolean noWait, int seconds) {}

    /**
     * {@code ALTER DATABASE ... MODIFY NAME}.
     *
     * @param database empty for {@code CURRENT}
     */
    record Rename(String database, String newName) implements DatabaseStatement {}

    /**
     * {@code CREATE DATABASE}.
     *
     * @param containment {@code NONE}, {@code PARTIAL} or null
     * @param data may be empty
     * @param log may be empty
     * @param attach whether the files are there already
     */
    record Create(
            String database,
            @Nullable String containment,
            List<DataFile> data,
            List<DataFile> log,
            @Nullable String collation,
            boolean attach)
            implements DatabaseStatement {
        public Create {
            data = List.copyOf(data);
            log = List.copyOf(log);
        }
    }

    /**
     * A file of a database.
     *
     * @param name the logical name, or null
     * @param fileName the path
     * @param size as written, e.g. {@code 64MB}, or null
     */
    record DataFile(
            @Nullable String name,
            String fileName,
            @Nullable String size) {}

    /** {@code DROP DATABASE}. */
    record Drop(List<String> databases, boolean ifExists) implements DatabaseStatement {
        public Drop {
            databases = List.copyOf(databases);
        }
    }
}
