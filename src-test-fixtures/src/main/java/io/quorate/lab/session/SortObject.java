package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sort-Object by property names, or by the objects themselves. */
final class SortObject extends Stage {
    private final List<@Nullable Object> collected = new ArrayList<>();

    @Override
    void process(Bound args) {
        if (args.has("InputObject")) {
            collected.add(args.get("InputObject"));
        }
    }

    @Override
    void end() {
        Bound args = args();
        List<String> properties = args.texts("Property");
        boolean caseSensitive = args.on("CaseSensitive");
        Comparator<@Nullable Object> order = (a, b) -> {
            for (String property : properties) {
                int result = Comparisons.order(
                        NetValue.property(a, property), NetValue.property(b, property), caseSensitive);
                if (result != 0) {
                    return result;
                }
            }
            return properties.isEmpty() ? Comparisons.order(a, b, caseSensitive) : 0;
        };
        Comparator<@Nullable Object> wanted = args.on("Descending") ? (a, b) -> order.compare(b, a) : order;
        collected.sort(wanted);
        Object previous = null;
        boolean first = true;
        for (Object value : collected) {
            if (first || !args.on("Unique") || order.compare(previous, value) != 0) {
                write(value);
            }
            previous = value;
            first = false;
        }
    }
}
