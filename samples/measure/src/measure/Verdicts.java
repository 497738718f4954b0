package measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was measured, against what was promised: a table of name, value, limit and verdict, a heading for each point. A value is kept, missed, or
 * not measured because something that it takes is not there; what nobody promised has no verdict.
 *
 * <p>{@code -Dmeasure.impossible=WORDS} sets the limit of each line whose name has these words to one that nothing keeps: so the exit code of a
 * miss can be tried.
 */
final class Verdicts {
    private static final String ROW = "  %-66s %10s  %12s  %-12s  %s";
    private static final String IMPOSSIBLE = System.getProperty("measure.impossible", "");

    private final List<String> missed = new ArrayList<>();
    private final List<String> notMeasured = new ArrayList<>();
    private int kept;

    /** Begins a point. */
    void heading(String title) {
        System.out.println();
        System.out.println(title);
        say(ROW, "", "value", "limit", "verdict", "");
    }

    /** A ratio that may be so much at most. */
    void atMost(String what, double value, double limit, String more) {
        atMost(what, Unit.RATIO, value, limit, more);
    }

    /** A ratio that must be so much at least. */
    void atLeast(String what, double value, double limit, String more) {
        atLeast(what, Unit.RATIO, value, limit, more);
    }

    /** A figure that may be so much at most. */
    void atMost(String what, Unit unit, double value, double limit, String more) {
        judge(what, unit, value, "<=", limit, value <= limit && isPossible(what), more);
    }

    /** A figure that must be so much at least. */
    void atLeast(String what, Unit unit, double value, double limit, String more) {
        judge(what, unit, value, ">=", limit, value >= limit && isPossible(what), more);
    }

    /** The median of rounds, which may be so much at most; how far they lie apart is told. */
    void atMost(String what, Unit unit, double[] rounds, double limit, String more) {
        atMost(what, unit, median(rounds), limit, spread(unit, rounds) + more);
    }

    /** The median of rounds, which must be so much at least; how far they lie apart is told. */
    void atLeast(String what, Unit unit, double[] rounds, double limit, String more) {
        atLeast(what, unit, median(rounds), limit, spread(unit, rounds) + more);
    }

    /** A figure that nobody promised. */
    void told(String what, Unit unit, double value, String more) {
        say(ROW, what, unit.print(value), "", "", more);
    }

    /** The median of rounds that nobody promised. */
    void told(String what, Unit unit, double[] rounds, String more) {
        told(what, unit, median(rounds), spread(unit, rounds) + more);
    }

    /** What could not be measured, and why: it is neither kept nor missed, and the run says so. */
    void notMeasured(String what, String why) {
        notMeasured.add(what);
        say(ROW, what, "", "", "not measured", why);
    }

    private void judge(String what, Unit unit, double value, String how, double limit, boolean met, String more) {
        if (met) {
            kept++;
        } else {
            missed.add(what);
        }
        String wanted = isPossible(what) ? how + " " + unit.print(limit) : "impossible";
        say(ROW, what, unit.print(value), wanted, met ? "kept" : "MISSED", more);
    }

    private static boolean isPossible(String what) {
        return IMPOSSIBLE.isEmpty() || !what.contains(IMPOSSIBLE);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(format, values).stripTrailing());
    }

    /** Says something else about the point. */
    void say(String line) {
        System.out.println("  " + line.strip());
    }

    /** Says how it went, in the end. */
    void summary(double seconds) {
        System.out.println();
        missed.forEach(what -> System.out.println("MISSED: " + what));
        notMeasured.forEach(what -> System.out.println("not measured: " + what));
        System.out.println(kept + " kept, " + missed.size() + " missed, " + notMeasured.size() + " not measured, in "
                + Unit.TIME.print(seconds));
    }

    int missed() {
        return missed.size();
    }

    int notMeasured() {
        return notMeasured.size();
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    /** Returns the least and the most of several rounds; nothing where they are printed alike. */
    static String spread(Unit unit, double... rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        String least = unit.print(sorted[0]);
        String most = unit.print(sorted[sorted.length - 1]);
        return least.equals(most) ? "" : "[" + least + " .. " + most + "] ";
    }
}
