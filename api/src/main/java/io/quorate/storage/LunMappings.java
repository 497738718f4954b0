package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.engine.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The LUN mappings.
 */
public final class LunMappings {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    LunMappings(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists all, page by page. */
    public Stream<LunMapping> list() {
        throw new UnsupportedOperationException("not built yet: LunMappings.list");
    }

    /** Lists those of a volume. */
    public List<LunMapping> of(DatasetPath volume) {
        throw new UnsupportedOperationException("not built yet: LunMappings.of");
    }

    /** Maps a volume, or Conflict; waits until the mapping shows. */
    public LunMapping create(DatasetPath volume, String targetGroup, String hostGroup) {
        throw new UnsupportedOperationException("not built yet: LunMappings.create");
    }

    /** Takes a mapping away and waits until it is gone; the consent names the mapping's id. Whoever uses the LUN loses it. Already gone is fine. */
    public void remove(LunMapping mapping, Consent consent) {
        throw new UnsupportedOperationException("not built yet: LunMappings.remove");
    }

    /** Reads the logical unit behind a volume; empty while it is mapped nowhere. */
    public Optional<LogicalUnit> logicalUnit(DatasetPath volume) {
        throw new UnsupportedOperationException("not built yet: LunMappings.logicalUnit");
    }

    /** Switches the write cache of a logical unit. */
    public LogicalUnit writeCache(DatasetPath volume, boolean enabled) {
        throw new UnsupportedOperationException("not built yet: LunMappings.writeCache");
    }
}
