package io.quorate.winrm.recipe.host;

import io.quorate.host.HostBoot;
import io.quorate.host.command.RestartHost;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Tells a host to restart with {@code Restart-Computer -Force}; its next start tells whether it did. */
final class RestartHostRecipe extends Changing<RestartHost, HostBoot, HostBoot> {
    @Override
    public Class<RestartHost> handles() {
        return RestartHost.class;
    }

    @Override
    protected HostBoot read(RestartHost command, WindowsHost host) {
        return HostReads.boot(command.host(), host.powerShell().run(HostReads.boot()));
    }

    @Override
    protected Observation<HostBoot> done(RestartHost command, HostBoot seen) {
        return seen.after(command.before()) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected HostBoot lookCloser(RestartHost command, HostBoot seen, WindowsHost host) {
        ClusterDuty.refuseServing(command.host(), host.powerShell());
        return seen;
    }

    @Override
    protected List<PipelineStep> change(RestartHost command, HostBoot seen) {
        return PipelineStep.of(message());
    }

    /** Without {@code -Force} it is refused while somebody is logged on. */
    private static PsPipeline message() {
        return Line.message(
                Line.statement(Cmdlet.RESTART_COMPUTER.line().flag("Force").unasked()));
    }

    @Override
    protected HostBoot unseen(RestartHost command) {
        return new HostBoot(command.host(), command.before());
    }

    @Override
    protected HostBoot carryOut(RestartHost command, HostBoot seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message());
        if (refusal != null) {
            throw refusal;
        }
        return seen;
    }
}
