package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Select-Object: projects properties (by name, wildcard, or a table with a name and a property name), expands one, takes some. */
final class SelectObject extends Stage {
    private static final String BAG = "System.Management.Automation.PSCustomObject";

    private final Deque<@Nullable Object[]> held = new ArrayDeque<>();
    private final List<Object> unique = new ArrayList<>();
    private final List<CalculatedProperty> wanted = new ArrayList<>();
    private int taken;
    private int seen;

    @Override
    void begin() {
        for (Object property : Values.items(args().get("Property"))) {
            wanted.add(wanted(property));
        }
    }

    private CalculatedProperty wanted(@Nullable Object property) {
        try {
            return CalculatedProperty.of(property);
        } catch (LabError e) {
            throw new LabShell.TerminatingError(ErrorRecords.of(e, cmdlet()));
        }
    }

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
        String expand = args.text("ExpandProperty");
        LiveObject projected = wanted.isEmpty() ? null : selected(input, args.texts("ExcludeProperty"));
        if (expand != null) {
            expand(input, expand, projected);
        } else {
            pass(projected == null ? named(input, input, false) : projected, args.on("Unique"));
        }
    }

    /** A property bag that passes is named after the class it was selected from, even if nothing is taken from it. */
    private static @Nullable Object named(@Nullable Object value, @Nullable Object input, boolean anew) {
        if (value == null || input == null) {
            return value;
        }
        String name = "Selected."
                + (input instanceof LiveObject live && Projection.is(live) ? BAG : NetValue.typeName(input));
        if (value instanceof LiveObject live
                && Projection.is(live)
                && (anew || !live.typeNames().contains(name))) {
            return Projection.renamed(live, name);
        }
        if (value instanceof PsObject bag
                && NetValue.isBag(bag)
                && !bag.isType("System.Management.Automation.ErrorRecord")
                && (anew || !bag.typeNames().contains(name))) {
            bag.typeNames().add(0, name);
        }
        return value;
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

    private LiveObject selected(@Nullable Object input, List<String> excluded) {
        LiveObject projected = Projection.selected(input == null ? BAG : NetValue.typeName(input));
        for (CalculatedProperty one : wanted) {
            String source = one.expression();
            List<String> names = Wildcards.has(source) ? Members.names(input, source) : List.of(source);
            if (one.name() != null && names.size() > 1) {
                writeError(new LabError(
                        "RenamingMultipleResults",
                        "InvalidOperation",
                        input,
                        List.of(new LabError.NetException(
                                "System.InvalidOperationException",
                                "Cannot rename multiple results.",
                                0x80131509,
                                null))));
                continue;
            }
            for (String found : names) {
                if (excluded.stream().noneMatch(x -> Wildcards.matches(x, found, false))) {
                    String name =
                            one.name() != null ? one.name() : one.calculated() ? found : Members.spelling(input, found);
                    projected.property(name, NetValue.property(input, found));
                }
            }
        }
        return projected;
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
            write(named(item, input, notes != null));
        }
    }
}
