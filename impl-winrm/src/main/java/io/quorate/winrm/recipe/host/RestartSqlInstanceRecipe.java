package io.quorate.winrm.recipe.host;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.host.command.RestartSqlInstance;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restarts an instance of SQL Server in one message: its Agent is stopped, then the engine; the engine is started, then the Agent. Where the cluster
 * owns it, its resources are taken offline and brought online instead.
 */
final class RestartSqlInstanceRecipe
        extends Changing<RestartSqlInstance, RestartSqlInstanceRecipe.Seen, HostSqlInstance> {

    /** An instance, and its resources where the cluster owns it. */
    record Seen(SqlReads.Instance row, @Nullable ClusteredSql resources) {
        HostSqlInstance instance() {
            return row.instance();
        }
    }

    @Override
    public Class<RestartSqlInstance> handles() {
        return RestartSqlInstance.class;
    }

    @Override
    protected Seen read(RestartSqlInstance command, WindowsHost host) {
        return new Seen(row(command, host.powerShell()), null);
    }

    private static SqlReads.Instance row(RestartSqlInstance command, PowerShell shell) {
        return SqlReads.find(command.host(), command.instance(), shell)
                .orElseThrow(() -> Answers.notFound(SqlReads.absent(command.instance(), command.host())));
    }

    @Override
    protected Observation<HostSqlInstance> done(RestartSqlInstance command, Seen seen) {
        HostSqlInstance instance = seen.instance();
        return isNew(command, instance) && !lacksAgent(command, instance)
                ? Observation.present(instance)
                : Observation.absent();
    }

    private static boolean isNew(RestartSqlInstance command, HostSqlInstance instance) {
        return instance.service().isRunning() && instance.service().processId() != command.processId();
    }

    private static boolean lacksAgent(RestartSqlInstance command, HostSqlInstance instance) {
        WindowsService agent = instance.agent();
        return command.agent() && agent != null && !agent.isRunning();
    }

    @Override
    protected void refuse(RestartSqlInstance command, Seen seen) {
        HostSqlInstance instance = seen.instance();
        if (!seen.row().told()) {
            throw StopRules.untold(instance.service().name());
        }
        Row engine = seen.row().engine();
        if (engine != null && !instance.clustered()) {
            StopRules.refuse(engine, List.of(HostSqlInstance.agentOf(command.instance())));
        }
        if (!instance.clustered() && instance.service().start().equals(ServiceStart.DISABLED)) {
            throw Answers.refused(
                    "nothing was stopped: the service " + instance.service().name()
                            + " is disabled, and would not start again",
                    "have it start manually or automatically first: services().ensureStart(...)");
        }
    }

    @Override
    protected Seen lookCloser(RestartSqlInstance command, Seen seen, WindowsHost host) {
        return seen.instance().clustered()
                ? new Seen(seen.row(), ClusteredSql.read(command.host(), command.instance(), host.powerShell()))
                : seen;
    }

    @Override
    protected List<PipelineStep> change(RestartSqlInstance command, Seen seen) {
        return PipelineStep.of(message(command, seen));
    }

    private static PsPipeline message(RestartSqlInstance command, Seen seen) {
        HostSqlInstance instance = seen.instance();
        ClusteredSql resources = seen.resources();
        boolean restarted = isNew(command, instance);
        if (resources != null) {
            return resources.restart(!restarted, command.agent());
        }
        WindowsService agent = instance.agent();
        List<List<PsCommand>> statements = new ArrayList<>();
        if (!restarted) {
            if (agent != null && !agent.isStopped()) {
                statements.add(ServiceReads.stop(agent.name()));
            }
            if (!instance.service().isStopped()) {
                statements.add(ServiceReads.stop(instance.service().name()));
            }
            statements.add(ServiceReads.start(instance.service().name()));
        }
        if (agent != null && command.agent()) {
            statements.add(ServiceReads.start(agent.name()));
        }
        return Line.message(statements);
    }

    @Override
    protected Seen unseen(RestartSqlInstance command) {
        WindowsService engine = unseen(command.host(), HostSqlInstance.serviceOf(command.instance()));
        WindowsService agent =
                command.agent() ? unseen(command.host(), HostSqlInstance.agentOf(command.instance())) : null;
        return new Seen(
                new SqlReads.Instance(
                        new HostSqlInstance(
                                command.host(), command.instance(), engine, agent, "", command.clustered(), null),
                        null,
                        null,
                        true),
                command.clustered() ? ClusteredSql.unseen(command.instance(), command.agent()) : null);
    }

    /** In the process that is to go, whichever that is. */
    private static WindowsService unseen(String host, String name) {
        return new WindowsService(host, name, "", ServiceState.STOP_PENDING, ServiceStart.AUTOMATIC, "", 0, List.of());
    }

    @Override
    protected HostSqlInstance carryOut(RestartSqlInstance command, Seen seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        HostSqlInstance after = row(command, shell).instance();
        if (!after.service().isRunning()) {
            throw ServiceChange.otherwise(
                    new Row(after.service(), false, List.of()), refusal, ServiceState.START_PENDING);
        }
        if (!isNew(command, after)) {
            throw Answers.failed(
                    refusal, "the service " + after.service().name() + " runs in the same process as before");
        }
        WindowsService agent = after.agent();
        if (agent != null && lacksAgent(command, after)) {
            throw ServiceChange.otherwise(new Row(agent, false, List.of()), refusal, ServiceState.START_PENDING);
        }
        return after;
    }
}
