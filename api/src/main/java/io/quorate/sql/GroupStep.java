package io.quorate.sql;

import io.quorate.call.Order;
import java.util.Objects;

/**
 * One change on the way to a group as it is wanted. Prints no secret.
 *
 * @param order what is ordered; satisfied when it is so already
 * @param reason what it changes, in a sentence
 * @param later whether only an earlier step's outcome tells all of it: a certificate that is yet to be made
 */
public record GroupStep(Order<?> order, String reason, boolean later) {
    public GroupStep {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(reason, "reason");
    }
}
