package io.quorate.storage;

import io.quorate.call.Order;
import java.util.Objects;

/**
 * One change on the way to a publication. Prints no secret.
 *
 * @param order what is ordered; satisfied when it is so already
 * @param reason what it changes, and why, in a sentence
 */
public record PublicationStep(Order<?> order, String reason) {
    public PublicationStep {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(reason, "reason");
    }
}
