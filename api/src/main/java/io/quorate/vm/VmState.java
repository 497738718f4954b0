package io.quorate.vm;

import java.util.List;
import java.util.Objects;

/**
 * The state of a virtual machine. Words of {@code VMState}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record VmState(String word) {
    /** It runs. */
    public static final VmState RUNNING = new VmState("Running");

    /** It is off. */
    public static final VmState OFF = new VmState("Off");

    /** It is shutting down. */
    public static final VmState STOPPING = new VmState("Stopping");

    /** Its memory is on disk. */
    public static final VmState SAVED = new VmState("Saved");

    /** It is in memory and does not run. */
    public static final VmState PAUSED = new VmState("Paused");

    /** It is starting. */
    public static final VmState STARTING = new VmState("Starting");

    /** It is being reset. */
    public static final VmState RESET = new VmState("Reset");

    /** Its memory is being written to disk. */
    public static final VmState SAVING = new VmState("Saving");

    /** It is about to pause. */
    public static final VmState PAUSING = new VmState("Pausing");

    /** It is about to run again. */
    public static final VmState RESUMING = new VmState("Resuming");

    /** It runs and its storage is in trouble. */
    public static final VmState RUNNING_CRITICAL = new VmState("RunningCritical");

    /** It is off and its storage cannot be reached. */
    public static final VmState OFF_CRITICAL = new VmState("OffCritical");

    /** Hyper-V paused it because its storage is gone. */
    public static final VmState PAUSED_CRITICAL = new VmState("PausedCritical");

    /** None of the others. */
    public static final VmState OTHER = new VmState("Other");

    /** Windows does not tell. */
    public static final VmState UNKNOWN = new VmState("Unknown");

    private static final List<VmState> KNOWN = List.of(
            RUNNING,
            OFF,
            STOPPING,
            SAVED,
            PAUSED,
            STARTING,
            RESET,
            SAVING,
            PAUSING,
            RESUMING,
            RUNNING_CRITICAL,
            OFF_CRITICAL,
            PAUSED_CRITICAL,
            OTHER,
            UNKNOWN);

    public VmState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static VmState of(String word) {
        for (VmState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new VmState(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}
