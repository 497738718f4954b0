package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a replica sends on to a third host.
 *
 * @param host the replica's host
 * @param guid the machine's GUID
 * @param partner the third host
 * @param state its state
 * @param setup how it is replicated
 * @param last world time at which a cycle ended last, or null
 * @param total bytes the third host has received, of those that the replica has
 * @param initial bytes of the first copy
 */
public record ReplicaExtension(
        String host,
        String guid,
        String partner,
        ReplicaSide.State state,
        ReplicaSetup setup,
        @Nullable Duration last,
        long total,
        long initial) {
    static Key<ReplicaExtension> key(String host, String guid) {
        return new Key<>(
                ReplicaExtension.class, "replica/" + host + "/" + guid.toLowerCase(Locale.ROOT) + "/extension");
    }

    Key<ReplicaExtension> key() {
        return key(host, guid);
    }

    ReplicaExtension with(ReplicaSide.State next) {
        return new ReplicaExtension(host, guid, partner, next, setup, last, total, initial);
    }

    ReplicaExtension sent(Duration now, long newTotal) {
        return new ReplicaExtension(host, guid, partner, ReplicaSide.State.REPLICATING, setup, now, newTotal, initial);
    }
}
