package io.quorate.lab.nef;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request: one JSON object, read strictly. Secrets are in it, so no text of it gets out. */
final class NefBody {
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(16 * 1024)
                            .maxNumberLength(40)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String FORM = "application/x-www-form-urlencoded";

    private final ObjectNode object;

    private NefBody(ObjectNode object) {
        this.object = object;
    }

    /** Reads a body; an empty one is an empty object. A form is read as an object of texts. */
    static NefBody parse(byte[] bytes, @Nullable String contentType) {
        if (bytes.length == 0) {
            return new NefBody(JsonNodeFactory.instance.objectNode());
        }
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            ObjectNode form = JsonNodeFactory.instance.objectNode();
            NefPath.parameters(new String(bytes, StandardCharsets.ISO_8859_1)).forEach(form::put);
            return new NefBody(form);
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return new NefBody(object);
            }
        } catch (JacksonException e) {
            throw NefRefusal.of(400, "EBADARG", "Invalid JSON in the request body");
        }
        throw NefRefusal.badArgument("the body is not an object");
    }

    /** Refuses properties that the call does not know. */
    NefBody allow(Set<String> names) {
        for (String name : object.propertyNames()) {
            if (!names.contains(name)) {
                throw NefRefusal.badArgument("unknown property: " + name);
            }
        }
        return this;
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** Returns the properties, in their order. */
    Set<Map.Entry<String, JsonNode>> properties() {
        return object.properties();
    }

    /** Returns the properties as plain values: texts, numbers, truths, lists and maps. */
    Map<String, Object> plain() {
        return JSON.convertValue(object, new TypeReference<Map<String, Object>>() {});
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw NefRefusal.badArgument("missing property: " + name);
        }
        return value;
    }

    @Nullable
    String text(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw NefRefusal.badArgument(name + " is not a string");
        }
        return node.asString();
    }

    @Nullable
    Long number(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw NefRefusal.badArgument(name + " is not a number that is possible here");
        }
        return node.asLong();
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            throw NefRefusal.badArgument(name + " is not a boolean");
        }
        return node.asBoolean();
    }

    /** Returns a list of texts, or null. */
    @Nullable
    List<String> texts(String name) {
        List<JsonNode> nodes = list(name);
        if (nodes == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (!node.isString()) {
                throw NefRefusal.badArgument(name + " is not a list of strings");
            }
            texts.add(node.asString());
        }
        return texts;
    }

    /** Returns a list, or null. */
    @Nullable
    List<JsonNode> list(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isArray()) {
            throw NefRefusal.badArgument(name + " is not a list");
        }
        return List.copyOf(node.values());
    }

    private @Nullable JsonNode given(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    @Override
    public String toString() {
        return "body [properties=" + object.size() + "]";
    }
}
