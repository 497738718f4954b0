package io.quorate.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what there is, where a name was not found: the hint that shows a wrong letter, or a name of another kind. Does no I/O. */
public final class Candidates {
    private static final int MOST = 8;

    private Candidates() {}

    /**
     * Returns the names there are, those that are most like the one asked for first, eight at most: {@code its nodes: HV1, HV2}.
     *
     * @param whose what they are, in front of the colon
     */
    public static String among(String whose, String asked, Collection<String> names) {
        if (names.isEmpty()) {
            return whose + ": none";
        }
        String wanted = asked.strip().toLowerCase(Locale.ROOT);
        List<String> near = names.stream()
                .distinct()
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        String told = near.stream().limit(MOST).collect(Collectors.joining(", "));
        return whose + ": " + told + (near.size() > MOST ? " and " + (near.size() - MOST) + " more" : "");
    }

    /** How unlike two names are: what contains the other is near, else letters that are not the same. */
    private static int distance(String one, String other) {
        if (!one.isEmpty() && (other.contains(one) || one.contains(other))) {
            return 0;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                corner = above;
            }
        }
        return row[other.length()];
    }
}
