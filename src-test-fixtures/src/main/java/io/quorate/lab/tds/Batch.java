package io.quorate.lab.tds;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a batch of text. */
final class Batch {
    private static final String ONE = "EXEC(?:UTE)?\\s+sp_unprepare\\s+(\\d{1,9})\\s*;?\\s*";
    private static final Pattern UNPREPARES = Pattern.compile("\\s*(?:" + ONE + ")+", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPREPARE = Pattern.compile(ONE, Pattern.CASE_INSENSITIVE);

    /** What the longest batch can be that only forgets statements: a pattern is not tried on more. */
    private static final int LONGEST = 65_536;

    private Batch() {}

    static String read(byte[] data) throws TdsProtocolException {
        Bytes in = new Bytes(data);
        Headers.skip(in);
        if (in.left() % 2 != 0) {
            throw new TdsProtocolException("half a character at the end of the batch");
        }
        return in.text(in.left() / 2);
    }

    /** Returns the handles that a batch gives back; empty if it does anything else. */
    static List<Integer> unprepared(String text) {
        List<Integer> handles = new ArrayList<>();
        if (text.length() <= LONGEST
                && text.stripLeading().regionMatches(true, 0, "EXEC", 0, 4)
                && UNPREPARES.matcher(text).matches()) {
            Matcher each = UNPREPARE.matcher(text);
            while (each.find()) {
                handles.add(Integer.parseInt(each.group(1)));
            }
        }
        return handles;
    }
}
