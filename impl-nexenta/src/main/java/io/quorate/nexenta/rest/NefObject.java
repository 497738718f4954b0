package io.quorate.nexenta.rest;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object of an answer. Fields nobody asks for are passed over; a text for a number, a number for a text, and the like are read as what
 * they stand for. A field that is missing, or cannot be read at all, is a bad reply, unless it is one of many objects and somebody else's:
 * see {@link #forgiving()}.
 */
public final class NefObject {
    private final JsonNode node;
    private final String where;
    private final boolean forgiving;

    NefObject(JsonNode node, String where) {
        this(node, where, false);
    }

    private NefObject(JsonNode node, String where, boolean forgiving) {
        this.node = node;
        this.where = where;
        this.forgiving = forgiving;
    }

    /**
     * Returns it for a list, which it must not spoil whatever it holds: what cannot be read is an empty text, zero, false, or left out of a
     * list.
     */
    public NefObject forgiving() {
        return new NefObject(node, where, true);
    }

    /** Tells whether the other one says the same. */
    boolean sameAs(NefObject other) {
        return node.equals(other.node);
    }

    /** Returns a text. */
    public String text(String name) {
        JsonNode value = present(name);
        String text = value == null ? null : textOf(value);
        return text != null ? text : orElse("", name + " is no text");
    }

    /** Returns a text, or an empty one if it is missing or null. */
    public String word(String name) {
        String text = textOrNull(name);
        return text == null ? "" : text;
    }

    private static @Nullable String textOf(JsonNode value) {
        return value.isString() ? value.stringValue() : value.isNumber() || value.isBoolean() ? value.toString() : null;
    }

    private <T> T orElse(T nothing, String what) {
        if (forgiving) {
            return nothing;
        }
        throw bad(where, what);
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
        String digits = value == null ? "" : digitsOf(value);
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : orElse(0L, name + " is no whole number");
    }

    /** Returns the digits of a whole number, whether it is written as a number, with a fraction of zero, or as a text. */
    private static String digitsOf(JsonNode value) {
        if (value.isString()) {
            return value.stringValue().strip();
        }
        boolean whole = value.isNumber() && value.canConvertToExactIntegral();
        return whole ? value.decimalValue().toBigInteger().toString() : "";
    }

    /** Returns a number, or zero if it is missing or null. */
    public long numberOrZero(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? 0 : number(name);
    }

    /** Returns a decimal number as text that the appliance writes as text or as number (guid). */
    public String digits(String name) {
        JsonNode value = present(name);
        String digits = value == null ? "" : digitsOf(value);
        return digits.matches("[0-9]{1,20}") ? digits : orElse("", name + " is no decimal number");
    }

    /** Returns a truth, or false if it is missing or null. */
    public boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        String word = textOf(value);
        boolean truth = "true".equalsIgnoreCase(word) || "1".equals(word);
        boolean untruth = "false".equalsIgnoreCase(word) || "0".equals(word);
        return truth || untruth ? truth : orElse(false, name + " is neither true nor false");
    }

    /** Returns what the texts of a list stand for; an empty list if it is missing or null. */
    public <T> List<T> texts(String name, Function<String, T> parse) {
        List<T> parsed = new ArrayList<>();
        for (JsonNode item : array(name)) {
            String text = textOf(item);
            if (text != null) {
                parsed.add(parse(name, text, parse));
            } else {
                orElse("", name + " lists what is no text");
            }
        }
        return List.copyOf(parsed);
    }

    /** Returns the objects of a list; an empty list if it is missing or null. */
    public List<NefObject> objects(String name) {
        List<NefObject> objects = new ArrayList<>();
        for (JsonNode item : array(name)) {
            if (!item.isObject()) {
                orElse("", name + " lists what is no object");
            }
            objects.add(new NefObject(item, where, forgiving));
        }
        return List.copyOf(objects);
    }

    private Iterable<JsonNode> array(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        return value.isArray() ? value : orElse(List.<JsonNode>of(), name + " is no list");
    }

    /** Returns what is there; nothing only where that is forgiven. */
    private @Nullable JsonNode present(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return orElse(Optional.<JsonNode>empty(), name + " is missing").orElse(null);
        }
        return value;
    }

    static Fault bad(String where, String what) {
        return Fault.lasting(ErrorKind.BAD_REPLY)
                .hint("is it a NexentaStor 5 appliance?")
                .because("the answer to " + where + " cannot be: " + what);
    }
}
