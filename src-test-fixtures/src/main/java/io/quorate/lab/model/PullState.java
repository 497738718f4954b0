package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;

/**
 * A controller's pulling from a partner, as it became last; what it is now follows from the time.
 *
 * @param to the controller that pulls
 * @param from the partner
 * @param result 0 while it works, else the error number each attempt ends in, or {@link ControllerState#STALLED}
 * @param success when it succeeded last, or began to
 */
public record PullState(String to, String from, int result, Duration success) {
    /** Within a site, partners are asked once an hour where nothing changes. */
    public static final Duration CYCLE = Duration.ofHours(1);

    /** Returns the entity's key. */
    public static Key<PullState> key(String to, String from) {
        return new Key<>(PullState.class, "host/" + to + "/pulls/" + from);
    }

    private long cycles(Duration now) {
        return now.minus(success).dividedBy(CYCLE);
    }

    /** Returns when it succeeded last. */
    public Duration lastSuccess(Duration now) {
        return result == 0 ? lastAttempt(now) : success;
    }

    /** Returns when it tried last. */
    public Duration lastAttempt(Duration now) {
        return result == ControllerState.STALLED ? success : success.plus(CYCLE.multipliedBy(cycles(now)));
    }

    /** Returns how often it failed since it succeeded. */
    public long failures(Duration now) {
        return result <= 0 ? 0 : cycles(now);
    }

    /** Returns what its last attempt ended in. */
    public int lastResult(Duration now) {
        return failures(now) == 0 ? 0 : result;
    }

    PullState becoming(int next, Duration now) {
        return next == result ? this : new PullState(to, from, next, next == 0 ? now : lastSuccess(now));
    }
}
