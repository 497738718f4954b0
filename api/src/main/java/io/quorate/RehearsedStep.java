package io.quorate;

import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command that a rehearsal would have sent.
 *
 * @param host the host, or in words which of several it would be
 * @param identity of the object a consent is bound to; null for commands that need none
 * @param reason the consent's; null for commands that need none
 * @param wire what would be put on the wire, redacted, a line a step
 */
public record RehearsedStep(
        String operation,
        Target target,
        String endpoint,
        String host,
        Safety safety,
        @Nullable String identity,
        @Nullable String reason,
        List<String> wire) {
    public RehearsedStep {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(safety, "safety");
        wire = List.copyOf(wire);
    }
}
