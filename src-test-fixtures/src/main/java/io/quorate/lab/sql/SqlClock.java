package io.quorate.lab.sql;

import java.time.Duration;
import java.time.LocalDateTime;

/** The lab's time, as statements see it. */
public interface SqlClock {

    /** Returns the time now, in UTC, which is the instances' zone, too. */
    LocalDateTime now();

    /** Waits in the lab's time; returns when it has passed, or soon after the patience is given. */
    void pause(Duration duration, SqlPatience patience);
}
