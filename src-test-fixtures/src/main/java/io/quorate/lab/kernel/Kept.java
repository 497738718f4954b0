package io.quorate.lab.kernel;

import org.jspecify.annotations.Nullable;

/** What is kept beside the entities of a type, with every change of one. Called under the world's lock. */
interface Kept {
    /** One is new (nothing before), is gone (nothing after), or is another. */
    void changed(String path, @Nullable Record before, @Nullable Record after);
}
