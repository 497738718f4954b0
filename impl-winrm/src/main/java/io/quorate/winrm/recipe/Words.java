package io.quorate.winrm.recipe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a Windows enumeration by number, because remoting sends the word, the number, or both, depending on the type's layers
 * and the PowerShell version. Immutable.
 */
public final class Words {
    private final Map<Long, String> byNumber;
    private final Map<String, Long> byWord;

    private Words(Map<Long, String> byNumber, Map<String, Long> byWord) {
        this.byNumber = Map.copyOf(byNumber);
        this.byWord = Map.copyOf(byWord);
    }

    /** Returns an enumeration of one member. */
    public static Words of(long number, String word) {
        return new Words(Map.of(), Map.of()).and(number, word);
    }

    /** Returns this enumeration with one more member. */
    public Words and(long number, String word) {
        Map<Long, String> words = new HashMap<>(byNumber);
        Map<String, Long> numbers = new HashMap<>(byWord);
        words.put(number, word);
        numbers.put(word.toLowerCase(Locale.ROOT), number);
        return new Words(words, numbers);
    }

    /** Returns the word for a number; the number as text if there is none. */
    String word(long number) {
        return byNumber.getOrDefault(number, Long.toString(number));
    }

    /** Tells whether there is a word for the number. */
    boolean knows(long number) {
        return byNumber.containsKey(number);
    }

    /** Returns the sum of the numbers of a comma-separated list of flag words; null if one is not known. */
    @Nullable
    Long flags(String words) {
        long sum = 0;
        for (String word : words.split(",", -1)) {
            Long number = byWord.get(word.trim().toLowerCase(Locale.ROOT));
            if (number == null) {
                return null;
            }
            sum |= number;
        }
        return sum;
    }
}
