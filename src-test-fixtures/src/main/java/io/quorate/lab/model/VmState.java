package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine.
 *
 * @param id GUID text; of a replica with {@code @} and its host behind
 * @param name name, not unique
 * @param host where it is registered
 * @param state its state
 * @param generation 1 or 2
 * @param version configuration version
 * @param processors virtual processors
 * @param memory startup memory in bytes
 * @param path folder of its configuration
 * @param disks paths of its virtual hard disks
 * @param network name of the switch it is connected to, or null
 * @param startedAt world time of its last start, or null while it does not run
 * @param heartbeat what the guest's heartbeat says
 * @param handles whether its host holds its disks open for writing
 * @param group id of its cluster group, or null
 * @param status the status text ({@code Operating normally})
 * @param created world time of its creation
 */
public record VmState(
        String id,
        String name,
        String host,
        State state,
        int generation,
        String version,
        int processors,
        long memory,
        String path,
        List<String> disks,
        @Nullable String network,
        @Nullable Duration startedAt,
        Heartbeat heartbeat,
        boolean handles,
        @Nullable String group,
        String status,
        Duration created) {

    /** VMState, with Windows's numbers. */
    public enum State {
        RUNNING("Running", 2),
        OFF("Off", 3),
        STOPPING("Stopping", 4),
        SAVED("Saved", 6),
        PAUSED("Paused", 9),
        STARTING("Starting", 10),
        SAVING("Saving", 32773),
        PAUSED_CRITICAL("PausedCritical", 32789);

        private final String text;
        private final int number;

        State(String text, int number) {
            this.text = text;
            this.number = number;
        }

        public String text() {
            return text;
        }

        public int number() {
            return number;
        }
    }

    /** VMHeartbeatStatus, with Windows's numbers. */
    public enum Heartbeat {
        NONE("Unknown", 0),
        NO_CONTACT("NoContact", 2),
        LOST_COMMUNICATION("LostCommunication", 4),
        OK_APPLICATIONS_UNKNOWN("OkApplicationsUnknown", 5),
        OK_APPLICATIONS_HEALTHY("OkApplicationsHealthy", 6);

        private final String text;
        private final int number;

        Heartbeat(String text, int number) {
            this.text = text;
            this.number = number;
        }

        public String text() {
            return text;
        }

        public int number() {
            return number;
        }
    }

    static final String NORMAL = "Operating normally";

    public VmState {
        disks = List.copyOf(disks);
    }

    /** Returns the GUID that Windows shows: a machine and its replicas have the same. */
    public String guid() {
        int mark = id.indexOf('@');
        return mark < 0 ? id : id.substring(0, mark);
    }

    /** Returns the entity's key. */
    public static Key<VmState> key(String id) {
        return new Key<>(VmState.class, "vm/" + id.toLowerCase(Locale.ROOT));
    }

    /** Returns this VM's key. */
    public Key<VmState> key() {
        return key(id);
    }

    /** Tells whether it occupies memory on its host. */
    public boolean live() {
        return switch (state) {
            case OFF, SAVED -> false;
            default -> true;
        };
    }

    VmState with(State next) {
        return copy(host, next, startedAt, heartbeat, handles, group, status);
    }

    /** Off, with nothing open. */
    VmState off() {
        return copy(host, State.OFF, null, Heartbeat.NONE, false, group, NORMAL);
    }

    VmState saved() {
        return copy(host, State.SAVED, null, Heartbeat.NONE, false, group, NORMAL);
    }

    VmState starting(Duration now) {
        return copy(host, State.STARTING, now, Heartbeat.NO_CONTACT, true, group, NORMAL);
    }

    VmState running(Duration now) {
        return copy(host, State.RUNNING, now, Heartbeat.NO_CONTACT, true, group, NORMAL);
    }

    /** Its storage is gone: paused, no handle left. */
    VmState critical() {
        return copy(
                host,
                State.PAUSED_CRITICAL,
                startedAt,
                Heartbeat.LOST_COMMUNICATION,
                false,
                group,
                "Cannot connect to virtual machine configuration storage");
    }

    VmState resumed() {
        return copy(host, State.RUNNING, startedAt, Heartbeat.OK_APPLICATIONS_UNKNOWN, true, group, NORMAL);
    }

    VmState on(String newHost) {
        return copy(newHost, state, startedAt, heartbeat, handles, group, NORMAL);
    }

    VmState withHeartbeat(Heartbeat value) {
        return copy(host, state, startedAt, value, handles, group, status);
    }

    VmState withGroup(@Nullable String value) {
        return copy(host, state, startedAt, heartbeat, handles, value, status);
    }

    VmState withStatus(String value) {
        return copy(host, state, startedAt, heartbeat, handles, group, value);
    }

    /** Changes what only a VM that is off lets change. */
    VmState configured(String newName, int newProcessors, long newMemory) {
        return new VmState(
                id,
                newName,
                host,
                state,
                generation,
                version,
                newProcessors,
                newMemory,
                path,
                disks,
                network,
                startedAt,
                heartbeat,
                handles,
                group,
                status,
                created);
    }

    private VmState copy(
            String newHost,
            State newState,
            @Nullable Duration newStart,
            Heartbeat newHeartbeat,
            boolean newHandles,
            @Nullable String newGroup,
            String newStatus) {
        return new VmState(
                id,
                name,
                newHost,
                newState,
                generation,
                version,
                processors,
                memory,
                path,
                disks,
                network,
                newStart,
                newHeartbeat,
                newHandles,
                newGroup,
                newStatus,
                created);
    }
}
