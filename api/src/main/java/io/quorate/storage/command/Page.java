package io.quorate.storage.command;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items what is on it, in the server's order
 * @param more whether there may be more behind it
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, boolean more) {
    /** The most that is asked for at once; NexentaStor gives no more. */
    public static final int LIMIT = 100;

    public Page {
        items = List.copyOf(items);
    }

    static void check(int offset, int limit) {
        if (offset < 0 || limit < 1 || limit > LIMIT) {
            throw new IllegalArgumentException("a page begins at 0 or later and holds 1 to " + LIMIT + " items: offset "
                    + offset + ", limit " + limit);
        }
    }
}
