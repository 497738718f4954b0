package io.quorate.host;

import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.host.command.GetTimeSource;
import io.quorate.host.command.SetTimeSource;
import java.util.List;
import java.util.Objects;

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
     * Would tell how many steps the host's clock is away from a clock of its own.
     *
     * @throws UnsupportedOperationException always: only {@code w32tm /query /status} tells it, a native program, which no cmdlet, registry value or class
     *     of CIM stands for
     */
    public int stratum() {
        throw new UnsupportedOperationException(
                "the stratum of " + host + " is told by w32tm /query /status alone, which is no cmdlet");
    }
}
