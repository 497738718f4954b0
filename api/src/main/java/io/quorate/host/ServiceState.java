package io.quorate.host;

import java.util.List;
import java.util.Objects;

/**
 * The state of a Windows service. Words of {@code Win32_Service.State}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word
 */
public record ServiceState(String word) {
    /** It runs. */
    public static final ServiceState RUNNING = new ServiceState("Running");

    /** It does not. */
    public static final ServiceState STOPPED = new ServiceState("Stopped");

    /** It is starting. */
    public static final ServiceState START_PENDING = new ServiceState("Start Pending");

    /** It is stopping. */
    public static final ServiceState STOP_PENDING = new ServiceState("Stop Pending");

    /** It is there and does nothing. */
    public static final ServiceState PAUSED = new ServiceState("Paused");

    /** It is about to pause. */
    public static final ServiceState PAUSE_PENDING = new ServiceState("Pause Pending");

    /** It is about to go on. */
    public static final ServiceState CONTINUE_PENDING = new ServiceState("Continue Pending");

    private static final List<ServiceState> KNOWN =
            List.of(RUNNING, STOPPED, START_PENDING, STOP_PENDING, PAUSED, PAUSE_PENDING, CONTINUE_PENDING);

    public ServiceState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ServiceState of(String word) {
        for (ServiceState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ServiceState(word);
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
