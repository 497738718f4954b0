package io.quorate.lab.catalogue;

import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Looks at pipeline values (see {@link LiveObject}) the way .NET would see them. */
public final class NetValue {
    private static final DateTimeFormatter INVARIANT = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    private NetValue() {}

    /** Returns the value, with {@code $null} as null. */
    public static @Nullable Object base(@Nullable Object value) {
        return value instanceof PsValue v && v.isNil() ? null : value;
    }

    /** Returns a primitive's Java value if it is one of that type, decorated or not; enums do not count. */
    public static @Nullable PsPrimitive primitive(@Nullable Object value) {
        if (value instanceof PsPrimitive p) {
            return p;
        }
        return value instanceof PsObject o && o.content() instanceof PsPrimitive p && !isEnum(o) ? p : null;
    }

    /** Tells whether it is an enum value. */
    public static boolean isEnum(@Nullable Object value) {
        return value instanceof PsObject o
                && o.content() instanceof PsPrimitive
                && o.typeNames().contains("System.Enum");
    }

    /** Returns an IList's items, or null if it is none. */
    public static @Nullable List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(base(item)));
            return items;
        }
        if (value instanceof PsObject o && o.content() instanceof PsItems items && items.kind() == PsItems.Kind.LIST) {
            List<@Nullable Object> copy = new ArrayList<>(items.values().size());
            items.values().forEach(item -> copy.add(base(item)));
            return copy;
        }
        return null;
    }

    /** Tells whether it is a dictionary. */
    public static boolean isDictionary(@Nullable Object value) {
        return value instanceof PsObject o && o.content() instanceof PsDictionary;
    }

    /** Tells whether it is a property bag: an object that wraps nothing. */
    public static boolean isBag(@Nullable Object value) {
        return value instanceof PsObject o && o.content() == null && !isCredential(value);
    }

    /** Tells whether it is a credential. */
    public static boolean isCredential(@Nullable Object value) {
        return value instanceof PsObject o
                && !o.typeNames().isEmpty()
                && o.typeNames().get(0).equals("System.Management.Automation.PSCredential");
    }

    /** Returns the full .NET type name of what is wrapped. */
    public static String typeName(Object value) {
        PsPrimitive p = primitive(value);
        if (p != null) {
            return p.type().netType();
        }
        if (value instanceof LiveObject live) {
            return live.typeNames().get(0);
        }
        if (value instanceof List<?>) {
            return "System.Object[]";
        }
        if (value instanceof PsObject o
                && (isEnum(value) || isCredential(value))
                && !o.typeNames().isEmpty()) {
            return o.typeNames().get(0);
        }
        if (list(value) != null) {
            return value instanceof PsObject o && o.isType("System.Object[]")
                    ? "System.Object[]"
                    : "System.Collections.ArrayList";
        }
        return isDictionary(value) ? "System.Collections.Hashtable" : "System.Management.Automation.PSCustomObject";
    }

    /** Returns ToString. */
    public static String text(@Nullable Object value) {
        Object v = base(value);
        if (v == null) {
            return "";
        }
        if (v instanceof LiveObject live) {
            return live.text();
        }
        List<@Nullable Object> items = list(v);
        if (items != null) {
            StringJoiner joined = new StringJoiner(" ");
            items.forEach(item -> joined.add(text(item)));
            return joined.toString();
        }
        PsPrimitive p = primitive(v);
        if (p != null) {
            return text(p);
        }
        if (v instanceof PsObject o) {
            if (o.text() != null) {
                return o.text();
            }
            if (isDictionary(v) || isCredential(v)) {
                return typeName(v);
            }
            StringJoiner joined = new StringJoiner("; ", "@{", "}");
            for (PsProperty property : o.extended()) {
                joined.add(property.name() + '=' + text(property.value()));
            }
            return joined.toString();
        }
        return v.toString();
    }

    private static String text(PsPrimitive p) {
        Object value = p.value();
        if (value instanceof Boolean b) {
            return b ? "True" : "False";
        }
        if (value instanceof PsDateTime time) {
            return INVARIANT.format(time.dateTime());
        }
        if (value instanceof Duration d) {
            return duration(d);
        }
        if (value instanceof Double || value instanceof Float) {
            String text = value.toString();
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }
        if (value instanceof BigDecimal d) {
            return d.toPlainString();
        }
        return p.type() == PsType.SECURE_STRING ? "System.Security.SecureString" : value.toString();
    }

    private static String duration(Duration d) {
        Duration a = d.abs();
        String fraction = a.toNanosPart() == 0 ? "" : String.format(Locale.ROOT, ".%07d", a.toNanosPart() / 100);
        return (d.isNegative() ? "-" : "")
                + (a.toDaysPart() == 0 ? "" : a.toDaysPart() + ".")
                + String.format(Locale.ROOT, "%02d:%02d:%02d", a.toHoursPart(), a.toMinutesPart(), a.toSecondsPart())
                + fraction;
    }

    /** Tells whether an object has the property. */
    public static boolean hasProperty(@Nullable Object value, String name) {
        return find(value, name) != null;
    }

    /** Returns a property's value; null if it is null or absent. */
    public static @Nullable Object property(@Nullable Object value, String name) {
        Object[] found = find(value, name);
        return found == null ? null : base(found[0]);
    }

    private static Object @Nullable [] find(@Nullable Object value, String name) {
        if (value instanceof LiveObject live) {
            if (live.properties().containsKey(name)) {
                return new Object[] {live.properties().get(name)};
            }
            for (Map.Entry<String, @Nullable Object> e : live.properties().entrySet()) {
                if (e.getKey().equalsIgnoreCase(name)) {
                    return new Object[] {e.getValue()};
                }
            }
            return null;
        }
        if (value instanceof PsObject o) {
            PsValue property = o.property(name);
            if (property != null) {
                return new Object[] {property};
            }
            if (o.content() instanceof PsDictionary d) {
                return switch (name.toLowerCase(Locale.ROOT)) {
                    case "count" -> new Object[] {PsValue.int32(d.entries().size())};
                    default -> null;
                };
            }
        }
        List<@Nullable Object> items = list(value);
        if (items != null && (name.equalsIgnoreCase("Length") || name.equalsIgnoreCase("Count"))) {
            return new Object[] {PsValue.int32(items.size())};
        }
        PsPrimitive p = primitive(value);
        if (p != null && p.type() == PsType.STRING && name.equalsIgnoreCase("Length")) {
            return new Object[] {PsValue.int32(((String) p.value()).length())};
        }
        return null;
    }
}
