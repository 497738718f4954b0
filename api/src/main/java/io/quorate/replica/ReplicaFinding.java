package io.quorate.replica;

import java.util.Objects;

/**
 * Something that speaks against replicating a machine.
 *
 * @param check what was looked at
 * @param sure whether it is known to be wrong; else it could not be told, which does not mean that it is well
 * @param host the host it was looked at on
 * @param said what is wrong, or cannot be told
 * @param cure what to do
 */
public record ReplicaFinding(ReplicaCheck check, boolean sure, String host, String said, String cure) {
    public ReplicaFinding {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(cure, "cure");
    }

    @Override
    public String toString() {
        return (sure ? "" : "unknown: ") + check + " on " + host + ": " + said + "; " + cure;
    }
}
