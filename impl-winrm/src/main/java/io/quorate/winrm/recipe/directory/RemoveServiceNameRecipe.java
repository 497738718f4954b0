package io.quorate.winrm.recipe.directory;

import io.quorate.directory.command.RemoveServiceName;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Takes a service principal name from an account, and leaves all its others. */
final class RemoveServiceNameRecipe extends Changing<RemoveServiceName, ServiceNameChange.Seen, Boolean> {
    private static final String HOW = "Remove";

    @Override
    public Class<RemoveServiceName> handles() {
        return RemoveServiceName.class;
    }

    @Override
    protected ServiceNameChange.Seen read(RemoveServiceName command, WindowsHost host) {
        return ServiceNameChange.read(command.serviceName(), command.account(), host);
    }

    @Override
    protected Observation<Boolean> done(RemoveServiceName command, ServiceNameChange.Seen seen) {
        return seen.stands() ? Observation.absent() : Observation.present(true);
    }

    @Override
    protected List<PipelineStep> change(RemoveServiceName command, ServiceNameChange.Seen seen) {
        return PipelineStep.of(ServiceNameChange.message(seen, HOW, command.serviceName()));
    }

    @Override
    protected ServiceNameChange.Seen unseen(RemoveServiceName command) {
        return ServiceNameChange.unseen(command.account());
    }

    @Override
    protected Boolean carryOut(RemoveServiceName command, ServiceNameChange.Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), ServiceNameChange.message(seen, HOW, command.serviceName()));
        if (read(command, host).stands()) {
            throw Answers.failed(refusal, "the name " + command.serviceName() + " is still on " + command.account());
        }
        return true;
    }
}
