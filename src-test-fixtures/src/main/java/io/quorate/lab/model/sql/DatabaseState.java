package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A database of an instance, which may be a group's copy.
 *
 * @param id {@code database_id}
 * @param identity the same for all copies
 * @param recovery {@code FULL}, {@code BULK_LOGGED} or {@code SIMPLE}
 * @param backedUp whether there was a regular full backup
 * @param truncated up to where log backups have taken the log
 * @param owner a log-in
 * @param size of its files, in bytes
 * @param group the availability group it is joined to here, or null
 * @param sync how it stands to the primary
 * @param suspended why no data moves; null if they may
 * @param ready what the cluster has noted: this copy may take over without loss
 * @param log what is hardened
 * @param redone what a reader sees
 * @param generation grows when the copy does not go on from where it was
 * @param fork grows with each takeover
 * @param epoch grows when its sessions are cut
 * @param heard when it last hardened something from the primary
 * @param recovered where its log ended when it last recovered as primary, before it wrote anything of its own
 */
public record DatabaseState(
        String instance,
        String name,
        int id,
        UUID identity,
        String recovery,
        boolean backedUp,
        long truncated,
        String owner,
        long size,
        String dataFile,
        String logFile,
        Mode mode,
        boolean readOnly,
        @Nullable String group,
        Sync sync,
        @Nullable Suspended suspended,
        boolean ready,
        LogPoint log,
        LogPoint redone,
        int generation,
        int fork,
        int epoch,
        Duration heard,
        LogPoint recovered) {

    /** What the server does with it. */
    public enum Mode {
        ONLINE(0),
        RESTORING(1),
        RECOVERING(2),
        RECOVERY_PENDING(3),
        OFFLINE(6);

        private final int number;

        Mode(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /** How a copy stands to the primary; the numbers are the views'. */
    public enum Sync {
        NOT_SYNCHRONIZING("NOT SYNCHRONIZING"),
        SYNCHRONIZING("SYNCHRONIZING"),
        SYNCHRONIZED("SYNCHRONIZED"),
        REVERTING("REVERTING"),
        INITIALIZING("INITIALIZING");

        private final String text;

        Sync(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Why no data moves; the numbers are the views'. */
    public enum Suspended {
        USER,
        PARTNER,
        REDO,
        CAPTURE,
        APPLY,
        RESTART,
        UNDO;

        public String text() {
            return "SUSPEND_FROM_" + name();
        }
    }

    /** Returns the entity's key. */
    public static Key<DatabaseState> key(String instance, String name) {
        return new Key<>(
                DatabaseState.class, InstanceState.key(instance).path() + "/db/" + name.toUpperCase(Locale.ROOT));
    }

    Key<DatabaseState> key() {
        return key(instance, name);
    }

    /** Returns it with changes. */
    DatabaseState with(Consumer<Edit> changes) {
        Edit edit = new Edit(this);
        changes.accept(edit);
        return new DatabaseState(
                instance,
                edit.name,
                id,
                identity,
                edit.recovery,
                edit.backedUp,
                edit.truncated,
                edit.owner,
                edit.size,
                dataFile,
                logFile,
                edit.mode,
                edit.readOnly,
                edit.group,
                edit.sync,
                edit.suspended,
                edit.ready,
                edit.log,
                edit.redone,
                edit.generation,
                edit.fork,
                edit.epoch,
                edit.heard,
                edit.recovered);
    }

    /** What may change. */
    static final class Edit {
        String name;
        String recovery;
        boolean backedUp;
        long truncated;
        String owner;
        long size;
        Mode mode;
        boolean readOnly;

        @Nullable
        String group;

        Sync sync;

        @Nullable
        Suspended suspended;

        boolean ready;
        LogPoint log;
        LogPoint redone;
        int generation;
        int fork;
        int epoch;
        Duration heard;
        LogPoint recovered;

        Edit(DatabaseState state) {
            name = state.name;
            recovery = state.recovery;
            backedUp = state.backedUp;
            truncated = state.truncated;
            owner = state.owner;
            size = state.size;
            mode = state.mode;
            readOnly = state.readOnly;
            group = state.group;
            sync = state.sync;
            suspended = state.suspended;
            ready = state.ready;
            log = state.log;
            redone = state.redone;
            generation = state.generation;
            fork = state.fork;
            epoch = state.epoch;
            heard = state.heard;
            recovered = state.recovered;
        }

        /** Takes it out of its group. */
        void leave(Mode next) {
            group = null;
            sync = Sync.NOT_SYNCHRONIZING;
            suspended = null;
            ready = false;
            mode = next;
            epoch++;
        }
    }
}
