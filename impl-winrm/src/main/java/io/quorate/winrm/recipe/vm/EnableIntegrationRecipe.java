package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.VmIntegration;
import io.quorate.vm.command.EnableIntegration;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Pipes one integration service, by its id, into {@code Enable-VMIntegrationService}; looks first and afterwards. */
final class EnableIntegrationRecipe extends Changing<EnableIntegration, VmIntegration, VmIntegration>
        implements VirtualMachineRecipe<EnableIntegration, VmIntegration> {
    @Override
    public Class<EnableIntegration> handles() {
        return EnableIntegration.class;
    }

    @Override
    protected VmIntegration read(EnableIntegration command, WindowsHost host) {
        return IntegrationReads.of(command.id(), host.powerShell()).stream()
                .filter(one -> one.service() == command.service())
                .findFirst()
                .orElseThrow(() -> Answers.notFound(
                        "the host offers no integration service " + command.service() + " to the machine"));
    }

    @Override
    protected Observation<VmIntegration> done(EnableIntegration command, VmIntegration seen) {
        return seen.enabled() ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(EnableIntegration command, VmIntegration seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected VmIntegration unseen(EnableIntegration command) {
        return command.rehearsed();
    }

    private static PsPipeline message(EnableIntegration command, VmIntegration seen) {
        return Line.message(Line.statement(
                VmReads.live(command.id()),
                Cmdlet.GET_VM_INTEGRATION_SERVICE.line(),
                Line.where("Id", seen.id()),
                Cmdlet.ENABLE_VM_INTEGRATION_SERVICE.line().unasked()));
    }

    @Override
    protected VmIntegration carryOut(EnableIntegration command, VmIntegration seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command, seen));
        VmIntegration after = read(command, host);
        if (!after.enabled()) {
            throw Answers.failed(refusal, "the integration service " + after.name() + " is not offered");
        }
        return after;
    }
}
