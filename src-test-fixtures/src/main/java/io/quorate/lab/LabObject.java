package io.quorate.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An object that a rule of your own writes to a pipeline.
 *
 * @param type the full name of its .NET type
 * @param text what its ToString gives
 * @param properties by name, in their order; values as for {@link CmdletCall#write}
 */
public record LabObject(String type, String text, Map<String, Object> properties) {
    public LabObject {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(text, "text");
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Makes an object without properties, whose text is its type. */
    public static LabObject of(String type) {
        return new LabObject(type, type, Map.of());
    }

    /** Returns it with one more property. */
    public LabObject with(String property, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(properties);
        more.put(Objects.requireNonNull(property, "property"), Objects.requireNonNull(value, "value"));
        return new LabObject(type, text, more);
    }
}
