package io.quorate.winrm.recipe.host;

import io.quorate.host.HostBoot;
import io.quorate.host.command.ShutDownHost;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Tells a host to switch itself off with {@code Win32Shutdown}; a start after that tells that it was down. */
final class ShutDownHostRecipe extends Changing<ShutDownHost, HostBoot, Void> {
    /** Power off, whoever is logged on. */
    private static final int FORCED_POWER_OFF = 12;

    @Override
    public Class<ShutDownHost> handles() {
        return ShutDownHost.class;
    }

    @Override
    protected HostBoot read(ShutDownHost command, WindowsHost host) {
        return HostReads.boot(command.host(), host.powerShell().run(HostReads.boot()));
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    protected Observation<Void> done(ShutDownHost command, HostBoot seen) {
        return seen.after(command.before()) ? Observation.present(null) : Observation.absent();
    }

    @Override
    protected HostBoot lookCloser(ShutDownHost command, HostBoot seen, WindowsHost host) {
        ClusterDuty.refuseServing(command.host(), host.powerShell());
        return seen;
    }

    private static PsPipeline message() {
        return Line.message(Line.statement(
                Cmdlet.GET_CIM_INSTANCE
                        .line()
                        .with("Namespace", "root/cimv2")
                        .with("ClassName", "Win32_OperatingSystem"),
                Cmdlet.INVOKE_CIM_METHOD
                        .line()
                        .with("MethodName", "Win32Shutdown")
                        .withInt32Under("Arguments", "Flags", FORCED_POWER_OFF)
                        .unasked(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("ReturnValue"))));
    }

    @Override
    protected List<PipelineStep> change(ShutDownHost command, HostBoot seen) {
        return PipelineStep.of(message());
    }

    @Override
    protected HostBoot unseen(ShutDownHost command) {
        return new HostBoot(command.host(), command.before());
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    protected Void carryOut(ShutDownHost command, HostBoot seen, WindowsHost host) {
        long code = Decode.last(
                        host.powerShell().run(message()), "ReturnValue", "shut-down", v -> Decode.of(v, "shut-down"))
                .int64("ReturnValue");
        if (code != 0) {
            throw Answers.notTaken(
                    command.host() + " does not shut down: Win32Shutdown returned " + code + ", a code of Windows");
        }
        return null;
    }
}
