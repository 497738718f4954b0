package io.quorate.lab.kernel;

import io.quorate.text.Shown;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A sum over the entities of one type, by what their states say, kept with every change. Made by {@link World#tally}. Thread-safe. */
public final class Tally<T extends Record> {
    private final World world;
    private final Class<T> type;
    private final Function<T, String> word;
    private final ToLongFunction<T> value;
    private final Map<String, Long> sums = new HashMap<>();

    Tally(World world, Class<T> type, Function<T, String> word, ToLongFunction<T> value) {
        this.world = world;
        this.type = type;
        this.word = word;
        this.value = value;
    }

    /** Returns the sum over those whose state says a word. */
    public long of(String said) {
        return world.read(() -> sums.getOrDefault(said, 0L));
    }

    void changed(String path, @Nullable Record before, @Nullable Record after) {
        add(before, -1);
        add(after, 1);
    }

    private void add(@Nullable Record state, int times) {
        if (state != null) {
            T counted = type.cast(state);
            sums.merge(word.apply(counted), times * value.applyAsLong(counted), Long::sum);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("type", type.getSimpleName()).toString();
    }
}
