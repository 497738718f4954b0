package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * A virtual hard disk's file.
 *
 * @param scope the cluster whose shared volume it is on, or the host whose local disk
 * @param path its path
 * @param size virtual size in bytes
 */
public record VhdState(String scope, String path, long size) {
    static Key<VhdState> key(String scope, String path) {
        return new Key<>(VhdState.class, "file/" + scope + "/" + path.toLowerCase(Locale.ROOT));
    }
}
