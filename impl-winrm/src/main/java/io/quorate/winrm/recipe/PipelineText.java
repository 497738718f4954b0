package io.quorate.winrm.recipe;

import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsContent;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders a structured pipeline as the line an administrator would type, for rehearsals and reviews. Nothing ever runs this text: what is
 * sent is structured. Secrets show as {@code <hidden>}, as do objects that may hold one.
 */
final class PipelineText {
    private static final String HIDDEN = "<hidden>";
    private static final int MAX_DEPTH = 8;

    /** Parameters that take a Boolean (or anything, such as Where-Object's Value) where others have a switch; from their metadata. */
    private static final Set<String> BOOLEANS = Set.of(
            "AllowManagementOS",
            "BatteryPassthroughEnabled",
            "CompressData",
            "ContinuouslyAvailable",
            "DynamicMemoryEnabled",
            "EnableChap",
            "Enabled",
            "EnableReverseChap",
            "EncryptData",
            "GuestControlledCacheTypes",
            "IsDataDigest",
            "IsHeaderDigest",
            "IsMultipathEnabled",
            "IsOffline",
            "IsPersistent",
            "IsReadOnly",
            "NumaAwarePlacement",
            "ProtectedFromAccidentalDeletion",
            "ReportToPnP",
            "Value");

    private static final Map<PsStream, String> STREAM_NUMBERS = Map.of(
            PsStream.ERROR, "2",
            PsStream.WARNING, "3",
            PsStream.VERBOSE, "4",
            PsStream.DEBUG, "5",
            PsStream.INFORMATION, "6");

    private PipelineText() {}

    /** Renders a pipeline; its statements are separated by {@code ;}, its input comes first. */
    static String of(PsPipeline pipeline) {
        String text = pipeline.statements().stream()
                .map(statement -> statement.stream().map(PipelineText::of).collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("; "));
        return pipeline.input().isEmpty() ? text : list(pipeline.input(), 0) + " | " + text;
    }

    private static String of(PsCommand command) {
        StringBuilder text = new StringBuilder(command.name());
        if (!command.name().matches("[\\w.\\\\-]+")) {
            text.setLength(0);
            text.append("& ").append(quote(command.name()));
        }
        command.parameters().forEach(parameter -> append(text, parameter));
        command.mergeToOutput().stream()
                .sorted()
                .forEach(stream -> text.append(' ')
                        .append(STREAM_NUMBERS.getOrDefault(stream, "*"))
                        .append(">&1"));
        return text.toString();
    }

    private static void append(StringBuilder text, PsParameter parameter) {
        text.append(' ');
        String name = parameter.name();
        if (name == null) {
            text.append(value(parameter.value(), 0));
            return;
        }
        text.append('-').append(name);
        if (Cmdlet.isSecret(name)) {
            text.append(' ').append(HIDDEN);
            return;
        }
        boolean isSwitch = parameter.value() instanceof PsPrimitive primitive
                && primitive.value() instanceof Boolean
                && !BOOLEANS.contains(name);
        if (!isSwitch) {
            text.append(' ').append(value(parameter.value(), 0));
        } else if (!Boolean.TRUE.equals(((PsPrimitive) parameter.value()).value())) {
            text.append(":$false");
        }
    }

    private static String value(PsValue value, int depth) {
        if (value.isNil()) {
            return "$null";
        }
        if (value instanceof PsPrimitive primitive) {
            return primitive(primitive);
        }
        return depth >= MAX_DEPTH ? "..." : object((PsObject) value, depth + 1);
    }

    private static String object(PsObject object, int depth) {
        PsContent content = object.content();
        if (object.typeNames().contains("System.Enum") && object.text() != null) {
            return word(object.text());
        }
        if (content instanceof PsItems items) {
            return list(items.values(), depth);
        }
        if (content instanceof PsDictionary dictionary) {
            return dictionary.entries().stream()
                    .map(entry -> value(entry.key(), depth) + "=" + value(entry.value(), depth))
                    .collect(Collectors.joining("; ", "@{", "}"));
        }
        if (content instanceof PsPrimitive primitive) {
            return primitive(primitive);
        }
        if (object.typeNames().contains("System.Management.Automation.PSCredential")) {
            return HIDDEN;
        }
        return "<"
                + (object.typeNames().isEmpty() ? "object" : object.typeNames().get(0)) + ">";
    }

    private static String list(List<PsValue> values, int depth) {
        if (values.isEmpty()) {
            return "@()";
        }
        String items = values.stream().map(item -> element(item, depth)).collect(Collectors.joining(","));
        return values.size() == 1 && depth > 1 ? "@(" + items + ")" : items;
    }

    private static String element(PsValue value, int depth) {
        boolean nested = value instanceof PsObject object && object.content() instanceof PsItems;
        return nested ? "(" + value(value, depth) + ")" : value(value, depth);
    }

    private static String primitive(PsPrimitive primitive) {
        Object value = primitive.value();
        PsType type = primitive.type();
        if (type == PsType.SECURE_STRING) {
            return HIDDEN;
        }
        if (value instanceof Boolean flag) {
            return flag ? "$true" : "$false";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof PsBytes bytes) {
            return "<" + bytes + ">";
        }
        if (value instanceof PsDateTime time) {
            return quote(time.dateTime()
                    + (time.offset() == null ? "" : time.offset().getId()));
        }
        if (type == PsType.SCRIPT_BLOCK) {
            return "<script block>";
        }
        return word(value.toString());
    }

    /** A text that PowerShell takes as it stands in an argument; any other is quoted. */
    private static String word(String text) {
        boolean plain = text.matches("[\\p{L}_.\\\\/:*][\\p{L}\\p{N}_.\\\\/:*?-]*");
        return plain ? text : quote(text);
    }

    /** PowerShell's literal string; it ends at typographic quotes, too, so all of them are doubled. */
    private static String quote(String text) {
        return "'" + text.replaceAll("['\u2018\u2019\u201A\u201B]", "$0$0") + "'";
    }
}
