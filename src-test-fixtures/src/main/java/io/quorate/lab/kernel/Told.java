package io.quorate.lab.kernel;

import io.quorate.text.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person what happened: of a state its components in words, of a change those that differ, lengths of time in words, and names instead
 * of the GUIDs that some state gave a name to. Does no I/O.
 */
final class Told {
    private static final String NOTHING = "none";
    private static final String OURS = "io.quorate.lab.";
    private static final Pattern GUID =
            Pattern.compile("(?i)\\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})}?");

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private final List<Event> events;
    private final Map<String, String> names = new HashMap<>();
    private final List<@Nullable Record> before = new ArrayList<>();

    private Told(List<Event> events) {
        this.events = events;
        Map<String, Record> state = new HashMap<>();
        for (Event event : events) {
            Record after = event.after();
            before.add(after == null ? state.remove(event.entity()) : state.put(event.entity(), after));
            if (after != null) {
                name(event.entity(), after);
            }
        }
    }

    /** Keeps the name of what a GUID stands for: the record's id, else the end of its path. */
    private void name(String entity, Record state) {
        if (!(component("name", state) instanceof String name) || name.isEmpty()) {
            return;
        }
        String id = String.valueOf(component("id", state));
        for (String guid : List.of(id, entity.substring(entity.lastIndexOf('/') + 1))) {
            Matcher known = GUID.matcher(guid);
            if (known.matches()) {
                names.put(known.group(1).toLowerCase(Locale.ROOT), name);
            }
        }
    }

