package io.quorate.lab.nef;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the items of a collection look like: filters by any property, projection, pages. Values are computed for the items that are shown
 * only.
 */
final class NefSchema<T> {
    /** Default and greatest size of a page. */
    static final int PAGE = 100;

    private record Property<T>(Function<T, @Nullable Object> value, boolean listed) {}

    private final String collection;
    private final Function<T, String> id;
    private final NefSettings settings;
    private final Map<String, Property<T>> properties = new LinkedHashMap<>();
    private Function<T, Map<String, String>> sources = item -> Map.of();
    private boolean hasSources;

    NefSchema(String collection, NefSettings settings, Function<T, String> id) {
        this.collection = collection;
        this.settings = settings;
        this.id = id;
    }

    NefSchema<T> with(String name, Function<T, @Nullable Object> value) {
        properties.put(name, new Property<>(value, true));
        return this;
    }

    /** Adds a property that only a single item shows. */
    NefSchema<T> single(String name, Function<T, @Nullable Object> value) {
        properties.put(name, new Property<>(value, false));
        return this;
    }

    /** Has single items tell where their properties come from, if asked. */
    NefSchema<T> sources(Function<T, Map<String, String>> value) {
        sources = value;
        hasSources = true;
        return this;
    }

    /**
     * Lists.
     *
     * @param asked the query as it came
     * @param done the parameters that the caller has applied to the items already
     */
    NefAnswer list(Collection<T> items, Map<String, String> asked, Set<String> done) {
        Map<String, String> filters = new LinkedHashMap<>(asked);
        filters.keySet().removeAll(done);
        String fields = filters.remove("fields");
        int limit = size(filters.remove("limit"), PAGE, "limit");
        int offset = size(filters.remove("offset"), 0, "offset");
        List<String> shown = fields == null ? listed() : chosen(fields);
        filters.keySet().forEach(this::known);
        List<Object> page = new ArrayList<>();
        int matched = 0;
        boolean more = false;
        for (T item : items) {
            if (!matches(item, filters)) {
                continue;
            }
            if (matched++ < offset) {
                continue;
            }
            if (page.size() == limit) {
                more = true;
                break;
            }
            Map<String, @Nullable Object> row = row(item, shown);
            row.put("href", NefPath.href(collection, id.apply(item)));
            page.add(row);
        }
        List<Object> links = new ArrayList<>();
        if (more) {
            links.add(link("next", next(asked, limit, offset + limit)));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", page);
        body.put("links", links);
        return NefAnswer.ok(body);
    }

    private String next(Map<String, String> asked, int limit, int offset) {
        StringBuilder href = new StringBuilder("/").append(collection).append('?');
        if (settings.nextKeepsFilters()) {
            asked.forEach((name, value) -> {
                if (!name.equals("limit") && !name.equals("offset")) {
                    href.append(name).append('=').append(NefPath.encoded(value)).append('&');
                }
            });
        }
        return href.append("limit=")
                .append(limit)
                .append("&offset=")
                .append(offset)
                .toString();
    }

    /** Shows one item. */
    NefAnswer get(T item, Map<String, String> query) {
        for (String name : query.keySet()) {
            if (!name.equals("fields") && !(hasSources && name.equals("source"))) {
                throw NefRefusal.badArgument("unknown parameter: " + name);
            }
        }
        String fields = query.get("fields");
        Map<String, @Nullable Object> row =
                row(item, fields == null ? List.copyOf(properties.keySet()) : chosen(fields));
        if (flag(query.get("source"))
                && (fields == null || List.of(fields.split(",")).contains("source"))) {
            row.put("source", sources.apply(item));
        }
        if (fields == null) {
            String self = NefPath.href(collection, id.apply(item));
            row.put("links", List.of(link("collection", "/" + collection), link("self", self)));
        }
        return NefAnswer.ok(row);
    }

    static Map<String, Object> link(String rel, String href) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("rel", rel);
        link.put("href", href);
        return link;
    }

    /** Reads a boolean of a query: {@code true} or {@code True}. */
    static boolean flag(@Nullable String text) {
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (!text.equalsIgnoreCase("true")) {
            throw NefRefusal.badArgument("not a boolean");
        }
        return true;
    }

    private List<String> listed() {
        return properties.keySet().stream().filter(name -> known(name).listed()).toList();
    }

    private List<String> chosen(String fields) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : fields.split(",", -1)) {
            if (!hasSources || !name.equals("source")) {
                known(name);
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private Property<T> known(String name) {
        Property<T> property = properties.get(name);
        if (property == null) {
            throw NefRefusal.badArgument("unknown parameter: " + name);
        }
        return property;
    }

    private Map<String, @Nullable Object> row(T item, List<String> names) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        names.forEach(name -> row.put(name, known(name).value().apply(item)));
        return row;
    }

    private boolean matches(T item, Map<String, String> filters) {
        for (Map.Entry<String, String> filter : filters.entrySet()) {
            Object value = known(filter.getKey()).value().apply(item);
            boolean same = value instanceof Collection<?> many
                    ? many.contains(filter.getValue())
                    : value instanceof Boolean truth
                            ? truth == flag(filter.getValue())
                            : text(value).equals(filter.getValue());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static String text(@Nullable Object value) {
        return value instanceof JsonNode node ? node.asString() : String.valueOf(value);
    }

    private static int size(@Nullable String text, int fallback, String name) {
        if (text == null) {
            return fallback;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw NefRefusal.badArgument(name + " is not a number");
        }
        if (value < 0 || name.equals("limit") && value == 0) {
            throw NefRefusal.badArgument(name + " is out of range");
        }
        return name.equals("limit") ? Math.min(value, PAGE) : value;
    }
}
