package io.quorate.iscsi;

import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import java.util.EnumSet;
import java.util.Set;

/** Quorate's own initiator, the default: everything in {@link InitiatorFeature}, one connection a session, error recovery level 0. */
public final class QuorateInitiatorProvider implements InitiatorProvider {
    /** Its name. */
    public static final String NAME = "quorate";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<InitiatorFeature> features() {
        return Set.copyOf(EnumSet.allOf(InitiatorFeature.class));
    }

    @Override
    public Initiator open(QuorateRuntime runtime) {
        return new QuorateInitiator(runtime);
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
