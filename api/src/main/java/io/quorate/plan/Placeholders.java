package io.quorate.plan;

import io.quorate.spi.Placeholder;
import io.quorate.tree.At;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what a rehearsal puts where only a server gives a value out of plans on paper. */
final class Placeholders {
    /** How a placeholder of a text begins; it may stand inside a longer one, such as a path. */
    private static final String MARK = "(rehearsed";

    private Placeholders() {}

    /** Refuses a tree of arguments that holds one. */
    static void refuse(@Nullable Object tree, At at) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> refuse(value, at.name(String.valueOf(name))));
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                refuse(list.get(i), at.item(i));
            }
        } else if (tree instanceof String text && (Placeholder.isPlaceholder(text) || text.contains(MARK))) {
            throw at.wrong("only a server gives this value, once the steps before are done; "
                    + "run them, then plan the rest");
        }
    }
}
