package io.quorate.winrm.recipe.host;

import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.host.command.StartService;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import org.jspecify.annotations.Nullable;

/** Starts a service with {@code Start-Service}, which waits until it runs. */
final class StartServiceRecipe extends ServiceChange<StartService> {
    @Override
    public Class<StartService> handles() {
        return StartService.class;
    }

    @Override
    String service(StartService command) {
        return command.service();
    }

    @Override
    protected Observation<WindowsService> done(StartService command, Row seen) {
        return seen.service().isRunning() ? Observation.present(seen.service()) : Observation.absent();
    }

    @Override
    protected void refuse(StartService command, Row seen) {
        if (seen.service().start().equals(ServiceStart.DISABLED)) {
            throw Answers.refused(
                    "the service " + seen.service().name() + " is disabled",
                    "have it start manually or automatically first: services().ensureStart(...)");
        }
    }

    @Override
    protected Row lookCloser(StartService command, Row seen, WindowsHost host) {
        StopRules.refuseStart(seen, host.powerShell());
        return seen;
    }

    @Override
    PsPipeline message(StartService command, Row seen) {
        return Line.message(ServiceReads.start(command.service()));
    }

    @Override
    @Nullable
    Fault wrong(StartService command, Row before, Row after, @Nullable Fault refusal) {
        return after.service().isRunning() ? null : otherwise(after, refusal, ServiceState.START_PENDING);
    }
}
