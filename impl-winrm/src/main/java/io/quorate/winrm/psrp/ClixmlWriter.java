package io.quorate.winrm.psrp;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one CLIXML document, members in the order in which Windows writes them: type names, text, content, Props, MS. */
final class ClixmlWriter {
    private final StringBuilder out = new StringBuilder(256);
    private final Map<PsObject, Integer> objects = new IdentityHashMap<>();
    private final Map<List<String>, Integer> typeNames = new HashMap<>();
    private final SecureCodec secure;
    private int depth;

    ClixmlWriter(SecureCodec secure) {
        this.secure = secure;
    }

    String message(PsValue value) {
        value(value, null, null);
        return out.toString();
    }

    String document(List<ClixmlItem> items) {
        out.append("<Objs Version=\"1.1.0.1\" xmlns=\"")
                .append(ClixmlReader.NAMESPACE)
                .append("\">");
        for (ClixmlItem item : items) {
            value(item.value(), null, item.stream());
        }
        return out.append("</Objs>").toString();
    }

    private void value(PsValue value, @Nullable String name, @Nullable String stream) {
        if (value instanceof PsPrimitive primitive) {
            primitive(primitive, name, stream);
        } else if (value instanceof PsObject object) {
            object(object, name, stream);
        } else {
            open("Nil", name, stream);
            out.append(" />");
        }
    }

    private void primitive(PsPrimitive primitive, @Nullable String name, @Nullable String stream) {
        String tag = primitive.type().tag();
        open(tag, name, stream);
        out.append('>');
        if (primitive.value() instanceof PsSecureString secret) {
            out.append(secure.encrypt(secret));
        } else {
            ClixmlScalars.append(out, primitive);
        }
        close(tag);
    }

    private void object(PsObject object, @Nullable String name, @Nullable String stream) {
        Integer known = objects.get(object);
        if (known != null) {
            open("Ref", name, stream);
            out.append(" RefId=\"").append(known.intValue()).append("\" />");
            return;
        }
        if (object.form() == PsObject.Form.PROGRESS_RECORD && progress(object, name, stream)) {
            return;
        }
        if (++depth > ClixmlLimits.DEEPEST) {
            throw new IllegalArgumentException("objects nest deeper than " + ClixmlLimits.DEEPEST);
        }
        int id = objects.size();
        objects.put(object, id);
        open("Obj", name, stream);
        out.append(" RefId=\"").append(id).append('"');
        int head = out.length();
        out.append('>');
        typeNames(object.typeNames());
        if (object.text() != null) {
            textElement("ToString", object.text());
        }
        if (object.content() != null) {
            content(object.content());
        }
        if (object.writesAdapted()) {
            properties("Props", object.adapted());
        }
        if (object.writesExtended()) {
            properties("MS", object.extended());
        }
        if (out.length() == head + 1) {
            out.setLength(head);
            out.append(" />");
        } else {
            close("Obj");
        }
        depth--;
    }

    private void typeNames(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        Integer known = typeNames.get(names);
        if (known != null) {
            out.append("<TNRef RefId=\"").append(known.intValue()).append("\" />");
            return;
        }
        int id = typeNames.size();
        typeNames.put(names, id);
        out.append("<TN RefId=\"").append(id).append("\">");
        for (String name : names) {
            textElement("T", name);
        }
        close("TN");
    }

    private void content(PsContent content) {
        if (content instanceof PsPrimitive primitive) {
            primitive(primitive, null, null);
        } else if (content instanceof PsObject object) {
            if (objects.containsKey(object)) {
                throw new IllegalArgumentException(
                        "an object wraps one that was written before: no reader takes a Ref there");
            }
            object(object, null, null);
        } else if (content instanceof PsItems items) {
            items(items);
        } else if (content instanceof PsDictionary dictionary) {
            dictionary(dictionary);
        }
    }

    private void items(PsItems items) {
        String tag = items.kind().tag();
        out.append('<').append(tag);
        if (items.values().isEmpty()) {
            out.append(" />");
            return;
        }
        out.append('>');
        for (PsValue value : items.values()) {
            value(value, null, null);
        }
        close(tag);
    }

    private void dictionary(PsDictionary dictionary) {
        if (dictionary.entries().isEmpty()) {
            out.append("<DCT />");
            return;
        }
        out.append("<DCT>");
        for (PsDictionary.Entry entry : dictionary.entries()) {
            out.append("<En>");
            value(entry.key(), "Key", null);
            value(entry.value(), "Value", null);
            close("En");
        }
        close("DCT");
    }

    private void properties(String tag, List<PsProperty> properties) {
        out.append('<').append(tag);
        if (properties.isEmpty()) {
            out.append(" />");
            return;
        }
        out.append('>');
        members(tag.equals("MS"), properties);
        close(tag);
    }

    private void members(boolean memberSets, List<PsProperty> properties) {
        for (PsProperty property : properties) {
            if (memberSets && property.value() instanceof PsObject set && set.form() == PsObject.Form.MEMBER_SET) {
                memberSet(property.name(), set);
            } else {
                value(property.value(), property.name(), null);
            }
        }
    }

    private void memberSet(String name, PsObject set) {
        if (++depth > ClixmlLimits.DEEPEST) {
            throw new IllegalArgumentException("objects nest deeper than " + ClixmlLimits.DEEPEST);
        }
        open("MS", name, null);
        out.append('>');
        members(true, set.extended());
        close("MS");
        depth--;
    }

    /** Writes the short form of a progress record if the object has just what that form holds. */
    private boolean progress(PsObject record, @Nullable String name, @Nullable String stream) {
        int start = out.length();
        open("PR", name, stream);
        out.append('>');
        boolean complete = field(record, "AV", "Activity", PsType.STRING)
                && field(record, "AI", "ActivityId", PsType.INT32)
                && operation(record)
                && field(record, "PI", "ParentActivityId", PsType.INT32)
                && field(record, "PC", "PercentComplete", PsType.INT32)
                && recordType(record)
                && field(record, "SR", "SecondsRemaining", PsType.INT32)
                && field(record, "SD", "StatusDescription", PsType.STRING);
        if (complete) {
            close("PR");
        } else {
            out.setLength(start);
        }
        return complete;
    }

    private boolean field(PsObject record, String tag, String property, PsType type) {
        PsValue value = record.property(property);
        if (!(value instanceof PsPrimitive primitive) || primitive.type() != type) {
            return false;
        }
        out.append('<').append(tag).append('>');
        ClixmlScalars.append(out, primitive);
        close(tag);
        return true;
    }

    private boolean operation(PsObject record) {
        PsValue value = record.property("CurrentOperation");
        if (value == null || value instanceof PsObject) {
            return false;
        }
        value(value, null, null);
        return true;
    }

    private boolean recordType(PsObject record) {
        if (!(record.property("Type") instanceof PsObject type) || type.text() == null) {
            return false;
        }
        textElement("T", type.text());
        return true;
    }

    private void textElement(String tag, String text) {
        out.append('<').append(tag);
        if (text.isEmpty()) {
            out.append(" />");
            return;
        }
        out.append('>');
        ClixmlText.append(out, text, false);
        close(tag);
    }

    private void open(String tag, @Nullable String name, @Nullable String stream) {
        out.append('<').append(tag);
        attribute("S", stream);
        attribute("N", name);
    }

    private void attribute(String attribute, @Nullable String value) {
        if (value != null) {
            out.append(' ').append(attribute).append("=\"");
            ClixmlText.append(out, value, true);
            out.append('"');
        }
    }

    private void close(String tag) {
        out.append("</").append(tag).append('>');
    }
}
