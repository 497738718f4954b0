package io.quorate.call;

import java.util.List;

/** Writes a PowerShell data file. Whatever comes from elsewhere goes through {@link #quote}, or into a remark. */
final class DataText {
    private final StringBuilder out = new StringBuilder();

    /** PowerShell's literal string; it ends at typographic quotes, too, so all of them are doubled. */
    static String quote(String text) {
        return "'" + text.replaceAll("['\u2018\u2019\u201A\u201B]", "$0$0") + "'";
    }

    static String table(String key, String value) {
        return "@{ " + key + " = " + value + " }";
    }

    void remark(String text) {
        out.append("# ").append(oneLine(text)).append('\n');
    }

    void remarkInside(String text) {
        out.append("    # ").append(oneLine(text)).append('\n');
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]", " ");
    }

    void begin() {
        out.append("@{\n");
    }

    void entry(String key, String value) {
        out.append("    ").append(key).append(" = ").append(value).append('\n');
    }

    /** Writes a list, an item a line; none if it is empty. */
    void list(String key, List<String> items) {
        if (!items.isEmpty()) {
            entry(key, "@(\n        " + String.join(",\n        ", items) + "\n    )");
        }
    }

    void table(String key, List<String> keys, String value) {
        out.append("    ").append(key).append(" = @{\n");
        keys.forEach(one -> out.append("        ")
                .append(quote(one))
                .append(" = ")
                .append(value)
                .append('\n'));
        out.append("    }\n");
    }

    String end() {
        return out.append("}\n").toString();
    }
}
