package io.quorate.host;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.host.command.GetTimeSource;
import io.quorate.host.command.GetTimeStatus;
import io.quorate.host.command.SetTimeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a host takes its time from, as its time service is set. How its clock goes compared with ours stands in {@link HostClient#facts}. Rights and
 * common errors are those of {@link HostClient}. Immutable and thread-safe.
 */
public final class HostTime {
    private final Calls calls;
    private final String host;

    HostTime(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Reads it. Changes nothing. */
    public TimeSource get() {
        return calls.run(new GetTimeSource(host));
    }

    /**
     * Has the host take its time from the domain's controllers: the registry's values of {@code W32Time}, then {@code Restart-Service}. May be repeated;
     * a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.RejectedException if a policy sets it, or Windows refuses
     */
    public Ensured<TimeSource> ensureDomain() {
        return calls.ensure(new SetTimeSource(host, List.of()));
    }

    /**
     * Has the host take its time from servers of NTP, as the domain's first controller should. May be repeated; a lost answer is settled by reading
     * back.
     *
     * @throws io.quorate.error.RejectedException if a policy sets it, or Windows refuses
     */
    public Ensured<TimeSource> ensureServers(List<String> servers) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("name a server of NTP");
        }
        return calls.ensure(new SetTimeSource(host, servers));
    }

    /**
     * Reads what the time service last wrote of its source and stratum: event 260 of {@code Microsoft-Windows-Time-Service/Operational}, written every eight
     * hours, and whether event 265, written of each change, came after it ({@code Get-WinEvent}; Microsoft Learn, Windows time for traceability). The
     * values are taken from the event's data by their places, and no text is read. What is in force this minute no cmdlet, registry value or class of CIM
     * tells, only {@code w32tm /query /status}, a native program. Changes nothing; needs the right to read the log.
     *
     * @return empty where the log is not there (Windows Server 2016), holds no such event yet, or may not be read
     */
    public Optional<TimeStatus> status() {
        return calls.run(new GetTimeStatus(host));
    }

    /**
     * Reads how many steps the host's clock is away from a clock of its own, as {@link #status} tells it; empty where that tells none, or none that
     * still holds.
     */
    public OptionalInt stratum() {
        return status().map(TimeStatus::inForce).orElseGet(OptionalInt::empty);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
