package io.quorate.spi.net;

import io.quorate.Endpoint;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's options as its scheme reads them. An unknown name and an unusable value are refused with an
 * {@link IllegalArgumentException} that names the option: a misspelt one would be missed without a word. Immutable.
 */
public final class Options {
    /** The scheme whose commands may act on other machines. */
    private static final String WINDOWS = "winrm";

    private final Map<String, String> given;

    private Options(Map<String, String> given) {
        this.given = given;
    }

    /**
     * Takes the options of an endpoint.
     *
     * @param known the names there are
     * @throws IllegalArgumentException if there is no such option
     */
    public static Options of(Endpoint endpoint, Set<String> known) {
        for (String name : new TreeSet<>(endpoint.options().keySet())) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no option " + name + "; there are: " + String.join(", ", new TreeSet<>(known)));
            }
        }
        if (!endpoint.secondHop().isEmpty() && !endpoint.scheme().equals(WINDOWS)) {
            throw new IllegalArgumentException(
                    endpoint.scheme() + " knows no second hop: secondHop(..) is for " + WINDOWS + " endpoints");
        }
        return new Options(endpoint.options());
    }

    /** Returns a text; null if it is not given. */
    public @Nullable String text(String name) {
        return given.get(name);
    }

    /** Returns a text. */
    public String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** Returns one of several words. */
    public String word(String name, String otherwise, Set<String> words) {
        String word = text(name, otherwise);
        if (!words.contains(word)) {
            throw new IllegalArgumentException(
                    name + " is one of " + String.join(", ", new TreeSet<>(words)) + ", not " + word);
        }
        return word;
    }

    /** Returns what is {@code true} or {@code false}. */
    public boolean truth(String name, boolean otherwise) {
        String word = text(name, String.valueOf(otherwise));
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " is true or false, not " + word);
        };
    }

    /** Returns a whole number that lies in a range, both ends included. */
    public int number(String name, int otherwise, int least, int most) {
        String text = text(name, String.valueOf(otherwise));
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(name + " is a number from " + least + " to " + most + ", not " + text);
    }

    /**
     * Returns an ISO 8601 duration.
     *
     * @param example what the refusal of another form shows
     */
    public Duration time(String name, Duration otherwise, String example) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " is an ISO 8601 duration such as " + example + ", not " + text, e);
        }
    }

    /** Returns an ISO 8601 duration that lies in a range. */
    public Duration time(String name, Duration otherwise, String example, Range range) {
        Duration time = time(name, otherwise, example);
        range.check(name, time, text(name, time.toString()));
        return time;
    }

    /**
     * What a duration may be, both ends included.
     *
     * @param words the ends as messages say them: {@code a second and ten minutes}
     */
    public record Range(Duration least, Duration most, String words) {
        /**
         * Refuses a duration outside.
         *
         * @param shown how it was given
         * @throws IllegalArgumentException if it lies outside
         */
        public void check(String name, Duration time, String shown) {
            if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
                throw new IllegalArgumentException(name + " lies between " + words + ": " + shown);
            }
        }
    }
}
