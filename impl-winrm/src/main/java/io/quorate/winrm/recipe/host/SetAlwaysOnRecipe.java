package io.quorate.winrm.recipe.host;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.host.command.SetAlwaysOn;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets Always On by the method {@code ChangeHADRService} of SQL Server's WMI provider, as its own management library does; writing the registry
 * alone would leave the service without its rights in the cluster.
 */
final class SetAlwaysOnRecipe extends Changing<SetAlwaysOn, SetAlwaysOnRecipe.Seen, HostSqlInstance> {

    /** An instance, and what the method's parameter is called; null until that is looked up. */
    record Seen(SqlReads.Instance row, @Nullable String parameter) {}

    @Override
    public Class<SetAlwaysOn> handles() {
        return SetAlwaysOn.class;
    }

    @Override
    protected Seen read(SetAlwaysOn command, WindowsHost host) {
        return new Seen(row(command, host.powerShell()), null);
    }

    private static SqlReads.Instance row(SetAlwaysOn command, PowerShell shell) {
        return SqlReads.find(command.host(), command.instance(), shell)
                .orElseThrow(() -> Answers.notFound(SqlReads.absent(command.instance(), command.host())));
    }

    @Override
    protected Observation<HostSqlInstance> done(SetAlwaysOn command, Seen seen) {
        HostSqlInstance instance = seen.row().instance();
        Boolean on = instance.alwaysOn();
        if (on == null) {
            return Observation.unknown(untold(command), null);
        }
        if (instance.clustered() && instance.service().isStopped()) {
            // what such a node says may be old, and is not what counts
            return Observation.absent();
        }
        return on == command.on() ? Observation.present(instance) : Observation.absent();
    }

    private static String untold(SetAlwaysOn command) {
        return "SQL Server's WMI provider has no setting of Always On for " + command.instance();
    }

    @Override
    protected void refuse(SetAlwaysOn command, Seen seen) {
        if (seen.row().namespace() == null) {
            throw Answers.refused(
                    untold(command), "its edition may be one without Always On, or the provider is not registered");
        }
        HostSqlInstance instance = seen.row().instance();
        if (instance.clustered() && instance.service().isStopped()) {
            throw Answers.refused(
                    "the failover cluster instance " + instance.name() + " does not run on " + command.host(),
                    "ask the node that owns it");
        }
    }

    @Override
    protected Seen lookCloser(SetAlwaysOn command, Seen seen, WindowsHost host) {
        String namespace = seen.row().namespace();
        return namespace == null ? seen : new Seen(seen.row(), SqlReads.parameter(namespace, host.powerShell()));
    }

    @Override
    protected List<PipelineStep> change(SetAlwaysOn command, Seen seen) {
        return PipelineStep.of(message(command, seen));
    }

    private static PsPipeline message(SetAlwaysOn command, Seen seen) {
        String namespace = seen.row().namespace();
        String parameter = seen.parameter();
        return SqlReads.change(
                namespace == null ? PipelineStep.PLACEHOLDER : PsValue.string(namespace),
                command.instance(),
                parameter == null ? "(as seen)" : parameter,
                command.on());
    }

    @Override
    protected Seen unseen(SetAlwaysOn command) {
        WindowsService service = new WindowsService(
                command.host(),
                HostSqlInstance.serviceOf(command.instance()),
                "",
                ServiceState.RUNNING,
                ServiceStart.AUTOMATIC,
                "",
                0,
                List.of());
        return new Seen(
                new SqlReads.Instance(
                        new HostSqlInstance(command.host(), command.instance(), service, null, "", false, null),
                        null,
                        null,
                        true),
                null);
    }

    @Override
    protected HostSqlInstance carryOut(SetAlwaysOn command, Seen seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        List<PsValue> output = new ArrayList<>();
        Fault refusal = Answers.attempt(
                pipeline -> {
                    output.addAll(shell.run(pipeline));
                    return output;
                },
                message(command, seen));
        HostSqlInstance after = row(command, shell).instance();
        Boolean on = after.alwaysOn();
        if (on == null || on != command.on()) {
            throw Answers.failed(
                    refusal,
                    "Always On of " + command.instance() + " is not set to " + (command.on() ? "on" : "off")
                            + returned(output));
        }
        return after;
    }

    private static String returned(List<PsValue> output) {
        return output.isEmpty()
                ? ""
                : "; " + SqlReads.CHANGE + " returned "
                        + Decode.of(output.get(0), "the method's answer").int64Or("ReturnValue", -1);
    }
}
