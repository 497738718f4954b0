package io.quorate.lab.nef;

import org.jspecify.annotations.Nullable;

/**
 * An answer before it is written.
 *
 * @param status HTTP status
 * @param body what becomes JSON; null for an empty body
 * @param location the Location header, or null
 */
record NefAnswer(
        int status, @Nullable Object body, @Nullable String location) {

    static NefAnswer ok(Object body) {
        return new NefAnswer(200, body, null);
    }

    /** What a change answers that made nothing new. */
    static NefAnswer done() {
        return new NefAnswer(200, null, null);
    }

    static NefAnswer created(String collection, String id) {
        return new NefAnswer(201, null, NefPath.href(collection, id));
    }
}
