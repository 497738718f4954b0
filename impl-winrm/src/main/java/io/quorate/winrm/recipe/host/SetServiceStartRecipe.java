package io.quorate.winrm.recipe.host;

import io.quorate.host.ServiceStart;
import io.quorate.host.WindowsService;
import io.quorate.host.command.SetServiceStart;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import org.jspecify.annotations.Nullable;

/** Sets when a service starts with {@code Set-Service}; judges by what the service says then. */
final class SetServiceStartRecipe extends ServiceChange<SetServiceStart> {
    @Override
    public Class<SetServiceStart> handles() {
        return SetServiceStart.class;
    }

    @Override
    String service(SetServiceStart command) {
        return command.service();
    }

    @Override
    protected Observation<WindowsService> done(SetServiceStart command, Row seen) {
        return seen.service().start().equals(command.start())
                ? Observation.present(seen.service())
                : Observation.absent();
    }

    @Override
    protected void refuse(SetServiceStart command, Row seen) {
        if (seen.service().isNamed(ServiceReads.WINRM) && !command.start().equals(ServiceStart.AUTOMATIC)) {
            throw Answers.refused(
                    "the service " + ServiceReads.WINRM
                            + " carries this connection, and would not start with Windows any more",
                    null);
        }
    }

    @Override
    protected Row lookCloser(SetServiceStart command, Row seen, WindowsHost host) {
        if (!command.start().equals(ServiceStart.MANUAL)) {
            StopRules.refuseStartType(seen, host.powerShell());
        }
        return seen;
    }

    @Override
    PsPipeline message(SetServiceStart command, Row seen) {
        return Line.message(Line.statement(Cmdlet.SET_SERVICE
                .line()
                .with("Name", command.service())
                .with("StartupType", type(command.start()))
                .unasked()));
    }

    /** CIM says {@code Auto} where .NET says {@code Automatic}. */
    private static String type(ServiceStart start) {
        return start.equals(ServiceStart.AUTOMATIC) ? "Automatic" : start.word();
    }

    @Override
    @Nullable
    Fault wrong(SetServiceStart command, Row before, Row after, @Nullable Fault refusal) {
        return after.service().start().equals(command.start())
                ? null
                : Answers.failed(
                        refusal,
                        "the service " + command.service() + " starts "
                                + after.service().start() + ": a policy may set it");
    }
}
