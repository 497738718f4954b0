package io.quorate.plan;

import io.quorate.tree.At;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows the values that a rehearsal puts where only a server gives one. */
final class Placeholders {
    private static final String MARK = "(rehearsed)";
    private static final Set<String> WHOLE = Set.of(
            "00000000000000000000000000000000",
            "00000000-0000-0000-0000-000000000000",
            "iqn.2000-01.invalid:rehearsed");

    private Placeholders() {}

    /** Refuses a tree of arguments that holds one. */
    static void refuse(@Nullable Object tree, At at) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> refuse(value, at.name(String.valueOf(name))));
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                refuse(list.get(i), at.item(i));
            }
        } else if (tree instanceof String text && (text.contains(MARK) || WHOLE.contains(text))) {
            throw at.wrong("only a server gives this value, once the steps before are done; "
                    + "run them, then plan the rest");
        }
    }
}
