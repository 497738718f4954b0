package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Ensured;
import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Volumes as they are published: target, portals, groups, CHAP and LUN mapping brought to a wanted state together.
 */
public final class Publications {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    Publications(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Reads how a volume is published; empty if it is mapped nowhere. */
    public Optional<Publication> find(DatasetPath volume) {
        throw new UnsupportedOperationException("not built yet: Publications.find");
    }

    /** Looks what it would take. Changes nothing. */
    public PublicationPlan plan(DatasetPath volume, Consumer<PublicationSpec> spec) {
        throw new UnsupportedOperationException("not built yet: Publications.plan");
    }

    /** Makes it so and reads it back: one host group with every initiator, one mapping, the same LUN for every node. A second time nothing is sent that changes anything. */
    public Ensured<Publication> ensure(DatasetPath volume, Consumer<PublicationSpec> spec) {
        throw new UnsupportedOperationException("not built yet: Publications.ensure");
    }

    /** Takes the volume's mappings away, and the groups and the target if nothing else uses them; never the volume. The consent names the logical unit's NAA. Already gone is fine. */
    public Ensured<DatasetPath> unpublish(DatasetPath volume, Consent consent) {
        throw new UnsupportedOperationException("not built yet: Publications.unpublish");
    }
}
