package io.quorate.lab.vectors;

import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsSecureText;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads the typed values {@code {t, v}} of the vectors. */
public final class TypedValues {
    /** A value of a type that nobody here reads. */
    public static final class UnknownType extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownType(String type) {
            super("holds a value of type " + type);
        }
    }

    private TypedValues() {}

    /** Reads a value; a {@code Stub} becomes a live object, all else a {@link PsValue}. */
    public static Object read(JsonNode node) {
        if (node.path("t").asString("").equals("Stub")) {
            String type = node.get("type").asString();
            return new LiveObject(List.of(type, "System.Object"), type, type);
        }
        if (node.path("t").asString("").equals("Object") && node.toString().contains("\"Stub\"")) {
            String type = "System.Management.Automation.PSCustomObject";
            LiveObject bag = new LiveObject(List.of(type, "System.Object"), type, "");
            node.get("v").forEach(pair -> bag.property(pair.get(0).asString(), read(pair.get(1))));
            return bag;
        }
        if (node.path("t").asString("").equals("Array") && node.toString().contains("\"Stub\"")) {
            List<Object> items = new ArrayList<>();
            node.get("v").forEach(item -> items.add(read(item)));
            return items;
        }
        return value(node);
    }

    /** Reads a value that may cross the wire. */
    public static PsValue value(JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return PsNil.NIL;
        }
        JsonNode v = node.get("v");
        return switch (node.get("t").asString()) {
            case "Nil" -> PsNil.NIL;
            case "S" -> PsValue.string(v.asString());
            case "C" -> new PsPrimitive(PsType.CHAR, character(v));
            case "B" -> PsValue.bool(v.asBoolean());
            case "I32" -> PsValue.int32(v.asInt());
            case "I64" -> PsValue.int64(Long.parseLong(v.asString()));
            case "I16" -> new PsPrimitive(PsType.INT16, Short.valueOf(v.asString()));
            case "U16" -> new PsPrimitive(PsType.UINT16, Integer.valueOf(v.asString()));
            case "U32" -> new PsPrimitive(PsType.UINT32, Long.valueOf(v.asString()));
            case "U64" -> new PsPrimitive(PsType.UINT64, new BigInteger(v.asString()));
            case "By" -> new PsPrimitive(PsType.UINT8, Short.valueOf(v.asString()));
            case "SB" -> new PsPrimitive(PsType.INT8, Byte.valueOf(v.asString()));
            case "Db" -> new PsPrimitive(PsType.DOUBLE, Double.valueOf(v.asString()));
            case "Sg" -> new PsPrimitive(PsType.SINGLE, Float.valueOf(v.asString()));
            case "D" -> new PsPrimitive(PsType.DECIMAL, new BigDecimal(v.asString()));
            case "G" -> new PsPrimitive(PsType.GUID, UUID.fromString(v.asString()));
            case "TS" -> new PsPrimitive(PsType.TIME_SPAN, Duration.parse(v.asString()));
            case "DT" -> new PsPrimitive(PsType.DATE_TIME, dateTime(v.asString()));
            case "BA" ->
                new PsPrimitive(
                        PsType.BYTES,
                        new io.quorate.winrm.psrp.PsBytes(Base64.getDecoder().decode(v.asString())));
            case "URI" -> new PsPrimitive(PsType.URI, v.asString());
            case "Version" -> new PsPrimitive(PsType.VERSION, v.asString());
            case "XD" -> new PsPrimitive(PsType.XML, v.asString());
            case "SBK" -> new PsPrimitive(PsType.SCRIPT_BLOCK, v.asString());
            case "SS" -> new PsPrimitive(PsType.SECURE_STRING, new PsSecureText("x"));
            case "PSCredential" ->
                PsObject.of("System.Management.Automation.PSCredential", "System.Object")
                        .withAdapted(
                                "UserName", PsValue.string(node.path("user").asString("user")));
            case "Array" -> PsObject.array(items(v));
            case "List" ->
                PsObject.of("System.Collections.ArrayList", "System.Object")
                        .content(new PsItems(PsItems.Kind.LIST, items(v)));
            case "Dict" -> dictionary(v);
            case "Object" -> bag(node, v);
            case "Enum" ->
                PsObject.enumeration(
                        node.get("type").asString(), node.path("string").asString(""), v.asInt());
            default -> throw new UnknownType(node.get("t").asString());
        };
    }

    private static Character character(JsonNode v) {
        return v.isNumber()
                ? (char) v.asInt()
                : v.asString().length() == 1 ? v.asString().charAt(0) : (char) Integer.parseInt(v.asString());
    }

    private static PsDateTime dateTime(String text) {
        String t = text.replaceFirst("(\\.\\d{1,9})\\d*", "$1");
        if (t.endsWith("Z") || t.matches(".*[+-]\\d\\d:\\d\\d")) {
            OffsetDateTime time = OffsetDateTime.parse(t);
            return new PsDateTime(time.toLocalDateTime(), time.getOffset());
        }
        return new PsDateTime(LocalDateTime.parse(t), null);
    }

    private static List<PsValue> items(JsonNode v) {
        List<PsValue> items = new ArrayList<>();
        v.forEach(item -> items.add(value(item)));
        return items;
    }

    private static PsObject dictionary(JsonNode v) {
        List<PsDictionary.Entry> entries = new ArrayList<>();
        v.forEach(pair -> entries.add(new PsDictionary.Entry(value(pair.get(0)), value(pair.get(1)))));
        return PsObject.of("System.Collections.Hashtable", "System.Object").content(new PsDictionary(entries));
    }

    private static PsObject bag(JsonNode node, JsonNode v) {
        List<String> types = new ArrayList<>();
        node.path("types").forEach(t -> types.add(t.asString()));
        PsObject object = PsObject.of(
                types.isEmpty()
                        ? new String[] {"System.Management.Automation.PSCustomObject", "System.Object"}
                        : types.toArray(String[]::new));
        if (node.hasNonNull("string")) {
            object.text(node.get("string").asString());
        }
        if (v != null && v.isArray()) {
            v.forEach(pair -> object.extended().add(new PsProperty(pair.get(0).asString(), value(pair.get(1)))));
        } else if (v != null) {
            v.properties().forEach(p -> object.extended().add(new PsProperty(p.getKey(), value(p.getValue()))));
        }
        return object;
    }
}
