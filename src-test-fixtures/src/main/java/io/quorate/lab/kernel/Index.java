package io.quorate.lab.kernel;

import io.quorate.text.Shown;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one type by what their states say, kept with every change: so that who asks for a few of many looks at those alone. Made by
 * {@link World#index}. Thread-safe.
 */
public final class Index<T extends Record> {
    private final World world;
    private final Class<T> type;
    private final Function<T, ? extends Collection<String>> words;

    /** By word, then by the order in which they came to be. */
    private final Map<String, TreeMap<Long, T>> found = new HashMap<>();

    private final Map<String, Long> numbers = new HashMap<>();
    private long last;

    Index(World world, Class<T> type, Function<T, ? extends Collection<String>> words) {
        this.world = world;
        this.type = type;
        this.words = words;
    }

    /** Returns those whose state says a word, in the order in which they came to be. */
    public List<T> of(String word) {
        return world.read(() -> {
            TreeMap<Long, T> some = found.get(word);
            return some == null ? List.of() : world.looked(List.copyOf(some.values()));
        });
    }

    /** Tells whether any state says a word. */
    public boolean has(String word) {
        return world.read(() -> found.containsKey(word));
    }

    void changed(String path, @Nullable Record before, @Nullable Record after) {
        Set<String> old = before == null ? Set.of() : Set.copyOf(words.apply(type.cast(before)));
        Set<String> now = after == null ? Set.of() : Set.copyOf(words.apply(type.cast(after)));
        Long number = after == null ? numbers.remove(path) : numbers.computeIfAbsent(path, none -> ++last);
        if (number == null) {
            return;
        }
        for (String word : old) {
            if (!now.contains(word)) {
                TreeMap<Long, T> some = found.get(word);
                if (some != null && some.remove(number) != null && some.isEmpty()) {
                    found.remove(word);
                }
            }
        }
        for (String word : now) {
            found.computeIfAbsent(word, none -> new TreeMap<>()).put(number, type.cast(after));
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("type", type.getSimpleName()).toString();
    }
}
