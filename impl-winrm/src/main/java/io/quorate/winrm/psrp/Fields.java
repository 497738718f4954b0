package io.quorate.winrm.psrp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the members of a message's object; what is missing or of the wrong type is a {@link PsrpProtocolException} naming it. */
final class Fields {
    private final String what;
    private final PsObject object;

    private Fields(String what, PsObject object) {
        this.what = what;
        this.object = object;
    }

    static Fields of(String what, PsValue value) {
        if (value instanceof PsObject object) {
            return new Fields(what, object);
        }
        throw new PsrpProtocolException(what + " is not an object");
    }

    /** Returns a member; {@code $null} if it is missing. */
    PsValue value(String name) {
        PsValue value = object.property(name);
        return value == null ? PsNil.NIL : value;
    }

    PsValue required(String name) {
        PsValue value = object.property(name);
        if (value == null) {
            throw new PsrpProtocolException(what + " has no " + name);
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) {
        Boolean value = flag(name);
        return value == null ? otherwise : value;
    }

    @Nullable
    Boolean flag(String name) {
        PsValue value = value(name);
        if (value.isNil()) {
            return null;
        }
        PsPrimitive primitive = value.primitive();
        if (primitive != null && primitive.value() instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "a Boolean");
    }

    /** Returns a 32-bit number; an enum counts as its number. */
    int int32(String name) {
        long number = int64(name);
        if (number != (int) number) {
            throw wrong(name, "a 32-bit number");
        }
        return (int) number;
    }

    int int32(String name, int otherwise) {
        return value(name).isNil() ? otherwise : int32(name);
    }

    long int64(String name) {
        Long number = number(required(name));
        if (number == null) {
            throw wrong(name, "a number");
        }
        return number;
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw wrong(name, "a text");
        }
        return text;
    }

    /** Returns a text or a version; null if it is missing or {@code $null}. */
    @Nullable
    String textOrNull(String name) {
        PsValue value = value(name);
        if (value.isNil()) {
            return null;
        }
        PsPrimitive primitive = value.primitive();
        if (primitive != null && primitive.value() instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    /** Returns the items of a list; an empty list if it is missing or {@code $null}. */
    List<PsValue> items(String name) {
        PsValue value = value(name);
        if (value.isNil()) {
            return List.of();
        }
        List<PsValue> items = value instanceof PsObject list ? list.items() : null;
        if (items == null) {
            throw wrong(name, "a list");
        }
        return items;
    }

    /** Returns an integral number as a long; null if the value is none. */
    static @Nullable Long number(PsValue value) {
        PsPrimitive primitive = value.primitive();
        if (primitive == null) {
            return null;
        }
        Object number = primitive.value();
        return number instanceof Byte || number instanceof Short || number instanceof Integer || number instanceof Long
                ? (Long) ((Number) number).longValue()
                : null;
    }

    private PsrpProtocolException wrong(String name, String expected) {
        return new PsrpProtocolException(what + ": " + name + " is not " + expected);
    }
}
