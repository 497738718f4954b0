package io.quorate;

import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import java.util.List;

/** Makes an entry over backends of tests. */
public final class TestQuorate {
    private TestQuorate() {}

    /** Makes one with a single endpoint. */
    public static Quorate over(String endpoint, Backend backend, QuorateRuntime runtime, List<String> hosts) {
        BackendProvider provider = new BackendProvider() {
            @Override
            public String scheme() {
                return "script";
            }

            @Override
            public Backend open(Endpoint opened, QuorateRuntime its) {
                return backend;
            }
        };
        return Quorate.builder()
                .provider(provider)
                .runtime(runtime)
                .retry(Rig.steady(3))
                .breaker(new BreakerSettings(500, java.time.Duration.ofSeconds(30)))
                .endpoint(endpoint, "script://" + String.join(",", hosts), e -> {})
                .build();
    }
}
