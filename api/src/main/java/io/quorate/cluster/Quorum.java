package io.quorate.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster decides that it may run.
 *
 * @param type the rule
 * @param witness what votes besides the nodes; null if nothing does
 */
public record Quorum(QuorumType type, @Nullable Witness witness) {
    public Quorum {
        Objects.requireNonNull(type, "type");
    }

    /**
     * What votes besides the nodes.
     *
     * @param resource the name of its cluster resource
     * @param resourceType the resource type's name, which is not translated: {@code Physical Disk}, {@code File Share Witness} or
     *     {@code Cloud Witness}
     * @param state its state
     */
    public record Witness(String resource, String resourceType, ResourceState state) {
        public Witness {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(resourceType, "resourceType");
            Objects.requireNonNull(state, "state");
        }

        /** Tells whether it is a disk. */
        public boolean isDisk() {
            return resourceType.equalsIgnoreCase("Physical Disk");
        }
    }

    /** Tells whether the named cluster resource is the disk witness. */
    public boolean hasDiskWitness(String resource) {
        return witness != null && witness.isDisk() && witness.resource().equalsIgnoreCase(resource);
    }
}
