package io.quorate.lab.ddl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement that backs up or restores. */
public sealed interface BackupStatement extends Statement {

    /**
     * Where a backup stands.
     *
     * @param kind {@code DISK}, {@code URL}, {@code TAPE}; empty for a device by name
     */
    record Device(String kind, String name) {}

    /**
     * {@code BACKUP DATABASE} or {@code BACKUP LOG}.
     *
     * @param options by word in capitals, with the value as written; empty for one that is its own value
     */
    record Backup(boolean log, String database, List<Device> devices, Map<String, String> options)
            implements BackupStatement {
        public Backup {
            devices = List.copyOf(devices);
            options = Map.copyOf(options);
        }

        public boolean copyOnly() {
            return options.containsKey("COPY_ONLY");
        }

        public boolean differential() {
            return options.containsKey("DIFFERENTIAL");
        }

        /** Tells whether the database is left restoring (the tail of the log). */
        public boolean noRecovery() {
            return options.containsKey("NORECOVERY") || options.containsKey("STANDBY");
        }
    }

    /**
     * {@code RESTORE DATABASE} or {@code RESTORE LOG}.
     *
     * @param devices empty: nothing is restored, only recovered
     * @param moves logical name to path
     * @param standby the undo file, or null
     * @param options all others by word in capitals, with the value as written; empty for one that is its own value
     */
    record Restore(
            boolean log,
            String database,
            List<Device> devices,
            boolean noRecovery,
            @Nullable String standby,
            boolean replace,
            Map<String, String> moves,
            Map<String, String> options)
            implements BackupStatement {
        public Restore {
            devices = List.copyOf(devices);
            moves = Map.copyOf(moves);
            options = Map.copyOf(options);
        }
    }

    /** {@code RESTORE HEADERONLY}, {@code FILELISTONLY}, {@code LABELONLY}, {@code VERIFYONLY}: reads a backup. */
    record Inspect(What what, List<Device> devices, Map<String, String> options) implements BackupStatement {
        public Inspect {
            devices = List.copyOf(devices);
            options = Map.copyOf(options);
        }

        /** What is read. */
        public enum What {
            HEADERONLY,
            FILELISTONLY,
            LABELONLY,
            VERIFYONLY
        }
    }
}
