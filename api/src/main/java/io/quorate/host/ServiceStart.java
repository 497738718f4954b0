package io.quorate.host;

import java.util.List;
import java.util.Objects;

/**
 * When a Windows service starts. Words of {@code Win32_Service.StartMode}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word
 */
public record ServiceStart(String word) {
    /** With Windows. */
    public static final ServiceStart AUTOMATIC = new ServiceStart("Auto");

    /** When somebody starts it. */
    public static final ServiceStart MANUAL = new ServiceStart("Manual");

    /** Never. */
    public static final ServiceStart DISABLED = new ServiceStart("Disabled");

    /** By the loader; drivers alone. */
    public static final ServiceStart BOOT = new ServiceStart("Boot");

    /** By the kernel; drivers alone. */
    public static final ServiceStart SYSTEM = new ServiceStart("System");

    private static final List<ServiceStart> KNOWN = List.of(AUTOMATIC, MANUAL, DISABLED, BOOT, SYSTEM);

    public ServiceStart {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ServiceStart of(String word) {
        for (ServiceStart one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ServiceStart(word);
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
