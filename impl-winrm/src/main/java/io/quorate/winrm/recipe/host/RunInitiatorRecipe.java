package io.quorate.winrm.recipe.host;

import io.quorate.host.InitiatorService;
import io.quorate.host.command.RunInitiator;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Has the service start with Windows ({@code Set-Service}) and starts it; judges by what the service says then. */
final class RunInitiatorRecipe extends Sending<RunInitiator, InitiatorService> {
    @Override
    public Class<RunInitiator> handles() {
        return RunInitiator.class;
    }

    @Override
    protected PsPipeline message(RunInitiator command) {
        return Line.message(
                Line.statement(Cmdlet.SET_SERVICE
                        .line()
                        .with("Name", InitiatorReads.SERVICE)
                        .with("StartupType", "Automatic")
                        .unasked()),
                Line.statement(Cmdlet.START_SERVICE
                        .line()
                        .with("Name", List.of(InitiatorReads.SERVICE))
                        .unasked()),
                InitiatorReads.service());
    }

    @Override
    protected InitiatorService judge(RunInitiator command, List<PsValue> output, PowerShell shell) {
        InitiatorService after = InitiatorReads.service(command.host(), output, shell);
        if (!after.running()) {
            throw Answers.pending("the service " + InitiatorReads.SERVICE + " was started and does not run yet");
        }
        if (!after.automatic()) {
            throw Answers.notTaken("the service " + InitiatorReads.SERVICE
                    + " was told to start with Windows, and its start type is another: a policy may set it");
        }
        return after;
    }

    @Override
    public Observation<InitiatorService> look(RunInitiator command, WindowsHost host) {
        InitiatorService service = InitiatorReads.service(command.host(), host.powerShell());
        return service.running() && service.automatic() ? Observation.present(service) : Observation.absent();
    }
}
