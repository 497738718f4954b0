package io.quorate.tree;

import org.jspecify.annotations.Nullable;

/** A place in a tree, as messages name it: {@code step 3 (storage.target.create), arguments.portals[0].port}. Immutable. */
public final class At {
    private final @Nullable At parent;
    private final String text;

    private At(@Nullable At parent, String text) {
        this.parent = parent;
        this.text = text;
    }

    /** Starts at something with a name of its own. */
    public static At start(String name) {
        return new At(null, name);
    }

    /** Returns the place of a named value in here. */
    public At name(String name) {
        return new At(this, (parent == null ? ", " : ".") + name);
    }

    /** Returns the place of an item in here; the first is 0. */
    public At item(int index) {
        return new At(this, "[" + index + "]");
    }

    /** Makes an exception that says what is wrong here. */
    public IllegalArgumentException wrong(String what) {
        return wrong(what, null);
    }

    /** Makes an exception that says what is wrong here, and why. */
    public IllegalArgumentException wrong(String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(this + ": " + what, cause);
    }

    @Override
    public String toString() {
        return parent == null ? text : parent + text;
    }
}
