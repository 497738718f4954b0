package io.quorate.lab.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A .NET enum.
 *
 * @param name its full name
 * @param flags whether values may be combined
 * @param values its words and numbers, in declaration order
 */
public record EnumType(String name, boolean flags, Map<String, Long> values) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    public EnumType {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Tells whether the number is a defined value (or, for flags, a combination of them). */
    boolean defined(long number) {
        if (values.values().stream().anyMatch(v -> v < 0)) {
            return true;
        }
        if (number < 0) {
            return false;
        }
        if (!flags) {
            return values.containsValue(number);
        }
        long all = values.values().stream().reduce(0L, (a, b) -> a | b);
        return (number & ~all) == 0;
    }

    /** Returns the number a text stands for - words, a list of words, a number, an unambiguous beginning - or null. */
    @Nullable
    Long parse(String text) {
        long number = 0;
        List<String> words = new ArrayList<>(List.of(text.split(",", -1)));
        for (String word : words) {
            Long one = word(word.strip());
            if (one == null && words.size() == 1) {
                one = beginning(word.strip());
            }
            if (one == null) {
                return null;
            }
            number |= one;
        }
        return defined(number) ? (Long) number : null;
    }

    /** Returns the word for a number; a combination's words; else the number (Enum.ToString). */
    String word(long number) {
        for (Map.Entry<String, Long> e : values.entrySet()) {
            if (e.getValue() == number) {
                return e.getKey();
            }
        }
        List<String> words = new ArrayList<>();
        long left = number;
        List<Map.Entry<String, Long>> largestFirst = new ArrayList<>(flags ? values.entrySet() : List.of());
        largestFirst.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        for (Map.Entry<String, Long> e : largestFirst) {
            if (e.getValue() != 0 && (left & e.getValue()) == e.getValue()) {
                words.add(0, e.getKey());
                left &= ~e.getValue();
            }
        }
        return left == 0 && !words.isEmpty() ? String.join(", ", words) : Long.toString(number);
    }

    private @Nullable Long word(String word) {
        if (NUMBER.matcher(word).matches()) {
            return Long.parseLong(word);
        }
        Long exact = values.get(word);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, Long> e : values.entrySet()) {
            if (e.getKey().equalsIgnoreCase(word)) {
                return e.getValue();
            }
        }
        return null;
    }

    private @Nullable Long beginning(String word) {
        Long found = null;
        for (Map.Entry<String, Long> e : values.entrySet()) {
            if (e.getKey().toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT))) {
                if (found != null) {
                    return null;
                }
                found = e.getValue();
            }
        }
        return found;
    }
}
