package io.quorate.winrm.recipe.host;

import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recipe that changes a service: one message, and then what the service says itself.
 *
 * @param <C> the command
 */
abstract class ServiceChange<C extends HostCommand<WindowsService> & Command<WindowsService>>
        extends Changing<C, Row, WindowsService> {

    /** Returns the service's name. */
    abstract String service(C command);

    /** Returns what is sent. */
    abstract PsPipeline message(C command, Row seen);

    /** Returns what is wrong with the service afterwards; null if nothing is. */
    abstract @Nullable Fault wrong(C command, Row before, Row after, @Nullable Fault refusal);

    @Override
    protected final Row read(C command, WindowsHost host) {
        return row(command, host.powerShell());
    }

    private Row row(C command, PowerShell shell) {
        return ServiceReads.find(command.host(), service(command), shell)
                .orElseThrow(() -> ServiceReads.absent(service(command), command.host()));
    }

    @Override
    protected final List<PipelineStep> change(C command, Row seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected Row unseen(C command) {
        return unseen(command, 0, List.of());
    }

    /** What stands for a service that runs, with those that need it. */
    final Row unseen(C command, long process, List<String> needing) {
        WindowsService service = new WindowsService(
                command.host(),
                service(command),
                "",
                ServiceState.RUNNING,
                ServiceStart.AUTOMATIC,
                "",
                process,
                needing);
        return new Row(
                service,
                false,
                needing.stream()
                        .map(one -> new ServiceReads.Dependent(one, ServiceState.RUNNING, ServiceStart.AUTOMATIC))
                        .toList());
    }

    @Override
    protected final WindowsService carryOut(C command, Row seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        Row after = row(command, shell);
        Fault wrong = wrong(command, seen, after, refusal);
        if (wrong != null) {
            throw wrong;
        }
        return after.service();
    }

    /** Judges a state that is not the one that was asked for. */
    static Fault otherwise(Row after, @Nullable Fault refusal, ServiceState onTheWay) {
        WindowsService service = after.service();
        return refusal == null && service.state().equals(onTheWay)
                ? Answers.pending("the service " + service.name() + " is still in the state " + service.state())
                : Answers.failed(refusal, "the service " + service.name() + " is in the state " + service.state());
    }
}
