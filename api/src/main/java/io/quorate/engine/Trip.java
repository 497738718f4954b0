package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.spi.Call;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Glimpse;
import org.jspecify.annotations.Nullable;

/**
 * One request to one host on behalf of a call: sending its command, observing its effect or locating its target.
 *
 * @param <T> what comes back
 */
interface Trip<T> {

    /** Makes the request. */
    T to(Call call);

    /** Returns when this request must have ended; never later than the call. */
    Deadline deadline();

    /** Tells whether the next host may be asked at once after this fault. */
    default boolean movesOn(Fault fault) {
        return fault.phase() == FaultPhase.NEVER_SENT && !SafetyTable.isFinal(fault);
    }

    /** Tells whether the host must not be asked the same again in this call. */
    default boolean isFinal(Fault fault) {
        return SafetyTable.isFinal(fault);
    }

    /** Tells whether a remembered owner is good enough, because a wrong one would say so. */
    default boolean trustsHints() {
        return true;
    }

    /** Returns what this trip brings if that came along when the owner was looked for; null if it has to be made. */
    default @Nullable T broughtBy(Glimpse<?> seen) {
        return null;
    }

    /** A try at the host failed after the given time. */
    default void failed(String host, long tookNanos, Fault fault) {}

    /** A try at the host begins. */
    default void begins(String host) {}
}
