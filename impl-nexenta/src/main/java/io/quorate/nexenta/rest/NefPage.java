package io.quorate.nexenta.rest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param more whether the appliance names a next page. Its link is not followed: it may have lost the filters (NEX-18013)
 */
public record NefPage(List<NefObject> items, boolean more) {

    static NefPage of(JsonNode answer, String where) {
        JsonNode data = answer.get("data");
        if (data == null || !data.isArray()) {
            throw NefObject.bad(where, "has no list in data");
        }
        List<NefObject> items = new ArrayList<>(data.size());
        for (JsonNode item : data) {
            items.add(new NefObject(item, where));
        }
        boolean more = link(answer, "next") != null;
        if (more && items.isEmpty()) {
            // Taken for the end, it would prove absent what may be on the next page.
            throw NefObject.bad(where, "a page without anything names a next one");
        }
        return new NefPage(List.copyOf(items), more);
    }

    /** Returns where the link of a relation leads; null if there is none. */
    static @Nullable String link(JsonNode answer, String relation) {
        JsonNode links = answer.get("links");
        if (links == null || !links.isArray()) {
            return null;
        }
        for (JsonNode link : links) {
            JsonNode rel = link.get("rel");
            JsonNode href = link.get("href");
            boolean ours = rel != null && rel.isString() && rel.stringValue().equals(relation);
            if (ours && href != null && href.isString()) {
                return href.stringValue();
            }
        }
        return null;
    }
}
