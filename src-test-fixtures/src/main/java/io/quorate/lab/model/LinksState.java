package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which pairs of hosts cannot reach each other, as {@code A|B} with A before B. */
public record LinksState(List<String> cut) {
    static final Key<LinksState> KEY = new Key<>(LinksState.class, "links");

    public LinksState {
        cut = List.copyOf(cut);
    }

    boolean up(String a, String b) {
        return !cut.contains(pair(a, b));
    }

    LinksState with(String a, String b, boolean up) {
        TreeSet<String> pairs = new TreeSet<>(cut);
        if (up) {
            pairs.remove(pair(a, b));
        } else {
            pairs.add(pair(a, b));
        }
        return new LinksState(new ArrayList<>(pairs));
    }

    private static String pair(String a, String b) {
        return a.compareTo(b) < 0 ? a + "|" + b : b + "|" + a;
    }
}
