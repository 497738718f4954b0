package io.quorate.winrm.psrp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of text that states a value: the CLIXML element and the Java class of every primitive, its Java value, and for objects their
 * number, type names, text, content, adapted properties ({@code props}) and extended ones ({@code notes}).
 */
final class PsRendering {
    private static final int SHOWN = 200;

    private final StringBuilder out = new StringBuilder();
    private final Map<PsObject, Integer> numbers = new IdentityHashMap<>();

    private PsRendering() {}

    static String render(PsValue value) {
        PsRendering rendering = new PsRendering();
        rendering.value(value);
        return rendering.out.toString();
    }

    private void value(PsValue value) {
        if (value instanceof PsPrimitive primitive) {
            primitive(primitive);
        } else if (value instanceof PsObject object) {
            object(object);
        } else {
            out.append("null");
        }
    }

    private void primitive(PsPrimitive primitive) {
        Object value = primitive.value();
        out.append(primitive.type().tag())
                .append(':')
                .append(value.getClass().getSimpleName())
                .append(' ');
        if (value instanceof String text) {
            quoted(text);
        } else if (value instanceof Character unit) {
            out.append(String.format("U+%04X", (int) unit));
        } else if (value instanceof PsDateTime time) {
            out.append(time.dateTime()).append(' ').append(time.kind());
            if (time.offset() != null) {
                out.append(' ').append(time.offset());
            }
        } else if (value instanceof PsBytes bytes) {
            out.append(bytes.length()).append(" bytes ").append(HexFormat.of().formatHex(bytes.toByteArray()));
        } else {
            out.append(value);
        }
    }

    private void object(PsObject object) {
        Integer known = numbers.putIfAbsent(object, numbers.size());
        if (known != null) {
            out.append("Ref #").append(known);
            return;
        }
        out.append("Obj #").append(numbers.get(object)).append('{');
        String gap = "";
        if (!object.typeNames().isEmpty()) {
            out.append("types=").append(object.typeNames());
            gap = " ";
        }
        if (object.text() != null) {
            out.append(gap).append("text=");
            quoted(object.text());
            gap = " ";
        }
        if (object.content() != null) {
            out.append(gap).append("content=");
            content(object.content());
            gap = " ";
        }
        if (!object.adapted().isEmpty()) {
            out.append(gap).append("props=");
            properties(object.adapted());
            gap = " ";
        }
        if (!object.extended().isEmpty()) {
            out.append(gap).append("notes=");
            properties(object.extended());
        }
        out.append('}');
    }

    private void content(PsContent content) {
        if (content instanceof PsPrimitive primitive) {
            primitive(primitive);
        } else if (content instanceof PsObject object) {
            object(object);
        } else if (content instanceof PsItems items) {
            out.append(items.kind()).append('[');
            String gap = "";
            for (PsValue value : items.values()) {
                out.append(gap);
                value(value);
                gap = ", ";
            }
            out.append(']');
        } else if (content instanceof PsDictionary dictionary) {
            out.append("DICTIONARY[");
            String gap = "";
            for (PsDictionary.Entry entry : dictionary.entries()) {
                out.append(gap);
                value(entry.key());
                out.append(" -> ");
                value(entry.value());
                gap = ", ";
            }
            out.append(']');
        }
    }

    private void properties(List<PsProperty> properties) {
        out.append('[');
        String gap = "";
        for (PsProperty property : properties) {
            out.append(gap);
            quoted(property.name());
            out.append('=');
            value(property.value());
            gap = ", ";
        }
        out.append(']');
    }

    private void quoted(String text) {
        boolean whole = text.length() <= SHOWN;
        out.append('"');
        for (int i = 0; i < (whole ? text.length() : SHOWN / 4); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7E) {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
        if (!whole) {
            out.append("...(")
                    .append(text.length())
                    .append(" chars, SHA-256 ")
                    .append(digest(text))
                    .append(')');
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
