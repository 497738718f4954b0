package io.quorate.lab.sql;

import io.quorate.lab.kernel.LabClock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The lab's time, as statements see it. */
public interface SqlClock {

    /** Returns the clock of a world; a thread that is interrupted waits no longer. */
    static SqlClock of(LabClock clock) {
        return new SqlClock() {
            @Override
            public LocalDateTime now() {
                return LocalDateTime.ofInstant(clock.now(), ZoneOffset.UTC);
            }

            @Override
            public void pause(Duration duration, SqlPatience patience) {
                try {
                    clock.sleep(duration, patience::given);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Returns the time now, in UTC, which is the instances' zone, too. */
    LocalDateTime now();

    /** Waits in the lab's time; returns when it has passed, or soon after the patience is given. */
    void pause(Duration duration, SqlPatience patience);
}
