package io.quorate.winrm.recipe.host;

import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.host.command.StopService;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops a service with {@code Stop-Service}, one after the other and never with {@code -Force}: Windows then refuses what a look a moment before
 * did not see.
 */
final class StopServiceRecipe extends ServiceChange<StopService> {
    @Override
    public Class<StopService> handles() {
        return StopService.class;
    }

    @Override
    String service(StopService command) {
        return command.service();
    }

    @Override
    protected Observation<WindowsService> done(StopService command, Row seen) {
        return seen.service().isStopped() ? Observation.present(seen.service()) : Observation.absent();
    }

    @Override
    protected void refuse(StopService command, Row seen) {
        StopRules.refuse(seen, command.dependents());
    }

    @Override
    protected Row lookCloser(StopService command, Row seen, WindowsHost host) {
        StopRules.refuseClustered(command.host(), seen, host.powerShell());
        return seen;
    }

    @Override
    protected Row unseen(StopService command) {
        return unseen(command, 0, command.dependents());
    }

    @Override
    PsPipeline message(StopService command, Row seen) {
        List<List<PsCommand>> statements = new ArrayList<>();
        seen.busy().forEach(one -> statements.add(ServiceReads.stop(one.name())));
        statements.add(ServiceReads.stop(command.service()));
        return Line.message(statements);
    }

    @Override
    @Nullable
    Fault wrong(StopService command, Row before, Row after, @Nullable Fault refusal) {
        return after.service().isStopped() ? null : otherwise(after, refusal, ServiceState.STOP_PENDING);
    }
}
