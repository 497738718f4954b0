package io.quorate.plan;

import io.quorate.call.Order;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan. Whatever order it is made of, it holds one that is satisfied when it is so already, and nobody's consent.
 *
 * @param order what to do
 * @param reason why, for whoever reviews the plan; may be empty
 */
public record PlanStep(Order<?> order, String reason) {
    /**
     * @throws IllegalArgumentException if the order changes nothing
     */
    public PlanStep {
        order = ensuring(Objects.requireNonNull(order, "order"));
        Objects.requireNonNull(reason, "reason");
    }

    /** Makes one without a reason. */
    public static PlanStep of(Order<?> order) {
        return new PlanStep(order, "");
    }

    /** Returns the identity that a consent must name; null if it needs none. */
    public @Nullable String identity() {
        return order.command() instanceof Destructive destructive ? destructive.identity() : null;
    }

    private static <R> Order<R> ensuring(Order<R> order) {
        if (order.command().safety() == Safety.READ) {
            throw new IllegalArgumentException(order.command().name() + " changes nothing, so it is no step of a plan");
        }
        return Order.ensure(order.endpoint(), order.command()).within(order.deadline());
    }
}
