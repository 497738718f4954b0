package io.quorate.winrm.recipe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a Windows enumeration by number, because remoting sends the word, the number, or both, depending on the type's layers
 * and the PowerShell version.
 */
public final class Words {
    private final Map<Long, String> byNumber = new HashMap<>();
    private final Map<String, Long> byWord = new HashMap<>();

    /** Starts an enumeration. */
    public static Words of(long number, String word) {
        return new Words().and(number, word);
    }

    /** Adds a member; only while the table is being built. */
    public Words and(long number, String word) {
        byNumber.put(number, word);
        byWord.put(word.toLowerCase(Locale.ROOT), number);
        return this;
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
