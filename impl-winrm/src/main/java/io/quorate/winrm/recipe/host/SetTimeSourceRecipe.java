package io.quorate.winrm.recipe.host;

import io.quorate.host.TimeSource;
import io.quorate.host.command.SetTimeSource;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sets the registry's values of the time service and restarts it, which reads them then; judges by what they say. */
final class SetTimeSourceRecipe extends Changing<SetTimeSource, TimeSource, TimeSource> {
    /** A client that keeps to the usual distances. */
    private static final String CLIENT = ",0x8";

    @Override
    public Class<SetTimeSource> handles() {
        return SetTimeSource.class;
    }

    @Override
    protected TimeSource read(SetTimeSource command, WindowsHost host) {
        return TimeReads.source(command.host(), host.powerShell().run(TimeReads.message()));
    }

    private static boolean is(SetTimeSource command, TimeSource seen) {
        List<String> servers = command.servers();
        return seen.running()
                && (servers.isEmpty()
                        ? seen.fromDomain()
                        : seen.type().equalsIgnoreCase(TimeSource.SERVERS)
                                && seen.servers().equals(servers));
    }

    @Override
    protected Observation<TimeSource> done(SetTimeSource command, TimeSource seen) {
        return is(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected void refuse(SetTimeSource command, TimeSource seen) {
        if (seen.byPolicy()) {
            throw Answers.refused(
                    "a policy sets where " + command.host() + " takes its time from (" + seen.type() + ")",
                    "change the policy");
        }
    }

    @Override
    protected List<PipelineStep> change(SetTimeSource command, TimeSource seen) {
        return PipelineStep.of(message(command));
    }

    private static PsPipeline message(SetTimeSource command) {
        List<String> servers = command.servers();
        List<List<PsCommand>> all = new ArrayList<>();
        if (!servers.isEmpty()) {
            all.add(value("NtpServer", servers.stream().map(one -> one + CLIENT).collect(Collectors.joining(" "))));
        }
        all.add(value("Type", servers.isEmpty() ? TimeSource.DOMAIN : TimeSource.SERVERS));
        all.add(Line.statement(Cmdlet.RESTART_SERVICE
                .line()
                .with("Name", List.of(TimeReads.SERVICE))
                .unasked()));
        return Line.message(all);
    }

    private static List<PsCommand> value(String name, String text) {
        return Line.statement(Cmdlet.SET_ITEM_PROPERTY
                .line()
                .with("LiteralPath", List.of(TimeReads.OWN))
                .with("Name", name)
                .with("Value", text)
                .unasked());
    }

    @Override
    protected TimeSource unseen(SetTimeSource command) {
        return new TimeSource(command.host(), "", List.of(), false, false);
    }

    @Override
    protected TimeSource carryOut(SetTimeSource command, TimeSource seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command));
        TimeSource after = read(command, host);
        if (!is(command, after)) {
            throw Answers.failed(
                    refusal,
                    command.host() + " takes its time by " + after.type() + " from " + after.servers()
                            + (after.running() ? "" : ", and the service does not run"));
        }
        return after;
    }
}
