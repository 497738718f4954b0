package io.quorate.call;

import org.jspecify.annotations.Nullable;

/**
 * How far a task has come.
 *
 * @param percent 0 to 100; null when the server does not tell
 * @param message in the server's words, or what was seen; null when there is none
 */
public record Progress(@Nullable Integer percent, @Nullable String message) {
    private static final Progress UNKNOWN = new Progress(null, null);

    public Progress {
        if (percent != null && (percent < 0 || percent > 100)) {
            throw new IllegalArgumentException("a percentage lies between 0 and 100: " + percent);
        }
    }

    /** Under way, and nothing more is known. */
    public static Progress unknown() {
        return UNKNOWN;
    }

    public static Progress of(int percent) {
        return new Progress(percent, null);
    }

    public static Progress of(int percent, String message) {
        return new Progress(percent, message);
    }

    public static Progress of(String message) {
        return new Progress(null, message);
    }

    @Override
    public String toString() {
        String part = percent == null ? "under way" : percent + " %";
        return message == null ? part : part + ", " + message;
    }
}
