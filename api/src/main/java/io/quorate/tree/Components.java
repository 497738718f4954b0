package io.quorate.tree;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes records apart and puts them together, by their components. */
final class Components {
    private Components() {}

    static List<RecordComponent> of(Class<?> record) {
        return List.of(record.getRecordComponents());
    }

    static @Nullable Object value(Record record, RecordComponent component) {
        Method accessor = component.getAccessor();
        try {
            accessor.trySetAccessible();
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "component " + component.getName() + " of "
                            + record.getClass().getName() + " cannot be read",
                    e);
        }
    }

    /** Calls the canonical constructor; what that one refuses is wrong at the place. */
    static <T> T make(Class<T> record, @Nullable Object[] values, At at) {
        Class<?>[] types = of(record).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = record.getDeclaredConstructor(types);
            constructor.trySetAccessible();
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable refusal = e.getCause();
            if (refusal instanceof NullPointerException) {
                throw at.wrong(missing(record, values, refusal.getMessage()), refusal);
            }
            if (refusal instanceof RuntimeException) {
                throw at.wrong(String.valueOf(refusal.getMessage()), refusal);
            }
            throw new IllegalStateException(record.getName() + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record.getName() + " cannot be made", e);
        }
    }

    /** Names what must have been missing; what the constructor calls by its name is certain. */
    private static String missing(Class<?> record, @Nullable Object[] values, @Nullable String said) {
        List<String> absent = new ArrayList<>();
        List<RecordComponent> components = of(record);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                absent.add(components.get(i).getName());
            }
        }
        if (said != null && absent.contains(said)) {
            return "'" + said + "' is missing";
        }
        return absent.size() == 1
                ? "'" + absent.get(0) + "' is missing"
                : "one of these is missing: " + String.join(", ", absent);
    }
}
