package io.quorate.engine;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.RetrySettings;
import java.util.Objects;

/** The settings that may differ from host to host. Immutable. */
public record HostSettings(RetrySettings retry, BreakerSettings breaker, BulkheadSettings bulkhead) {
    private static final HostSettings DEFAULTS =
            new HostSettings(RetrySettings.defaults(), BreakerSettings.defaults(), BulkheadSettings.defaults());

    public HostSettings {
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(breaker, "breaker");
        Objects.requireNonNull(bulkhead, "bulkhead");
    }

    /** Returns the defaults of all three. */
    public static HostSettings defaults() {
        return DEFAULTS;
    }
}
