package io.quorate.lab.rule;

import io.quorate.lab.shell.LiveObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a live object of a known class: all its properties in order, those not set with the default of their type. */
final class Live {
    private final String type;
    private final Map<String, String> shape;
    private final Object model;
    private final String text;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> extras = new LinkedHashMap<>();
    private final Map<String, Consumer<@Nullable Object>> setters = new LinkedHashMap<>();

    Live(String type, Object model, String text) {
        this.type = type;
        this.shape = Shapes.properties(type);
        this.model = model;
        this.text = text;
    }

    Live with(String property, @Nullable Object value) {
        if (!shape.containsKey(property)) {
            throw new IllegalArgumentException(type + " has no " + property);
        }
        values.put(property, value);
        return this;
    }

    Live number(String property, long value) {
        String declared = shape.getOrDefault(property, "");
        return with(property, numeric(declared, value));
    }

    /** Sets a property that is not in the class's list, such as one that Windows's type data add. */
    Live extra(String property, @Nullable Object value) {
        extras.put(property, value);
        return this;
    }

    /** Builds an object of a CIM class of the storage namespace. */
    LiveObject cim() {
        String prefix = "Microsoft.Management.Infrastructure.CimInstance";
        LiveObject live = new LiveObject(
                List.of(
                        prefix + "#ROOT/Microsoft/Windows/Storage/" + type,
                        prefix + "#" + type,
                        prefix,
                        "System.Object"),
                model,
                text);
        shape.keySet().forEach(name -> live.property(name, values.get(name)));
        extras.forEach(live::property);
        return live;
    }

    Live settable(String property, Consumer<@Nullable Object> setter) {
        setters.put(property, setter);
        return this;
    }

    /** Tells the class's properties and types. */
    Map<String, String> shape() {
        return shape;
    }

    LiveObject build(String... bases) {
        List<String> types = new ArrayList<>(List.of(type));
        types.addAll(List.of(bases));
        types.add("System.Object");
        LiveObject live = new LiveObject(types, model, text);
        shape.forEach((name, declared) -> {
            Object value = values.containsKey(name) ? values.get(name) : Shapes.defaultOf(declared);
            Consumer<@Nullable Object> setter = setters.get(name);
            if (setter == null) {
                live.property(name, value);
            } else {
                live.property(name, value, setter);
            }
        });
        return live;
    }

    private static Object numeric(String declared, long value) {
        String plain =
                declared.startsWith("System.Nullable<") ? declared.substring(16, declared.length() - 1) : declared;
        return switch (plain) {
            case "System.UInt32" -> Shapes.uint32(value);
            case "System.UInt64" -> Shapes.uint64(value);
            case "System.Int64" -> io.quorate.winrm.psrp.PsValue.int64(value);
            case "System.Int32" -> io.quorate.winrm.psrp.PsValue.int32((int) value);
            default -> Shapes.enumeration(plain, value);
        };
    }
}
