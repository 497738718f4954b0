package io.quorate.lab.kernel;

import io.quorate.text.Shown;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every event. One look at everything says whether it does; where that is much to look at, {@link #on} says what to look
 * at after a change of one entity: it, and what is beside it. Without that everything is looked at after every event. Made by
 * {@link World#invariant}.
 */
public final class Invariant {
    final String name;
    private final Supplier<@Nullable String> whole;
    private final Map<Class<?>, BiFunction<@Nullable Record, @Nullable Record, @Nullable String>> changes =
            new HashMap<>();

    Invariant(String name, Supplier<@Nullable String> whole) {
        this.name = name;
        this.whole = whole;
    }

    /**
     * Has it looked at after changes of such entities, and of no others unless they are named, too.
     *
     * @param check gets the state before, null for a new entity, and after, null for one that is gone; returns null or what is wrong
     */
    public <T extends Record> Invariant on(
            Class<T> type, BiFunction<@Nullable T, @Nullable T, @Nullable String> check) {
        changes.put(type, (before, after) -> check.apply(cast(type, before), cast(type, after)));
        return this;
    }

    private static <T> @Nullable T cast(Class<T> type, @Nullable Record state) {
        return state == null ? null : type.cast(state);
    }

    /** Looks at everything. */
    @Nullable
    String whole() {
        return whole.get();
    }

    /** Looks at what changed. */
    @Nullable
    String after(Class<?> type, @Nullable Record before, @Nullable Record after) {
        if (changes.isEmpty()) {
            return whole();
        }
        var check = changes.get(type);
        return check == null ? null : check.apply(before, after);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("name", name).toString();
    }
}
