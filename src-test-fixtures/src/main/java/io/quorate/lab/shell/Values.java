package io.quorate.lab.shell;

import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads pipeline values (see {@link LiveObject}) as plain Java ones. */
public final class Values {
    private Values() {}

    /** Returns the text of a value: a primitive's, an object's ToString; null for null. */
    public static @Nullable String text(@Nullable Object value) {
        if (value instanceof PsPrimitive p) {
            return String.valueOf(p.value());
        }
        if (value instanceof PsObject o) {
            if (o.text() != null) {
                return o.text();
            }
            return o.content() instanceof PsPrimitive p ? String.valueOf(p.value()) : null;
        }
        return value instanceof LiveObject live ? live.text() : null;
    }

    /** Returns the texts of a list, or of a single value as a list of one. */
    public static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(value)) {
            String text = text(item);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Returns a value's items: those of a list, nothing for null, else the value itself. */
    public static List<@Nullable Object> items(@Nullable Object value) {
        if (value == null || value instanceof PsValue v && v.isNil()) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof PsObject o && o.items() != null) {
            return new ArrayList<>(o.items());
        }
        return List.of(value);
    }

    /** Returns a value's number, or null. */
    public static @Nullable Long number(@Nullable Object value) {
        PsPrimitive p = value instanceof PsValue v ? v.primitive() : null;
        return p != null && p.value() instanceof Number n ? (Long) n.longValue() : null;
    }

    /** Returns a switch's or Boolean's truth; false for null. */
    public static boolean truth(@Nullable Object value) {
        PsPrimitive p = value instanceof PsValue v ? v.primitive() : null;
        return p != null && (p.value() instanceof Boolean b ? b : p.value() instanceof Number n && n.longValue() != 0);
    }
}
