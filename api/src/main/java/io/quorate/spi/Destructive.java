package io.quorate.spi;

import io.quorate.Consent;
import org.jspecify.annotations.Nullable;

/** A command that can lose data or service. The engine refuses it without a consent bound to {@link #identity()}. */
public interface Destructive {

    /** Returns the identity the consent must name: an id where there is one, never just a display name. */
    String identity();

    /** Returns what the caller gave; null is refused. */
    @Nullable
    Consent consent();
}
