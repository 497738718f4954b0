package io.quorate.call;

import io.quorate.Deadline;
import io.quorate.text.Visible;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes audit records as JSON (RFC 8259), keys in a fixed order, absent values left out. */
final class AuditJson {
    private final StringBuilder out = new StringBuilder(256).append('{');

    private AuditJson() {}

    static String line(AuditRecord line) {
        AuditJson json = new AuditJson();
        json.text("at", line.at().toString());
        json.text("call", line.callId());
        json.text("step", lower(line.step()));
        json.text("endpoint", line.endpoint());
        json.text("operation", line.operation());
        json.text("targetKind", line.target().kind());
        json.text("target", line.target().name());
        json.text("mode", lower(line.order().mode()));
        json.text("safety", lower(line.safety()));
        json.key("arguments");
        json.value(line.arguments());
        json.text("identity", line.identity());
        json.text("reason", line.reason());
        json.text("outcome", line.outcome() == null ? null : lower(line.outcome()));
        json.text("host", line.host());
        json.number("attempts", line.attempts());
        json.number("tookMillis", Deadline.millis(line.took()));
        json.text("error", line.error() == null ? null : lower(line.error()));
        json.text("code", line.code());
        json.text("message", line.message());
        return json.out.append("}\n").toString();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private void value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            String comma = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(comma);
                quoted(String.valueOf(entry.getKey()));
                out.append(':');
                value(entry.getValue());
                comma = ",";
            }
            out.append('}');
        } else if (value instanceof Collection<?> list) {
            out.append('[');
            String comma = "";
            for (Object item : list) {
                out.append(comma);
                value(item);
                comma = ",";
            }
            out.append(']');
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quoted(value.toString());
        }
    }

    private void number(String key, long value) {
        key(key);
        out.append(value);
    }

    private void text(String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        key(key);
        quoted(value);
    }

    private void key(String key) {
        if (out.length() > 1) {
            out.append(',');
        }
        quoted(key);
        out.append(':');
    }

    private void quoted(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Legal in a string, but it breaks line readers or UTF-8, or shows as something else than it is.
                    if (Visible.isOdd(at(value, i))) {
                        out.append(Visible.number(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Returns the code point that the character at an index is a part of. */
    private static int at(String value, int i) {
        boolean second = i > 0 && Character.isSurrogatePair(value.charAt(i - 1), value.charAt(i));
        return value.codePointAt(second ? i - 1 : i);
    }
}
