package io.quorate.vm;

import java.util.List;
import java.util.Objects;

/**
 * What the guest's heartbeat says. Words of {@code VMHeartbeatStatus}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record Heartbeat(String word) {
    /** It cannot be told. */
    public static final Heartbeat UNKNOWN = new Heartbeat("Unknown");

    /** The heartbeat service is switched off. */
    public static final Heartbeat DISABLED = new Heartbeat("Disabled");

    /** The guest has not answered since it started; normal while it boots. */
    public static final Heartbeat NO_CONTACT = new Heartbeat("NoContact");

    /** The heartbeat service failed. */
    public static final Heartbeat ERROR = new Heartbeat("Error");

    /** The guest answered once and does so no more. */
    public static final Heartbeat LOST_COMMUNICATION = new Heartbeat("LostCommunication");

    /** The guest answers and says nothing about its applications. */
    public static final Heartbeat OK_APPLICATIONS_UNKNOWN = new Heartbeat("OkApplicationsUnknown");

    /** The guest and its applications are well. */
    public static final Heartbeat OK_APPLICATIONS_HEALTHY = new Heartbeat("OkApplicationsHealthy");

    /** The guest answers and an application is in trouble. */
    public static final Heartbeat OK_APPLICATIONS_CRITICAL = new Heartbeat("OkApplicationsCritical");

    /** The virtual machine is paused. */
    public static final Heartbeat PAUSED = new Heartbeat("Paused");

    private static final List<Heartbeat> KNOWN = List.of(
            UNKNOWN,
            DISABLED,
            NO_CONTACT,
            ERROR,
            LOST_COMMUNICATION,
            OK_APPLICATIONS_UNKNOWN,
            OK_APPLICATIONS_HEALTHY,
            OK_APPLICATIONS_CRITICAL,
            PAUSED);

    public Heartbeat {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static Heartbeat of(String word) {
        for (Heartbeat one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new Heartbeat(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    /** Tells whether the guest answers, whatever its applications do. */
    public boolean isOk() {
        return equals(OK_APPLICATIONS_UNKNOWN) || equals(OK_APPLICATIONS_HEALTHY) || equals(OK_APPLICATIONS_CRITICAL);
    }

    @Override
    public String toString() {
        return word;
    }
}
