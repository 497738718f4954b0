package io.quorate.host;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.host.command.GetService;
import io.quorate.host.command.ListServices;
import io.quorate.host.command.RestartService;
import io.quorate.host.command.SetServiceStart;
import io.quorate.host.command.StartService;
import io.quorate.host.command.StopService;
import io.quorate.spi.Find;
import io.quorate.text.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host's services, by their names, which are the same in every language. Rights and common errors are those of {@link HostClient};
 * starting, stopping and restarting take five minutes at most. Immutable and thread-safe.
 */
public final class HostServices {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Calls calls;
    private final String host;

    HostServices(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists all services. Changes nothing. */
    public List<WindowsService> list() {
        return calls.run(new ListServices(host));
    }

    /** Reads a service; empty after a query that found none of that name. Changes nothing. */
    public Optional<WindowsService> find(String service) {
        return calls.run(new Find<>(new GetService(host, service)));
    }

    /**
     * Reads a service. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a query that found none of that name
     */
    public WindowsService get(String service) {
        return calls.run(new GetService(host, service));
    }

    /**
     * Has a service run ({@code Start-Service}), and what it depends on. May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.NotFoundException if there is none of that name
     * @throws io.quorate.error.RejectedException if it is disabled, or does not start
     */
    public Ensured<WindowsService> ensureRunning(String service) {
        return calls.ensure(new StartService(host, service));
    }

    /** Has a service stopped; see {@link #ensureStopped(String, List, Consent)}, with no other than itself. */
    public Ensured<WindowsService> ensureStopped(String service, @Nullable Consent consent) {
        return ensureStopped(service, List.of(), consent);
    }

    /**
     * Has a service stopped ({@code Stop-Service}, never with {@code -Force}), after those of its dependents that are named and run. May be
     * repeated; a lost answer is settled by reading back.
     *
     * @param dependents which of its dependents may be stopped with it
     * @param consent bound to host and service, {@code HV1/Spooler}, and to every dependent that is named, {@code SQL1/MSSQLSERVER+SQLSERVERAGENT};
     *     the host as it was given to {@code Quorate.host}
     * @throws io.quorate.error.NotFoundException if there is none of that name
     * @throws io.quorate.error.RejectedException if a dependent runs that is not named, if WinRM, which carries this connection, would stop, or
     *     if it belongs to a failover cluster instance of SQL Server; nothing was stopped then
     */
    public Ensured<WindowsService> ensureStopped(String service, List<String> dependents, @Nullable Consent consent) {
        StopService stop = new StopService(host, service, dependents);
        return calls.give(Order.ensure(calls.endpoint(), stop).with(consent));
    }

    /** Restarts a service; see {@link #restart(String, List, Consent)}, with no other than itself. */
    public WindowsService restart(String service, @Nullable Consent consent) {
        return restart(service, List.of(), consent);
    }

    /**
     * Restarts a service: stops it as {@link #ensureStopped(String, List, Consent)} does, starts it, and starts those of the named dependents
     * again that ran or start with Windows. All in one message, so that a client that dies leaves nothing half done. A lost answer is settled by
     * its process, which is another one then. A service that is stopped is started.
     *
     * @param dependents which of its dependents may be restarted with it
     * @param consent as for stopping
     * @throws io.quorate.error.OutcomeUnknownException if an answer is lost and it shares its process with others, so that nothing shows
     */
    public WindowsService restart(String service, List<String> dependents, @Nullable Consent consent) {
        long before = get(service).processId();
        RestartService restart = new RestartService(host, service, dependents, before);
        return calls.give(Order.ensure(calls.endpoint(), restart).with(consent)).value();
    }

    /**
     * Sets when a service starts ({@code Set-Service}). Neither starts nor stops it. May be repeated.
     *
     * @param start {@link ServiceStart#AUTOMATIC}, {@link ServiceStart#MANUAL} or {@link ServiceStart#DISABLED}
     * @throws IllegalArgumentException if it is another
     * @throws io.quorate.error.NotFoundException if there is none of that name
     * @throws io.quorate.error.RejectedException if WinRM would not start with Windows any more, or a policy sets another
     */
    public Ensured<WindowsService> ensureStart(String service, ServiceStart start) {
        return calls.ensure(new SetServiceStart(host, service, start));
    }

    /**
     * Waits until a service is in a state. Changes nothing; while the host does not answer it goes on waiting.
     *
     * @throws io.quorate.error.DeadlineExceededException if it is not in time; tells the state it was seen in last
     * @throws io.quorate.error.RejectedException if it is to run and is disabled
     */
    public WindowsService await(String service, ServiceState state, Duration atMost) {
        return Waiter.of(calls.runtime(), "service " + service + " of " + host + " is " + state, () -> get(service))
                .until(seen -> seen.state().equals(state))
                .never(seen -> state.equals(ServiceState.RUNNING)
                                && seen.isStopped()
                                && seen.start().equals(ServiceStart.DISABLED)
                        ? Optional.of("it is disabled")
                        : Optional.empty())
                .describedBy(seen -> seen.state().word())
                .every(LOOK_AGAIN)
                .await(atMost);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