    /** Tells the events of an entity in a span of virtual time, as {@link World#explain} does. */
    static String of(List<Event> events, String name, Duration from, Duration to) {
        Told told = new Told(events);
        Set<String> called = called(name, events);
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            boolean about = about(name, called, event.entity());
            if (!about || event.at().compareTo(from) < 0 || event.at().compareTo(to) > 0) {
                continue;
            }
            text.append(told.line(event)).append('\n');
            long parent = event.parent();
            for (String indent = "  because "; parent > 0; indent = "  " + indent) {
                Event reason = events.get((int) parent - 1);
                text.append(indent).append(told.line(reason)).append('\n');
                parent = reason.parent();
            }
        }
        return text.toString();
    }

    /** Tells whether there is or was an entity of that path or name. */
    static boolean knows(List<Event> events, String name) {
        Set<String> called = called(name, events);
        return events.stream().anyMatch(e -> about(name, called, e.entity()));
    }

    /** Returns the paths of the entities whose state ever told the name. */
    private static Set<String> called(String name, List<Event> all) {
        Set<String> paths = new HashSet<>();
        for (Event event : all) {
            Record after = event.after();
            if (after != null && name.equalsIgnoreCase(String.valueOf(component("name", after)))) {
                paths.add(event.entity());
            }
        }
        return paths;
    }

    private static boolean about(String name, Set<String> called, String entity) {
        String path = "/" + entity.toLowerCase(Locale.ROOT) + "/";
        return path.contains("/" + name.toLowerCase(Locale.ROOT) + "/")
                || called.stream().anyMatch(c -> entity.equals(c) || entity.startsWith(c + "/"));
    }

    private String line(Event event) {
        Record was = before.get((int) event.seq() - 1);
        Record is = event.after();
        String change = is == null ? event.change() : was == null ? created(is) : changes(was, is);
        return named(
                new Event(event.seq(), event.at(), event.cause(), event.parent(), event.entity(), change, is).line());
    }

    private static String created(Record state) {
        String words = words(state);
        return words.isEmpty() ? "created" : "created with " + words;
    }

    private String named(String text) {
        return GUID.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        names.getOrDefault(found.group(1).toLowerCase(Locale.ROOT), found.group())));
    }

    /** Tells a state: {@code name web1, state OFF, processors 2}. What is not set is left out, and the id of what has a name. */
    static String words(Record state) {
        boolean hasName = component("name", state) != null;
        StringJoiner words = new StringJoiner(", ");
        for (RecordComponent component : COMPONENTS.get(state.getClass())) {
            Object value = component(component, state);
            boolean id = hasName && component.getName().equals("id");
            if (!id && !said(value).equals(NOTHING)) {
                words.add(spelled(component) + " " + said(value));
            }
        }
        return words.toString();
    }

    /** Tells what differs: {@code state OFF -> RUNNING, started at none -> 58.818 s}. */
    private static String changes(Record was, Record is) {
        if (was.getClass() != is.getClass()) {
            return words(was) + " -> " + words(is);
        }
        StringJoiner changes = new StringJoiner(", ");
        for (RecordComponent component : COMPONENTS.get(is.getClass())) {
            Object old = component(component, was);
            Object now = component(component, is);
            if (!Objects.equals(old, now)) {
                changes.add(spelled(component) + " " + change(old, now));
            }
        }
        return changes.toString();
    }

    private static String change(@Nullable Object old, @Nullable Object now) {
        if (old instanceof Record was && now instanceof Record is && ours(was) && ours(is)) {
            return "(" + changes(was, is) + ")";
        }
        if (old instanceof Map<?, ?> was && now instanceof Map<?, ?> is) {
            return moved(entries(was), entries(is), old, now);
        }
        return old instanceof Collection<?> was && now instanceof Collection<?> is
                ? moved(was, is, old, now)
                : said(old) + " -> " + said(now);
    }

    /** Tells what a list has lost and gained; where that is nothing, its order changed. */
    private static String moved(Collection<?> was, Collection<?> is, Object old, Object now) {
        List<Object> lost = new ArrayList<>(was);
        lost.removeAll(is);
        List<Object> gained = new ArrayList<>(is);
        gained.removeAll(was);
        if (lost.isEmpty() && gained.isEmpty() || was.isEmpty() || is.isEmpty()) {
            return said(old) + " -> " + said(now);
        }
        return (lost.isEmpty() ? "" : "lost " + said(lost))
                + (lost.isEmpty() || gained.isEmpty() ? "" : " and ")
                + (gained.isEmpty() ? "" : "gained " + said(gained));
    }

    private static List<String> entries(Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(said(key), said(value)));
        return sorted.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .toList();
    }

    private static String said(@Nullable Object value) {
        if (value instanceof Duration time) {
            return Span.words(time);
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof Optional<?> optional) {
            return said(optional.orElse(null));
        }
        if (value instanceof Map<?, ?> map) {
            return said(entries(map));
        }
        if (value instanceof Collection<?> values) {
            return values.isEmpty()
                    ? NOTHING
                    : "[" + String.join("; ", values.stream().map(Told::said).toList()) + "]";
        }
        if (value instanceof Record record && ours(record)) {
            String words = words(record);
            return words.isEmpty() ? NOTHING : "(" + words + ")";
        }
        return value == null || value.toString().isEmpty() ? NOTHING : value.toString();
    }

    /** Tells whether a record prints what it is made of, as all do that hide nothing, and is one that this may read. */
    private static boolean ours(Record record) {
        Class<?> type = record.getClass();
        return type.getName().startsWith(OURS)
                && record.toString().startsWith(type.getSimpleName() + "[")
                && isPublic(type);
    }

    private static boolean isPublic(@Nullable Class<?> type) {
        return type == null || Modifier.isPublic(type.getModifiers()) && isPublic(type.getEnclosingClass());
    }

    private static String spelled(RecordComponent component) {
        return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    static @Nullable Object component(String name, Record state) {
        for (RecordComponent component : COMPONENTS.get(state.getClass())) {
            if (component.getName().equals(name)) {
                return component(component, state);
            }
        }
        return null;
    }

    private static @Nullable Object component(RecordComponent component, Record state) {
        try {
            return component.getAccessor().invoke(state);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("state records are public: " + state.getClass(), e);
        }
    }
}
