package io.quorate.lab.nef;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call that has found its route.
 *
 * @param ids what stood for the stars of the route's template
 * @param query the parameters
 * @param body the body
 */
record NefCall(List<String> ids, Map<String, String> query, NefBody body) {

    String id() {
        return ids.get(0);
    }

    /** Refuses parameters that the call does not know. */
    NefCall allow(String... parameters) {
        for (String name : query.keySet()) {
            if (!Set.of(parameters).contains(name)) {
                throw NefRefusal.badArgument("unknown parameter: " + name);
            }
        }
        return this;
    }

    boolean flag(String parameter) {
        return NefSchema.flag(query.get(parameter));
    }
}
