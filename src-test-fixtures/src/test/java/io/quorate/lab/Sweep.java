package io.quorate.lab;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is played of a table: all of it in the sweep ({@code -Dquorate.sweep=true}), else a fixed part. */
public final class Sweep {
    public static final boolean WHOLE = Boolean.getBoolean("quorate.sweep");

    private Sweep() {}

    /** Returns each so-manyth row, and in any case the first and the last; all of them in the sweep. */
    @SafeVarargs
    public static <T> Stream<T> of(int each, T... rows) {
        return of(each, List.of(rows));
    }

    public static <T> Stream<T> of(int each, List<T> rows) {
        return IntStream.range(0, rows.size())
                .filter(i -> WHOLE || i % each == 0 || i == rows.size() - 1)
                .mapToObj(rows::get);
    }
}
