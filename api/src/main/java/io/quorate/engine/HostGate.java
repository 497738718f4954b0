package io.quorate.engine;

import dev.failsafe.Bulkhead;
import io.quorate.QuorateRuntime;

/** What the engine keeps about one host of an endpoint. */
final class HostGate {
    final String host;
    final HostBreaker breaker;
    final Bulkhead<Object> places;
    final HostSettings settings;
    final Backoff backoff;

    HostGate(String host, HostSettings settings, QuorateRuntime runtime) {
        this.host = host;
        this.settings = settings;
        this.breaker = new HostBreaker(settings.breaker(), runtime);
        this.places = Bulkhead.of(settings.bulkhead().maxConcurrent());
        this.backoff = new Backoff(settings.retry(), runtime);
    }
}
