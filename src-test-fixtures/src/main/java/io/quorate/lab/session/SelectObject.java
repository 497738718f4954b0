package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Select-Object: projects properties (by name, wildcard, or a table with a name and a property name), expands one, takes some. */
final class SelectObject extends Stage {
    private final Deque<@Nullable Object[]> held = new ArrayDeque<>();
    private final List<Object> unique = new ArrayList<>();
    private int taken;
    private int seen;

    @Override
    void process(Bound args) {
        Object input = args.get("InputObject");
        if (!fed() && input == null) {
            return;
        }
        int index = seen++;
        if (args.has("Index")) {
            boolean wanted = Values.items(args.get("Index")).stream()
                    .anyMatch(i -> Long.valueOf(index).equals(Values.number(i)));
            if (wanted) {
                project(input);
            }
            return;
        }
        Long last = Values.number(args.get("Last"));
        Long skipLast = Values.number(args.get("SkipLast"));
        Long skip = Values.number(args.get("Skip"));
        if (last != null || skipLast != null) {
            held.add(new Object[] {input});
            if (skipLast != null && held.size() > skipLast) {
                project(held.remove()[0]);
            }
            return;
        }
        if (skip != null && index < skip) {
            return;
        }
        Long first = Values.number(args.get("First"));
        if (first == null) {
            project(input);
            return;
        }
        if (taken < first) {
            taken++;
            project(input);
        }
        if (taken >= first && !args.on("Wait")) {
            throw new EnoughOutput(this);
        }
    }

    @Override
    void end() {
        Long last = Values.number(args().get("Last"));
        if (last == null) {
            return;
        }
        Long skip = Values.number(args().get("Skip"));
        int upTo = held.size() - (skip == null ? 0 : skip.intValue());
        int at = 0;
        for (Object[] one : held) {
            if (at >= upTo - last && at < upTo) {
                project(one[0]);
            }
            at++;
        }
    }

    private void project(@Nullable Object input) {
        Bound args = args();
        List<@Nullable Object> properties = Values.items(args.get("Property"));
        String expand = args.text("ExpandProperty");
        LiveObject projected = properties.isEmpty() ? null : selected(input, properties, args.texts("ExcludeProperty"));
        if (expand != null) {
            expand(input, expand, projected);
        } else {
            pass(projected == null ? input : projected, args.on("Unique"));
        }
    }

    private void pass(@Nullable Object value, boolean onlyOnce) {
        if (onlyOnce && value != null) {
            String text = NetValue.text(Serialiser.nested(value));
            if (unique.contains(text)) {
                return;
            }
            unique.add(text);
        }
        write(value);
    }

    private LiveObject selected(@Nullable Object input, List<@Nullable Object> properties, List<String> excluded) {
        LiveObject projected = Projection.selected(
                input == null ? "System.Management.Automation.PSCustomObject" : NetValue.typeName(input));
        for (Object property : properties) {
            if (property instanceof PsObject o && o.content() instanceof PsDictionary table) {
                String source = entry(table, "expression");
                String name = entry(table, "name");
                name = name == null ? entry(table, "label") : name;
                if (source != null) {
                    projected.property(name == null ? source : name, NetValue.property(input, source));
                }
                continue;
            }
            String name = Values.text(property);
            if (name == null) {
                continue;
            }
            List<String> names = Wildcards.has(name) ? Members.names(input, name) : List.of(name);
            for (String one : names) {
                if (excluded.stream().noneMatch(x -> Wildcards.matches(x, one, false))) {
                    projected.property(Members.spelling(input, one), NetValue.property(input, one));
                }
            }
        }
        return projected;
    }

    /** Returns a table's text under a key or an unambiguous beginning of it, as Select-Object accepts. */
    private static @Nullable String entry(PsDictionary table, String key) {
        for (PsDictionary.Entry e : table.entries()) {
            String given = NetValue.text(e.key()).toLowerCase(Locale.ROOT);
            if (!given.isEmpty() && key.startsWith(given)) {
                return NetValue.text(e.value());
            }
        }
        return null;
    }

    private void expand(@Nullable Object input, String name, @Nullable LiveObject notes) {
        if (!NetValue.hasProperty(input, name)) {
            writeError(new LabError(
                    "ExpandPropertyNotFound",
                    "InvalidArgument",
                    input,
                    List.of(new LabError.NetException(
                            "System.Management.Automation.PSArgumentException",
                            "Property \"" + name + "\" cannot be found.",
                            0x80070057,
                            null))));
            return;
        }
        Object value = NetValue.property(input, name);
        List<@Nullable Object> items = value == null ? null : NetValue.list(value);
        for (Object item : items == null ? Members.one(value) : items) {
            if (notes != null && item instanceof LiveObject live) {
                notes.properties().forEach(live.properties()::putIfAbsent);
            }
            write(item);
        }
    }
}
