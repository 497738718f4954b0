package io.quorate.tree;

import io.quorate.Secret;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of a record. A nested record of one component stands for that component, any other is a map; what is absent is left out; a
 * set of texts is sorted, so that the same record is the same tree each time.
 */
public final class RecordWriter {
    private final Paper paper;

    /** Makes one for a kind of paper. */
    public RecordWriter(Paper paper) {
        this.paper = Objects.requireNonNull(paper, "paper");
    }

    /** Returns the components of a record, in their order. */
    public Map<String, Object> write(Record record, At at) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RecordComponent component : Components.of(record.getClass())) {
            Object value = tree(Components.value(record, component), at.name(component.getName()));
            if (value != null) {
                all.put(component.getName(), value);
            }
        }
        return all;
    }

    private @Nullable Object tree(@Nullable Object value, At at) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Secret secret) {
            return paper.secret(secret, at);
        }
        if (value instanceof byte[] bytes) {
            return paper.bytes(bytes);
        }
        if (value instanceof Enum<?> word) {
            return word.name();
        }
        if (value instanceof Duration || value instanceof Instant || value instanceof UUID) {
            return value.toString();
        }
        if (value instanceof Optional<?> optional) {
            return tree(optional.orElse(null), at);
        }
        if (value instanceof Collection<?> items) {
            return list(items, at);
        }
        if (value instanceof Map<?, ?> entries) {
            return map(entries, at);
        }
        if (value instanceof Record record) {
            List<RecordComponent> components = Components.of(record.getClass());
            return components.size() == 1 ? tree(Components.value(record, components.get(0)), at) : write(record, at);
        }
        return paper.other(value, at);
    }

    private List<@Nullable Object> list(Collection<?> items, At at) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object item : items) {
            list.add(tree(item, at.item(list.size())));
        }
        if (items instanceof Set<?> && list.stream().allMatch(String.class::isInstance)) {
            list.sort(Comparator.comparing(String::valueOf));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Map<?, ?> entries, At at) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((key, item) -> {
            String name = String.valueOf(tree(key, at));
            map.put(name, tree(item, at.name(name)));
        });
        return map;
    }
}
