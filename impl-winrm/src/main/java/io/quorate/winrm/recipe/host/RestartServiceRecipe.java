package io.quorate.winrm.recipe.host;

import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.host.command.RestartService;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.ServiceReads.Dependent;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops a service and starts it, in one message; its process tells whether that was done. */
final class RestartServiceRecipe extends ServiceChange<RestartService> {
    @Override
    public Class<RestartService> handles() {
        return RestartService.class;
    }

    @Override
    String service(RestartService command) {
        return command.service();
    }

    @Override
    protected Observation<WindowsService> done(RestartService command, Row seen) {
        WindowsService service = seen.service();
        if (!service.isRunning() || asleep(command, seen).isPresent()) {
            return Observation.absent();
        }
        if (service.processId() != command.processId()) {
            return Observation.present(service);
        }
        return seen.shared()
                ? Observation.unknown(
                        "the service " + service.name()
                                + " shares its process with others, which does not tell whether it was restarted",
                        null)
                : Observation.absent();
    }

    /** A dependent that is to run again and does not. */
    private static Optional<Dependent> asleep(RestartService command, Row seen) {
        return seen.needing().stream()
                .filter(one ->
                        named(command, one) && one.isStopped() && one.start().equals(ServiceStart.AUTOMATIC))
                .findFirst();
    }

    private static boolean named(RestartService command, Dependent one) {
        return command.dependents().stream().anyMatch(one.name()::equalsIgnoreCase);
    }

    @Override
    protected void refuse(RestartService command, Row seen) {
        StopRules.refuse(seen, command.dependents());
        if (seen.service().start().equals(ServiceStart.DISABLED)) {
            throw Answers.refused(
                    "nothing was stopped: the service " + seen.service().name()
                            + " is disabled, and would not start again",
                    "have it start manually or automatically first: services().ensureStart(...)");
        }
    }

    @Override
    protected Row lookCloser(RestartService command, Row seen, WindowsHost host) {
        StopRules.refuseClustered(command.host(), seen, host.powerShell());
        return seen;
    }

    @Override
    protected Row unseen(RestartService command) {
        return unseen(command, command.processId(), command.dependents());
    }

    @Override
    PsPipeline message(RestartService command, Row seen) {
        List<List<PsCommand>> statements = new ArrayList<>();
        boolean again = seen.service().isRunning() && seen.service().processId() != command.processId();
        if (!again) {
            seen.busy().forEach(one -> statements.add(ServiceReads.stop(one.name())));
            if (!seen.service().isStopped()) {
                statements.add(ServiceReads.stop(command.service()));
            }
            statements.add(ServiceReads.start(command.service()));
        }
        List<Dependent> backwards = new ArrayList<>(seen.needing());
        java.util.Collections.reverse(backwards);
        for (Dependent one : backwards) {
            boolean ran = !one.isStopped() && !again;
            boolean starts = one.isStopped() && one.start().equals(ServiceStart.AUTOMATIC);
            if (named(command, one) && (ran || starts)) {
                statements.add(ServiceReads.start(one.name()));
            }
        }
        return Line.message(statements);
    }

    @Override
    @Nullable
    Fault wrong(RestartService command, Row before, Row after, @Nullable Fault refusal) {
        WindowsService service = after.service();
        if (!service.isRunning()) {
            return otherwise(after, refusal, ServiceState.START_PENDING);
        }
        if (service.processId() == command.processId() && !(after.shared() && refusal == null)) {
            return Answers.failed(refusal, "the service " + service.name() + " runs in the same process as before");
        }
        return asleep(command, after)
                .map(one -> Answers.failed(refusal, "the service " + one.name() + ", which needs it, does not run"))
                .orElse(null);
    }
}
