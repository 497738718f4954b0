package io.quorate.lab.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A live .NET object in a simulated session: what cmdlets pass along the pipeline before it is serialised.
 *
 * <p>A pipeline value is an {@link Object}: null, a {@link io.quorate.winrm.psrp.PsValue}, a {@code LiveObject}, or a {@link List} of
 * such values (an array or collection). Property values are of the same kinds.
 */
public final class LiveObject {
    private final List<String> typeNames;
    private final Object model;
    private final String text;
    private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    private Map<String, Consumer<@Nullable Object>> setters = Map.of();
    private Map<String, Consumer<List<@Nullable Object>>> methods = Map.of();

    /**
     * @param typeNames full .NET type names, most derived first
     * @param model what it stands for in the estate (an id or a snapshot), for rules that receive it
     * @param text what ToString gives
     */
    public LiveObject(List<String> typeNames, Object model, String text) {
        this.typeNames = List.copyOf(typeNames);
        this.model = Objects.requireNonNull(model, "model");
        this.text = Objects.requireNonNull(text, "text");
    }

    public LiveObject property(String name, @Nullable Object value) {
        properties.put(name, value);
        return this;
    }

    /** Adds a property that also has a CLR setter ({@code ForEach-Object -MemberName set_X}). */
    public LiveObject property(String name, @Nullable Object value, Consumer<@Nullable Object> setter) {
        if (setters.isEmpty()) {
            setters = new LinkedHashMap<>();
        }
        setters.put(name, setter);
        return property(name, value);
    }

    /** Adds a method that returns nothing ({@code ForEach-Object -MemberName}). */
    public LiveObject method(String name, Consumer<List<@Nullable Object>> action) {
        if (methods.isEmpty()) {
            methods = new LinkedHashMap<>();
        }
        methods.put(name, action);
        return this;
    }

    public Map<String, Consumer<List<@Nullable Object>>> methods() {
        return methods;
    }

    public List<String> typeNames() {
        return typeNames;
    }

    public Object model() {
        return model;
    }

    public String text() {
        return text;
    }

    /** Returns the live map of properties, in declaration order. */
    public Map<String, @Nullable Object> properties() {
        return properties;
    }

    public Map<String, Consumer<@Nullable Object>> setters() {
        return setters;
    }
}
