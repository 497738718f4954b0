package io.quorate.nexenta.rest;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object of an answer. Fields nobody asks for are passed over; one that is missing or of another type than expected is a bad reply.
 */
public final class NefObject {
    private final JsonNode node;
    private final String where;

    NefObject(JsonNode node, String where) {
        this.node = node;
        this.where = where;
    }

    /** Tells whether the other one says the same. */
    boolean sameAs(NefObject other) {
        return node.equals(other.node);
    }

    /** Returns a text. */
    public String text(String name) {
        JsonNode value = present(name);
        if (!value.isString()) {
            throw bad(where, name + " is no text");
        }
        return value.stringValue();
    }

    /** Returns a text; null if it is missing, null or empty. */
    public @Nullable String textOrNull(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        String text = text(name);
        return text.isEmpty() ? null : text;
    }

    /** Returns what a text stands for. */
    public <T> T parsed(String name, Function<String, T> parse) {
        return parse(name, text(name), parse);
    }

    private <T> T parse(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw bad(where, name + " is unusable: " + NefErrors.shortened(String.valueOf(e.getMessage())));
        }
    }

    /** Returns a number that is whole and not negative; the appliance writes some as texts (creationTxg). */
    public long number(String name) {
        JsonNode value = present(name);
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
            return value.longValue();
        }
        if (value.isString() && value.stringValue().matches("[0-9]{1,18}")) {
            return Long.parseLong(value.stringValue());
        }
        throw bad(where, name + " is no whole number");
    }

    /** Returns a number, or zero if it is missing or null. */
    public long numberOrZero(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? 0 : number(name);
    }

    /** Returns a decimal number as text that the appliance writes as text or as number (guid). */
    public String digits(String name) {
        JsonNode value = present(name);
        String text = value.isString()
                ? value.stringValue()
                : value.isIntegralNumber() ? value.bigIntegerValue().toString() : "";
        if (!text.matches("[0-9]{1,20}")) {
            throw bad(where, name + " is no decimal number");
        }
        return text;
    }

    /** Returns a truth, or false if it is missing or null. */
    public boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw bad(where, name + " is neither true nor false");
        }
        return value.booleanValue();
    }

    /** Returns what the texts of a list stand for; an empty list if it is missing or null. */
    public <T> List<T> texts(String name, Function<String, T> parse) {
        List<T> parsed = new ArrayList<>();
        for (JsonNode item : array(name)) {
            if (!item.isString()) {
                throw bad(where, name + " lists what is no text");
            }
            parsed.add(parse(name, item.stringValue(), parse));
        }
        return List.copyOf(parsed);
    }

    /** Returns the objects of a list; an empty list if it is missing or null. */
    public List<NefObject> objects(String name) {
        List<NefObject> objects = new ArrayList<>();
        for (JsonNode item : array(name)) {
            if (!item.isObject()) {
                throw bad(where, name + " lists what is no object");
            }
            objects.add(new NefObject(item, where));
        }
        return List.copyOf(objects);
    }

    private Iterable<JsonNode> array(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw bad(where, name + " is no list");
        }
        return value;
    }

    private JsonNode present(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw bad(where, name + " is missing");
        }
        return value;
    }

    static Fault bad(String where, String what) {
        return Fault.lasting(ErrorKind.BAD_REPLY)
                .hint("is it a NexentaStor 5 appliance?")
                .because("the answer to " + where + " cannot be: " + what);
    }
}
