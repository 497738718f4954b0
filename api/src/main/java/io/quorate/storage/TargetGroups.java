package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.engine.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The target groups.
 */
public final class TargetGroups {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    TargetGroups(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists them. */
    public List<TargetGroup> list() {
        throw new UnsupportedOperationException("not built yet: TargetGroups.list");
    }

    /** Reads one; empty after a look without it. */
    public Optional<TargetGroup> find(String name) {
        throw new UnsupportedOperationException("not built yet: TargetGroups.find");
    }

    /** Reads one, or NotFound. */
    public TargetGroup get(String name) {
        throw new UnsupportedOperationException("not built yet: TargetGroups.get");
    }

    /** Creates one, or Conflict. */
    public TargetGroup create(String name, Set<Iqn> members) {
        throw new UnsupportedOperationException("not built yet: TargetGroups.create");
    }

    /** Sets its members, all of them; who is left out loses what is mapped to the group, so the consent names the group if somebody is. */
    public TargetGroup update(String name, Set<Iqn> members, @Nullable Consent consent) {
        throw new UnsupportedOperationException("not built yet: TargetGroups.update");
    }

    /** Removes one that no mapping names. Already gone is fine. */
    public void remove(String name) {
        throw new UnsupportedOperationException("not built yet: TargetGroups.remove");
    }
}
