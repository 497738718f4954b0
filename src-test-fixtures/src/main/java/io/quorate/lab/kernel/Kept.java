package io.quorate.lab.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is kept beside the entities of a type, with every change of one. Called under the world's lock. */
interface Kept {
    /** Returns the type of what changed: never another after than before. */
    static Class<?> type(@Nullable Record before, @Nullable Record after) {
        return Objects.requireNonNull(after == null ? before : after).getClass();
    }

    /** One is new (nothing before), is gone (nothing after), or is another. */
    void changed(String path, @Nullable Record before, @Nullable Record after);
}
