package measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured, against what was promised. */
final class Verdicts {
    private final List<String> lines = new ArrayList<>();
    private int missed;
    private int notMeasured;

    /** A number that may be so much at most. */
    void atMost(String what, double value, double limit, String more) {
        add(what, value, "at most", limit, value <= limit, more);
    }

    /** A number that must be so much at least. */
    void atLeast(String what, double value, double limit, String more) {
        add(what, value, "at least", limit, value >= limit, more);
    }

    private void add(String what, double value, String how, double limit, boolean met, String more) {
        missed += met ? 0 : 1;
        say(String.format(Locale.ROOT, "%-6s %-58s %8.3f, %s %.2f   %s", met ? "ok" : "MISSED", what, value, how, limit, more));
    }

    /** Nothing can be said of a promise; it is not kept by that. */
    void notMeasured(String what, String why) {
        notMeasured++;
        say(String.format(Locale.ROOT, "%-6s %-58s not measured: %s", "?", what, why));
    }

    void say(String line) {
        lines.add(line);
        System.out.println(line);
    }

    int missed() {
        return missed;
    }

    int notMeasured() {
        return notMeasured;
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }
}
