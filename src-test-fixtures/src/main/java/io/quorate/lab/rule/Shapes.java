package io.quorate.lab.rule;

import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The .NET classes and enums that the cluster and Hyper-V modules put out: property lists and numbers, from a generated resource. */
final class Shapes {
    static final String CLUSTER = "Microsoft.FailoverClusters.PowerShell.";
    static final String HYPER_V = "Microsoft.HyperV.PowerShell.";

    private static final Map<String, Map<String, String>> CLASSES = new LinkedHashMap<>();
    private static final Map<String, EnumShape> ENUMS = new LinkedHashMap<>();

    private record EnumShape(String base, Map<String, Long> values) {}

    static {
        try (InputStream in = Shapes.class.getResourceAsStream("shapes.json")) {
            if (in == null) {
                throw new IllegalStateException("the resource shapes.json is missing");
            }
            JsonNode all = JsonMapper.builder().build().readTree(in);
            all.get("classes").properties().forEach(c -> {
                Map<String, String> properties = new LinkedHashMap<>();
                c.getValue()
                        .properties()
                        .forEach(p -> properties.put(p.getKey(), p.getValue().asString()));
                CLASSES.put(c.getKey(), properties);
            });
            all.get("enums").properties().forEach(e -> {
                Map<String, Long> values = new LinkedHashMap<>();
                e.getValue()
                        .get("values")
                        .properties()
                        .forEach(v -> values.put(v.getKey(), v.getValue().asLong()));
                ENUMS.put(e.getKey(), new EnumShape(e.getValue().get("base").asString(), values));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shapes() {}

    /** Returns the properties of a class in order, with their .NET types. */
    static Map<String, String> properties(String type) {
        Map<String, String> properties = CLASSES.get(type);
        if (properties == null) {
            throw new IllegalArgumentException("no shape of " + type);
        }
        return properties;
    }

    /** Returns an enum value by number; flags that are combined have their names joined, as .NET prints them. */
    static PsValue enumeration(String type, long number) {
        EnumShape shape = ENUMS.get(type);
        if (shape == null) {
            throw new IllegalArgumentException("no shape of enum " + type);
        }
        return enumeration(type, name(shape, number), number, shape.base());
    }

    /** Returns an enum value that is not in the table. */
    static PsValue enumeration(String type, String name, long number, String base) {
        return PsObject.of(type, "System.Enum", "System.ValueType", "System.Object")
                .text(name)
                .content(underlying(base, number));
    }

    /** Returns the number of an enum's name, ignoring case; null if it has none of that name. */
    static @Nullable Long number(String type, String name) {
        EnumShape shape = ENUMS.get(type);
        if (shape != null) {
            for (Map.Entry<String, Long> value : shape.values().entrySet()) {
                if (value.getKey().equalsIgnoreCase(name)) {
                    return value.getValue();
                }
            }
        }
        return null;
    }

    private static String name(EnumShape shape, long number) {
        for (Map.Entry<String, Long> value : shape.values().entrySet()) {
            if (value.getValue() == number) {
                return value.getKey();
            }
        }
        List<String> names = new ArrayList<>();
        long left = number;
        for (Map.Entry<String, Long> value : shape.values().entrySet()) {
            long bit = value.getValue();
            if (bit > 0 && (left & bit) == bit) {
                names.add(value.getKey());
                left &= ~bit;
            }
        }
        return left == 0 && !names.isEmpty() ? String.join(", ", names) : Long.toString(number);
    }

    private static PsPrimitive underlying(String base, long number) {
        return switch (base) {
            case "uint" -> new PsPrimitive(PsType.UINT32, number);
            case "ulong" -> new PsPrimitive(PsType.UINT64, BigInteger.valueOf(number));
            case "long" -> new PsPrimitive(PsType.INT64, number);
            default -> new PsPrimitive(PsType.INT32, (int) number);
        };
    }

    /** Returns what a property has that the lab does not model: the default of its .NET type, null for objects. */
    static @Nullable Object defaultOf(String type) {
        return switch (type) {
            case "System.String" -> PsValue.string("");
            case "System.Boolean" -> PsValue.bool(false);
            case "System.UInt32" -> uint32(0);
            case "System.Int32" -> PsValue.int32(0);
            case "System.UInt64" -> uint64(0);
            case "System.Int64" -> PsValue.int64(0);
            default -> ENUMS.containsKey(type) ? enumeration(type, 0) : null;
        };
    }

    static PsValue uint16(int value) {
        return new PsPrimitive(PsType.UINT16, value);
    }

    static PsValue uint32(long value) {
        return new PsPrimitive(PsType.UINT32, value);
    }

    static PsValue uint64(long value) {
        return new PsPrimitive(PsType.UINT64, BigInteger.valueOf(value));
    }
}
