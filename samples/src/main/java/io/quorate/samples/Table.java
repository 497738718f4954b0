package io.quorate.samples;

import io.quorate.ReadingOrder;
import io.quorate.Span;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints records as aligned columns, one row each: name and state first, ids last, the rest in its order. */
public final class Table {
    private Table() {}

    /** Renders rows of one record type; an empty collection renders as {@code (none)}. */
    public static String of(Collection<? extends Record> rows) {
        Optional<? extends Record> first = rows.stream().findFirst();
        if (first.isEmpty()) {
            return "(none)\n";
        }
        List<RecordComponent> components = ReadingOrder.of(first.get().getClass());
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>();
        for (RecordComponent component : components) {
            head.add(heading(component.getName()));
        }
        lines.add(head);
        for (Record row : rows) {
            List<String> line = new ArrayList<>();
            for (RecordComponent component : components) {
                line.add(cell(value(component, row)));
            }
            lines.add(line);
        }
        return render(lines);
    }

    private static Object value(RecordComponent component, Record row) {
        try {
            Object value = component.getAccessor().invoke(row);
            return value == null ? "-" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component.getName(), e);
        }
    }

    private static String cell(Object value) {
        if (value instanceof Duration duration) {
            return Span.words(duration);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(Table::cell).orElse("-");
        }
        if (value instanceof Collection<?> values) {
            return values.isEmpty()
                    ? "-"
                    : String.join(", ", values.stream().map(Table::cell).toList());
        }
        return value instanceof Record row && row.getClass().getRecordComponents().length == 1
                ? row.toString().replaceFirst("^\\w+\\[\\w+=(.*)]$", "$1")
                : String.valueOf(value);
    }

    private static String heading(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static String render(List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < lines.size(); row++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = lines.get(row).get(i);
                text.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
            }
            out.append(text.toString().stripTrailing()).append('\n');
            if (row == 0) {
                for (int i = 0; i < columns; i++) {
                    out.append("-".repeat(widths[i])).append(i + 1 < columns ? "  " : "\n");
                }
            }
        }
        return out.toString();
    }
}
