package io.quorate.call;

import io.quorate.Consent;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that a rehearsal would have carried out.
 *
 * @param order what was ordered; values that only a server gives are marked placeholders
 * @param host the host, or in words which of several it would be
 * @param wire what would be put on the wire, redacted, a line a step
 */
public record RehearsedStep(Order<?> order, String host, List<String> wire) {
    public RehearsedStep {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(host, "host");
        wire = List.copyOf(wire);
    }

    /** Returns the endpoint it is for. */
    public String endpoint() {
        return order.endpoint();
    }

    /** Returns the command's name. */
    public String operation() {
        return order.command().name();
    }

    /** Returns the object it acts on. */
    public Target target() {
        return order.command().target();
    }

    /** Returns what may be repeated. */
    public Safety safety() {
        return order.command().safety();
    }

    /** Returns the identity of the object a consent is bound to; null for commands that need none. */
    public @Nullable String identity() {
        return order.command() instanceof Destructive destructive ? destructive.identity() : null;
    }

    /** Returns the consent's reason; null where none was given. */
    public @Nullable String reason() {
        Consent consent = order.consent();
        return consent == null ? null : consent.reason();
    }
}
