package io.quorate.sql;

import java.time.LocalTime;
import java.util.Objects;

/**
 * When an Agent job runs. The numbers are Agent's own, of {@code msdb.dbo.sysschedules}.
 *
 * @param name its name
 * @param enabled whether it counts
 * @param type 1 once, 4 daily, 8 weekly, 16 and 32 monthly, 64 when Agent starts, 128 when the machine is idle
 * @param interval on which days, by type
 * @param subdayType 1 at a time, 2 seconds, 4 minutes, 8 hours
 * @param subdayInterval how many of them lie between two runs
 * @param relativeInterval which of a month's days, for type 32
 * @param recurrence how many weeks or months lie between two runs
 * @param startDate its first day, as yyyymmdd
 * @param endDate its last day, as yyyymmdd
 * @param startTime its first time of a day, as hhmmss
 * @param endTime its last time of a day, as hhmmss
 */
public record JobSchedule(
        String name,
        boolean enabled,
        int type,
        int interval,
        int subdayType,
        int subdayInterval,
        int relativeInterval,
        int recurrence,
        int startDate,
        int endDate,
        int startTime,
        int endTime) {
    private static final int DAILY = 4;
    private static final int EVERY_MINUTES = 4;
    private static final int SINCE = 20_000_101;
    private static final int FOREVER = 99_991_231;
    private static final int MIDNIGHT = 235_959;

    public JobSchedule {
        name = Objects.requireNonNull(name, "name").strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a schedule has a name");
        }
    }

    /** Makes one that runs every day at a time of the instance's. */
    public static JobSchedule daily(String name, LocalTime at) {
        int time = at.getHour() * 10_000 + at.getMinute() * 100 + at.getSecond();
        return new JobSchedule(name, true, DAILY, 1, 1, 0, 0, 0, SINCE, FOREVER, time, MIDNIGHT);
    }

    /** Makes one that runs all day, so many minutes apart. */
    public static JobSchedule everyMinutes(String name, int minutes) {
        if (minutes < 1 || minutes > 1439) {
            throw new IllegalArgumentException("between two runs lie 1 to 1439 minutes, not " + minutes);
        }
        return new JobSchedule(name, true, DAILY, 1, EVERY_MINUTES, minutes, 0, 0, SINCE, FOREVER, 0, MIDNIGHT);
    }
}
