package io.quorate.tree;

import io.quorate.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of a tree. Every name must be a component's, every value of its type; whether something may be absent, and all else, is
 * the record's own constructor's to say. A secret comes back as a reference to its name.
 */
public final class RecordReader {
    private static final String SECRET = "secret";

    private RecordReader() {}

    /**
     * Makes a record.
     *
     * @throws IllegalArgumentException if the tree is not one of such a record; says where and why
     */
    public static <T> T read(Class<T> record, Object tree, At at) {
        Map<?, ?> map = map(tree, at);
        List<RecordComponent> components = Components.of(record);
        names(map, components.stream().map(RecordComponent::getName).toList(), at);
        @Nullable Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            RecordComponent component = components.get(i);
            values[i] = component(component, map.get(component.getName()), at);
        }
        return Components.make(record, values, at);
    }

    private static @Nullable Object component(RecordComponent component, @Nullable Object tree, At at) {
        if (tree != null) {
            return value(component.getGenericType(), tree, at.name(component.getName()));
        }
        if (component.getType().isPrimitive()) {
            throw at.wrong("'" + component.getName() + "' is missing");
        }
        return component.getType() == Optional.class ? Optional.empty() : null;
    }

    private static Object value(Type type, Object tree, At at) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, tree, at);
        }
        if (type instanceof Class<?> known) {
            return value(known, tree, at);
        }
        throw new IllegalStateException("no tree is read as " + type);
    }

    private static Object generic(ParameterizedType type, Object tree, At at) {
        Type raw = type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return Optional.of(value(arguments[0], tree, at));
        }
        if (raw == List.class || raw == Collection.class) {
            return items(arguments[0], tree, at);
        }
        if (raw == Set.class) {
            Set<Object> set = new LinkedHashSet<>();
            for (Object item : items(arguments[0], tree, at)) {
                if (!set.add(item)) {
                    throw at.wrong(item + " is there twice");
                }
            }
            return set;
        }
        if (raw == Map.class) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map(tree, at).forEach((name, item) -> {
                At entry = at.name(String.valueOf(name));
                if (entries.put(value(arguments[0], name, entry), value(arguments[1], item, entry)) != null) {
                    throw entry.wrong("it is there twice");
                }
            });
            return entries;
        }
        throw new IllegalStateException("no tree is read as " + type);
    }

    private static List<Object> items(Type type, Object tree, At at) {
        if (!(tree instanceof List<?> list)) {
            throw at.wrong("a list is wanted, not " + words(tree));
        }
        List<Object> items = new ArrayList<>();
        for (Object item : list) {
            items.add(value(type, item, at.item(items.size())));
        }
        return items;
    }

    private static Object value(Class<?> type, Object tree, At at) {
        if (type == String.class) {
            return text(tree, at);
        }
        if (type == boolean.class || type == Boolean.class) {
            if (tree instanceof Boolean) {
                return tree;
            }
            throw at.wrong("true or false is wanted, not " + words(tree));
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(tree, Integer.MIN_VALUE, Integer.MAX_VALUE, at);
        }
        if (type == long.class || type == Long.class) {
            return whole(tree, Long.MIN_VALUE, Long.MAX_VALUE, at);
        }
        if (type.isEnum()) {
            return word(type, text(tree, at), at);
        }
        if (type == Duration.class) {
            return duration(text(tree, at), at);
        }
        if (type == Instant.class) {
            return instant(text(tree, at), at);
        }
        if (type == UUID.class) {
            return uuid(text(tree, at), at);
        }
        if (type == byte[].class) {
            return bytes(text(tree, at), at);
        }
        if (type == Secret.class) {
            return secret(tree, at);
        }
        if (type.isRecord()) {
            return record(type, tree, at);
        }
        return ofText(type, text(tree, at), at);
    }

    private static Object record(Class<?> type, Object tree, At at) {
        List<RecordComponent> components = Components.of(type);
        if (components.size() != 1) {
            return read(type, tree, at);
        }
        Object only = value(components.get(0).getGenericType(), tree, at);
        return Components.make(type, new Object[] {only}, at);
    }

    /** Returns an object's names and values; refuses every other value. */
    public static Map<?, ?> map(Object tree, At at) {
        if (tree instanceof Map<?, ?> map) {
            return map;
        }
        throw at.wrong("an object is wanted, not " + words(tree));
    }

    /** Returns a text; refuses every other value. */
    public static String text(Object tree, At at) {
        if (tree instanceof String text) {
            return text;
        }
        throw at.wrong("a text is wanted, not " + words(tree));
    }

    /** Returns a duration of its ISO form; refuses every other value. */
    public static Duration duration(String text, At at) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw at.wrong("not a duration such as PT2M: " + text, e);
        }
    }

    private static Instant instant(String text, At at) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw at.wrong("not an instant such as 2026-01-02T03:04:05Z: " + text, e);
        }
    }

    private static UUID uuid(String text, At at) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw at.wrong("not a UUID: " + text, e);
        }
        throw at.wrong("not a UUID: " + text);
    }

    private static byte[] bytes(String text, At at) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw at.wrong("not Base64: " + e.getMessage(), e);
        }
    }

    private static Secret secret(Object tree, At at) {
        if (tree instanceof Map<?, ?> map && map.size() == 1 && map.get(SECRET) instanceof String name) {
            try {
                return Secret.reference(name);
            } catch (IllegalArgumentException e) {
                throw at.wrong(String.valueOf(e.getMessage()), e);
            }
        }
        throw at.wrong("a secret is written as {\"secret\": \"its name\"}, never its value");
    }

    /** Returns what stands for a secret in a tree. */
    public static Map<String, Object> reference(String name) {
        return Map.of(SECRET, name);
    }

    private static long whole(Object tree, long least, long most, At at) {
        if (tree instanceof Integer || tree instanceof Long || tree instanceof BigInteger) {
            BigInteger number = new BigInteger(tree.toString());
            if (number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                return number.longValueExact();
            }
            throw at.wrong("out of range: " + number);
        }
        throw at.wrong("a whole number is wanted, not " + words(tree));
    }

    private static Object word(Class<?> type, String text, At at) {
        for (Object word : type.getEnumConstants()) {
            if (((Enum<?>) word).name().equals(text)) {
                return word;
            }
        }
        throw at.wrong("'" + text + "' is not known; there are: "
                + Arrays.stream(type.getEnumConstants())
                        .map(word -> ((Enum<?>) word).name())
                        .collect(Collectors.joining(", ")));
    }

    /** Makes what is no record by its {@code of}; its {@code toString} is the other way. */
    private static Object ofText(Class<?> type, String text, At at) {
        Method of = ofMethod(type);
        if (of == null) {
            throw new IllegalStateException("no tree is read as " + type.getName());
        }
        try {
            return of.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw at.wrong(String.valueOf(refusal.getMessage()), refusal);
            }
            throw new IllegalStateException(of + " failed", e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(of + " failed", e);
        }
    }

    /** Tells whether values of a type that is no record can be read back from what they print. */
    public static boolean readsBack(Class<?> type) {
        return ofMethod(type) != null;
    }

    private static @Nullable Method ofMethod(Class<?> type) {
        try {
            Method of = type.getMethod("of", String.class);
            return Modifier.isStatic(of.getModifiers()) && of.getReturnType() == type ? of : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Refuses names that are none of the known ones. */
    public static void names(Map<?, ?> map, List<String> known, At at) {
        for (Object name : map.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                throw at.wrong("'" + name + "' is not known; there are: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
    }

    private static String words(Object tree) {
        if (tree instanceof Map) {
            return "an object";
        }
        if (tree instanceof List) {
            return "a list";
        }
        return tree instanceof String ? "a text" : String.valueOf(tree);
    }
}
