package io.quorate.winrm.recipe.directory;

import io.quorate.directory.NamedAccount;
import io.quorate.directory.command.AddServiceName;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Puts a service principal name on an account; never where another has it, for Kerberos would fail for both. */
final class AddServiceNameRecipe extends Changing<AddServiceName, ServiceNameChange.Seen, NamedAccount> {
    private static final String HOW = "Add";

    @Override
    public Class<AddServiceName> handles() {
        return AddServiceName.class;
    }

    @Override
    protected ServiceNameChange.Seen read(AddServiceName command, WindowsHost host) {
        return ServiceNameChange.read(command.serviceName(), command.account(), host);
    }

    @Override
    protected Observation<NamedAccount> done(AddServiceName command, ServiceNameChange.Seen seen) {
        return Answers.seen(seen.holders().stream()
                .filter(one -> one.isNamed(command.account()))
                .findFirst());
    }

    @Override
    protected void refuse(AddServiceName command, ServiceNameChange.Seen seen) {
        ServiceNameChange.requireAccount(seen, command.account());
        if (!seen.others().isEmpty()) {
            throw Answers.conflict(
                    "the name " + command.serviceName() + " stands on " + String.join(" and ", seen.others())
                            + ", not on " + command.account(),
                    "remove it there first, if nobody needs it there");
        }
    }

    @Override
    protected List<PipelineStep> change(AddServiceName command, ServiceNameChange.Seen seen) {
        return PipelineStep.of(ServiceNameChange.message(seen, HOW, command.serviceName()));
    }

    @Override
    protected ServiceNameChange.Seen unseen(AddServiceName command) {
        return ServiceNameChange.unseen(command.account());
    }

    @Override
    protected NamedAccount carryOut(AddServiceName command, ServiceNameChange.Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), ServiceNameChange.message(seen, HOW, command.serviceName()));
        return read(command, host).holders().stream()
                .filter(one -> one.isNamed(command.account()))
                .findFirst()
                .orElseThrow(() -> Answers.failed(
                        refusal, "the name " + command.serviceName() + " is not on " + command.account()));
    }
}
