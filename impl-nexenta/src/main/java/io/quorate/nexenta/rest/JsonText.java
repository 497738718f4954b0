package io.quorate.nexenta.rest;

import io.quorate.Secret;
import io.quorate.spi.net.Logins;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes bodies and reads answers. */
final class JsonText {
    /** A hundred objects with all their fields have a tenth of it; without a limit an answer of megabytes becomes a tree of hundreds. */
    private static final long MOST_TOKENS = 200_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .maxStringLength(1 << 20)
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /**
     * Reads an answer.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON, or deeper and longer than any answer of an appliance
     */
    static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever else the parser answers a broken text with.
            throw new StreamReadException(null, "it cannot be parsed");
        }
    }

    /** Writes a body with its secrets. */
    static byte[] sent(Map<String, Object> body) {
        return write(body, false);
    }

    /** Writes a body without its secrets. */
    static String hidden(Map<String, Object> body) {
        return new String(write(body, true), StandardCharsets.UTF_8);
    }

    private static byte[] write(Map<String, Object> body, boolean hiding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            value(json, body, hiding);
        }
        return out.toByteArray();
    }

    private static void value(JsonGenerator json, Object value, boolean hiding) {
        if (value instanceof Secret secret) {
            secret(json, secret, hiding);
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(json, item, hiding);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, item) -> {
                json.writeName(String.valueOf(name));
                value(json, item, hiding);
            });
            json.writeEndObject();
        } else {
            throw new IllegalArgumentException("not for a body: " + value.getClass());
        }
    }

    private static void secret(JsonGenerator json, Secret secret, boolean hiding) {
        if (hiding) {
            json.writeString(secret.toString());
            return;
        }
        char[] chars = Logins.reveal(secret);
        json.writeString(chars, 0, chars.length);
        Arrays.fill(chars, '\0');
    }
}
