package io.quorate.samples;

import io.quorate.lab.Lab;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a story did, and when, in the lab's time. */
public final class TimeLine {
    private final Lab lab;
    private final Instant start;
    private final List<Step> steps = new ArrayList<>();

    TimeLine(Lab lab) {
        this.lab = lab;
        this.start = lab.now();
    }

    /**
     * A line of it.
     *
     * @param at when it had happened, since the start of the story
     * @param took how long the call took
     */
    public record Step(Duration at, Duration took, String what, String result) {}

    <T> T step(String what, Supplier<T> call, Function<T, String> words) {
        Instant before = lab.now();
        T result = call.get();
        Instant after = lab.now();
        steps.add(new Step(Duration.between(start, after), Duration.between(before, after), what, words.apply(result)));
        return result;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }
}
