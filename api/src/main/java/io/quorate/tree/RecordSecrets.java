package io.quorate.tree;

import io.quorate.Secret;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the secrets of a record that are mere references, and puts their values in. */
public final class RecordSecrets {
    private RecordSecrets() {}

    /** Returns the names of the secrets that have no value yet, in alphabetical order. */
    public static Set<String> missing(Record record, At at) {
        Set<String> names = new TreeSet<>();
        resolve(
                record,
                name -> {
                    names.add(name);
                    return null;
                },
                at);
        return names;
    }

    /**
     * Returns the same record with every reference replaced by what the resolver knows; one it does not know stays.
     *
     * @throws IllegalArgumentException if the record refuses a value; says where, never the value
     */
    public static <T extends Record> T resolve(T record, Function<String, @Nullable Secret> resolver, At at) {
        @SuppressWarnings("unchecked") // the class of a T, whose values are Ts
        Class<T> type = (Class<T>) record.getClass();
        List<RecordComponent> components = Components.of(type);
        @Nullable Object[] values = new Object[components.size()];
        boolean same = true;
        for (int i = 0; i < values.length; i++) {
            Object before = Components.value(record, components.get(i));
            values[i] = value(before, resolver, at.name(components.get(i).getName()));
            same &= values[i] == before;
        }
        return same ? record : Components.make(type, values, at);
    }

    /** Returns the very same object if nothing in it was replaced. */
    private static @Nullable Object value(@Nullable Object value, Function<String, @Nullable Secret> resolver, At at) {
        if (value instanceof Secret secret) {
            Secret known = secret.known() ? null : resolver.apply(secret.name().orElseThrow());
            return known == null ? secret : known;
        }
        if (value instanceof Record record) {
            return resolve(record, resolver, at);
        }
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            Object after = value(optional.get(), resolver, at);
            return after == optional.get() ? value : Optional.ofNullable(after);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> after = new ArrayList<>();
            list.forEach(item -> after.add(value(item, resolver, at.item(after.size()))));
            return same(list, after) ? value : after;
        }
        if (value instanceof Set<?> set) {
            Set<@Nullable Object> after = new LinkedHashSet<>();
            set.forEach(item -> after.add(value(item, resolver, at)));
            return same(set, after) ? value : after;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> after = new LinkedHashMap<>();
            map.forEach((key, item) -> after.put(key, value(item, resolver, at.name(String.valueOf(key)))));
            return same(map.values(), after.values()) ? value : after;
        }
        return value;
    }

    private static boolean same(Iterable<?> one, Iterable<?> other) {
        var left = one.iterator();
        var right = other.iterator();
        while (left.hasNext() && right.hasNext()) {
            if (left.next() != right.next()) {
                return false;
            }
        }
        return left.hasNext() == right.hasNext();
    }
}
