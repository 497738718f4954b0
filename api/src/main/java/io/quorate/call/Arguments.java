package io.quorate.call;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.spi.Command;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command holds, component by component, as a tree of maps, lists, texts, numbers and truth values. A record of one component stands
 * for that component; a secret shows as {@code <hidden>}, bytes as their SHA-256; what is absent is left out.
 */
public final class Arguments {
    private Arguments() {}

    /** Returns the arguments of a command, in the order of its components. */
    public static Map<String, Object> of(Command<?> command) {
        return command instanceof Record record ? components(record) : Map.of();
    }

    private static Map<String, Object> components(Record record) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = tree(value(record, component));
            if (value != null) {
                all.put(component.getName(), value);
            }
        }
        return all;
    }

    private static @Nullable Object tree(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Secret) {
            return "<hidden>";
        }
        if (value instanceof Size size) {
            return size.bytes();
        }
        if (value instanceof byte[] bytes) {
            return "sha256:" + sha256(bytes);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(Arguments::tree).orElse(null);
        }
        if (value instanceof Collection<?> items) {
            List<Object> list = new ArrayList<>();
            for (Object item : items) {
                list.add(tree(item));
            }
            return list;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<String, Object> map = new LinkedHashMap<>();
            entries.forEach((key, item) -> map.put(String.valueOf(key), tree(item)));
            return map;
        }
        if (value instanceof Enum<?> word) {
            return word.name();
        }
        if (value instanceof Record record) {
            RecordComponent[] components = record.getClass().getRecordComponents();
            return components.length == 1 ? tree(value(record, components[0])) : components(record);
        }
        return value.toString();
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "component " + component.getName() + " of " + record.getClass().getName() + " cannot be read", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
