package io.quorate.host;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.host.command.GetSqlInstance;
import io.quorate.host.command.ListSqlInstances;
import io.quorate.host.command.RestartSqlInstance;
import io.quorate.host.command.SetAlwaysOn;
import io.quorate.spi.Find;
import io.quorate.text.Shown;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instances of SQL Server on a host, as its Windows sees them: services and the setting of Always On, through SQL Server's own WMI
 * provider ({@code root/Microsoft/SqlServer/ComputerManagementNN}, class {@code HADRServiceSettings}). No method here asks the instance itself:
 * {@code Flows.alwaysOn} does, and takes care that no primary is restarted.
 *
 * <p>The class and its method are those that Microsoft's own management library uses; nobody here has seen them on a real host. Rights and
 * common errors are those of {@link HostClient}. Immutable and thread-safe.
 */
public final class HostSqlInstances {
    private final Calls calls;
    private final String host;

    HostSqlInstances(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists them. Changes nothing. */
    public List<HostSqlInstance> list() {
        return calls.run(new ListSqlInstances(host));
    }

    /** Reads one; empty after a query that found no service of it. Changes nothing. */
    public Optional<HostSqlInstance> find(String instance) {
        return calls.run(new Find<>(new GetSqlInstance(host, instance)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @param instance {@link HostSqlInstance#DEFAULT}, or the name of a named instance
     * @throws io.quorate.error.NotFoundException after a query that found no service of it
     */
    public HostSqlInstance get(String instance) {
        return calls.run(new GetSqlInstance(host, instance));
    }

    /**
     * Sets whether Always On is to be in force from the next start of the instance's service on; restarts nothing. May be repeated; a lost answer
     * is settled by reading back. Of a failover cluster instance it is set on the node that owns it, once: the cluster carries the setting to every
     * possible owner, and drops what was set elsewhere.
     *
     * @throws io.quorate.error.NotFoundException if there is no such instance
     * @throws io.quorate.error.RejectedException if SQL Server's provider refuses it, e.g. 2016 on a host that is in no cluster, or an edition
     *     without Always On; if it is a failover cluster instance that does not run on this host
     */
    public Ensured<HostSqlInstance> ensureAlwaysOn(String instance, boolean on) {
        return calls.ensure(new SetAlwaysOn(host, instance, on));
    }

    /**
     * Restarts an instance, whatever it is doing: its databases are gone meanwhile, and a group whose primary it is fails over or is offline. Its
     * Agent is stopped first and started again if it ran or starts with Windows. A failover cluster instance is taken offline and brought online by
     * the cluster, from the host that owns it. All in one message, so that a client that dies leaves nothing half done; a lost answer is settled by
     * its process, which is another one then. Ten minutes at most.
     *
     * @param consent bound to host and instance, {@code SQL1/MSSQLSERVER}, the host as it was given to {@code Quorate.host}
     * @throws io.quorate.error.NotFoundException if there is no such instance
     * @throws io.quorate.error.RejectedException if another service that depends on it runs, or another node owns it; nothing was stopped then
     */
    public HostSqlInstance restart(String instance, @Nullable Consent consent) {
        return restart(get(instance), consent);
    }

    /**
     * Restarts an instance like {@link #restart(String, Consent)} unless it runs in another process since: what was decided for one process is
     * not done to the next. Whoever restarts because of a state reads the process first, then the state.
     *
     * @param since the instance in the process that is to end, as {@link #get} told it
     */
    public HostSqlInstance restart(HostSqlInstance since, @Nullable Consent consent) {
        RestartSqlInstance restart = new RestartSqlInstance(
                host, since.name(), since.wantsAgent(), since.service().processId(), since.clustered());
        return calls.give(Order.ensure(calls.endpoint(), restart).with(consent)).value();
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
