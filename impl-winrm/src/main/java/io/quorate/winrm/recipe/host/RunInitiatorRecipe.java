package io.quorate.winrm.recipe.host;

import io.quorate.host.InitiatorService;
import io.quorate.host.command.RunInitiator;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/** Has the service start with Windows ({@code Set-Service}) and starts it; judges by what the service says then. */
final class RunInitiatorRecipe implements Recipe<RunInitiator, InitiatorService> {
    @Override
    public Class<RunInitiator> handles() {
        return RunInitiator.class;
    }

    @Override
    public List<PsPipeline> steps(RunInitiator command) {
        return List.of(start(), InitiatorReads.portsMessage());
    }

    private static PsPipeline start() {
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
    public InitiatorService run(RunInitiator command, PowerShell shell) {
        InitiatorService after = InitiatorReads.service(command.host(), shell.run(start()), shell);
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
    public Observation<InitiatorService> observe(RunInitiator command, PowerShell shell) {
        return Answers.observe(() -> Optional.of(InitiatorReads.service(command.host(), shell))
                .filter(service -> service.running() && service.automatic()));
    }
}
