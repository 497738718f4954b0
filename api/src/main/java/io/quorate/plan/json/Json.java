package io.quorate.plan.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** Writes trees for people to review, and reads them within bounds. A tree holds maps, lists, texts, whole numbers and truth values. */
public final class Json {
    /** The longest text that is read or written. */
    public static final int LONGEST = 16 << 20;

    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 1_000_000;
    private static final int LONGEST_NUMBER = 40;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LONGEST)
                    .build())
            .build();

    private int values;

    private Json() {}

    /** Writes a tree, indented, with line feeds, and one at the end. */
    public static String write(Map<String, ?> tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(new Indented(), text)) {
            write(json, tree);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, @Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, value) -> {
                json.writeName(String.valueOf(name));
                write(json, value);
            });
            json.writeEndObject();
        } else if (tree instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (tree instanceof String text) {
            json.writeString(text);
        } else if (tree instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (tree instanceof Integer || tree instanceof Long || tree instanceof BigInteger) {
            json.writeNumber(new BigInteger(tree.toString()));
        } else {
            throw new IllegalArgumentException("not for JSON: " + tree);
        }
    }

    /**
     * Reads one value and nothing after it.
     *
     * @throws IllegalArgumentException if it is no JSON, names something twice, or is too long, too deep or too much; says where
     */
    public static Object read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            try {
                Json reader = new Json();
                Object tree = reader.value(json, json.nextToken());
                if (json.nextToken() != null) {
                    throw wrong(json, "something follows after the end");
                }
                return tree;
            } catch (JacksonException e) {
                throw wrong(json, e.getOriginalMessage());
            }
        }
    }

    private Object value(JsonParser json, @Nullable JsonToken token) {
        if (token == null) {
            throw wrong(json, "there is nothing in it");
        }
        if (++values > MOST_VALUES) {
            throw wrong(json, "it holds more than " + MOST_VALUES + " values");
        }
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> json.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> decimal(json);
            case VALUE_NULL -> throw wrong(json, "null says nothing here; leave the name out");
            default -> throw wrong(json, "this is no value");
        };
    }

    private static BigDecimal decimal(JsonParser json) {
        try {
            return new BigDecimal(json.getString());
        } catch (NumberFormatException e) {
            throw wrong(json, "this number is too large");
        }
    }

    private Map<String, Object> object(JsonParser json) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (map.containsKey(name)) {
                throw wrong(json, "'" + name + "' is there twice");
            }
            map.put(name, value(json, json.nextToken()));
        }
        return map;
    }

    private List<Object> array(JsonParser json) {
        List<Object> list = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            list.add(value(json, token));
        }
        return list;
    }

    private static IllegalArgumentException wrong(JsonParser json, String what) {
        TokenStreamLocation at = json.currentLocation();
        String pointer = json.streamReadContext().pathAsPointer().toString();
        return new IllegalArgumentException("line " + at.getLineNr() + ", column " + at.getColumnNr()
                + (pointer.isEmpty() ? "" : " (" + pointer + ")") + ": " + what);
    }

    /** Two blanks a level, a blank after the colon, nothing inside what is empty. */
    private static final class Indented extends ObjectWriteContext.Base {
        private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(LINES)
                    .withArrayIndenter(LINES);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
