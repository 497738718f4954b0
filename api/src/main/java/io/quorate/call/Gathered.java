package io.quorate.call;

import io.quorate.error.QuorateException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several hosts were asked for, from those that answered, and why the others did not. What is missing from it may be on a host that failed: only
 * where it is {@linkplain #isWhole whole} does it prove that something is not there.
 *
 * @param found what was found, in the order of the hosts
 * @param failed the failure of each host that did not answer, in the order of the hosts
 * @param <T> what was asked for
 */
public record Gathered<T>(List<T> found, Map<String, QuorateException> failed) {
    public Gathered {
        found = List.copyOf(found);
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    /** Tells whether every host answered. */
    public boolean isWhole() {
        return failed.isEmpty();
    }

    /**
     * Returns what was found if every host answered.
     *
     * @throws QuorateException the failure of the first host that did not; those of the others are suppressed
     */
    public List<T> orThrow() {
        if (isWhole()) {
            return found;
        }
        Iterator<QuorateException> failures = failed.values().iterator();
        QuorateException first = failures.next();
        while (failures.hasNext()) {
            QuorateException other = failures.next();
            if (other != first && !List.of(first.getSuppressed()).contains(other)) {
                first.addSuppressed(other);
            }
        }
        throw first;
    }
}
