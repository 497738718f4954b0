package io.quorate.engine;

import io.quorate.QuorateRuntime;

/** What the engine keeps about one host of an endpoint. */
final class HostGate {
    final String host;
    final HostBreaker breaker;
    final QuorateRuntime.Permits places;
    final HostSettings settings;
    final Backoff backoff;

    HostGate(String host, HostSettings settings, QuorateRuntime runtime) {
        this.host = host;
        this.settings = settings;
        this.breaker = new HostBreaker(settings.breaker(), runtime);
        this.places = runtime.permits(settings.bulkhead().maxConcurrent());
        this.backoff = new Backoff(settings.retry(), runtime);
    }
}
