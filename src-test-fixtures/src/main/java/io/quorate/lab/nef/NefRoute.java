package io.quorate.lab.nef;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method on a path whose stars stand for names.
 *
 * @param method HTTP method
 * @param template e.g. {@code storage/volumes/*}
 * @param handler what it does, inside a change if it changes something
 */
record NefRoute(String method, String template, Handler handler) {

    /** Does what is asked, or throws {@link NefRefusal} or an appliance's refusal. */
    interface Handler {
        NefAnswer answer(NefCall call);
    }

    /** Collects routes. */
    interface Table {
        void add(String method, String template, Handler handler);
    }

    /** Returns method and path without the names, e.g. {@code POST storage/snapshots/clone}. */
    String action() {
        return method + " " + template.replace("/*", "");
    }

    boolean changing() {
        return !method.equals("GET");
    }

    /** Returns what stands for the stars if the path fits. */
    Optional<List<String>> match(List<String> segments) {
        String[] parts = template.split("/");
        if (parts.length != segments.size()) {
            return Optional.empty();
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("*")) {
                ids.add(segments.get(i));
            } else if (!parts[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(ids);
    }
}
