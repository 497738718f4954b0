package io.quorate.lab.winrm;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a pipeline's output as powershell.exe does: texts and numbers a line each; objects of up to four properties as a table, of more
 * as a list. Windows has views of its own for many types, and cuts what is wider than its window: the lab shows every property, whole.
 */
final class WinrsText {
    private static final String END = "\r\n";
    /** As many properties make a table. */
    private static final int TABLE = 4;

    private final Consumer<String> out;
    private final List<Map<String, @Nullable Object>> group = new ArrayList<>();

    WinrsText(Consumer<String> out) {
        this.out = out;
    }

    void accept(@Nullable Object value) {
        Object v = NetValue.base(value);
        if (v == null) {
            return;
        }
        List<@Nullable Object> items = NetValue.list(v);
        if (items != null) {
            items.forEach(this::accept);
            return;
        }
        Map<String, @Nullable Object> properties = properties(v);
        if (properties.isEmpty()) {
            flush();
            out.accept(NetValue.text(v) + END);
            return;
        }
        if (!group.isEmpty() && !group.get(0).keySet().equals(properties.keySet())) {
            flush();
        }
        group.add(properties);
    }

    /** Writes the objects that were kept to be shown together. */
    void flush() {
        if (group.isEmpty()) {
            return;
        }
        out.accept(group.get(0).size() <= TABLE ? table() : list());
        group.clear();
    }

    private static Map<String, @Nullable Object> properties(Object value) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        if (!(value instanceof PsObject object) || object.content() instanceof PsPrimitive) {
            return properties;
        }
        if (object.content() instanceof PsDictionary dictionary) {
            dictionary.entries().forEach(e -> properties.put(NetValue.text(e.key()), e.value()));
            return properties;
        }
        for (PsProperty property : object.adapted()) {
            properties.put(property.name(), property.value());
        }
        for (PsProperty property : object.extended()) {
            properties.put(property.name(), property.value());
        }
        return properties;
    }

    private String table() {
        List<String> names = List.copyOf(group.get(0).keySet());
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> object : group) {
            rows.add(names.stream().map(name -> cell(object.get(name))).toList());
        }
        int[] widths = new int[names.size()];
        boolean[] right = new boolean[names.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    names.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
            right[i] = group.stream().allMatch(object -> isNumber(object.get(names.get(column))));
        }
        StringBuilder text = new StringBuilder(END);
        line(text, names, widths, right);
        line(text, names.stream().map(name -> "-".repeat(name.length())).toList(), widths, right);
        rows.forEach(row -> line(text, row, widths, right));
        return text.append(END).append(END).toString();
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : " ").append(right[i] ? padding + cell : cell + padding);
        }
        text.append(line.toString().stripTrailing()).append(END);
    }

    private String list() {
        int width =
                group.get(0).keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder(END);
        for (Map<String, @Nullable Object> object : group) {
            text.append(END);
            object.forEach((name, value) -> text.append(name)
                    .append(" ".repeat(width - name.length()))
                    .append(" : ")
                    .append(cell(value))
                    .append(END));
        }
        return text.append(END).append(END).toString();
    }

    private static String cell(@Nullable Object value) {
        List<@Nullable Object> items = NetValue.list(value);
        String text = items == null
                ? NetValue.text(value)
                : "{" + String.join(", ", items.stream().map(NetValue::text).toList()) + "}";
        return text.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' ');
    }

    private static boolean isNumber(@Nullable Object value) {
        PsPrimitive primitive = NetValue.primitive(value);
        return primitive != null && primitive.value() instanceof Number;
    }

    /** Returns the text of an error record as the console shows it, without the place in the script. */
    static String error(PsValue errorRecord, String end) {
        String activity = NetValue.text(NetValue.property(errorRecord, "ErrorCategory_Activity"));
        return (activity.isEmpty() ? "" : activity + " : ") + NetValue.text(errorRecord) + end
                + "    + CategoryInfo          : "
                + NetValue.text(NetValue.property(errorRecord, "ErrorCategory_Message")) + end
                + "    + FullyQualifiedErrorId : "
                + NetValue.text(NetValue.property(errorRecord, "FullyQualifiedErrorId")) + end + " " + end;
    }
}
