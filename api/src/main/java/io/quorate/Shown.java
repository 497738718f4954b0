package io.quorate;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the text that a client or a builder prints, in the manner of a record: {@code HostClient[endpoint=rack, host=HV1]}. What was not given is
 * left out; lengths of time are {@linkplain Span words}; secrets hide themselves. One line, no I/O. Not thread-safe.
 */
public final class Shown {
    private final String name;
    private final StringBuilder parts = new StringBuilder();

    private Shown(String name) {
        this.name = name;
    }

    /** Begins with the simple name of an object's class, and those around it: {@code Quorate.Builder}. */
    public static Shown as(Object it) {
        String name = it.getClass().getName();
        return new Shown(name.substring(name.lastIndexOf('.') + 1).replace('$', '.'));
    }

    /** Returns what a record tells in {@linkplain ReadingOrder an administrator's order}, without what is null: for one that begins with its id. */
    public static String record(Record it) {
        Shown shown = as(it);
        for (RecordComponent component : ReadingOrder.of(it.getClass())) {
            try {
                Object value = component.getAccessor().invoke(it);
                if (value != null) {
                    shown.add(component.getName(), value);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component.getName() + " of " + shown.name, e);
            }
        }
        return shown.toString();
    }

    /** Adds what something is; not what is null, false or empty. */
    public Shown with(String part, @Nullable Object value) {
        if (isTold(value)) {
            add(part, value);
        }
        return this;
    }

    private void add(String part, @Nullable Object value) {
        parts.append(parts.isEmpty() ? "" : ", ").append(part).append('=').append(text(value));
    }

    private static boolean isTold(@Nullable Object value) {
        return value != null
                && !Boolean.FALSE.equals(value)
                && !(value instanceof Collection<?> some && some.isEmpty())
                && !(value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static String text(@Nullable Object value) {
        if (value instanceof char[] || value instanceof byte[]) {
            return "<hidden>";
        }
        return value instanceof Duration time
                ? Span.words(time)
                : value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
    }

    @Override
    public String toString() {
        String text = parts.isEmpty() ? name : name + "[" + parts + "]";
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ");
    }
}
