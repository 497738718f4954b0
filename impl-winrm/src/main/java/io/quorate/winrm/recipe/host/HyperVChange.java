package io.quorate.winrm.recipe.host;

import io.quorate.host.HyperVSettings;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * Sets something of Hyper-V in one message; judges by what it is set to then.
 *
 * @param <C> the command
 */
abstract class HyperVChange<C extends HostCommand<HyperVSettings> & Command<HyperVSettings>>
        extends Changing<C, HyperVSettings, HyperVSettings> {

    /** Tells whether it is so. */
    abstract boolean is(C command, HyperVSettings seen);

    abstract PsPipeline message(C command, HyperVSettings seen);

    /** Says what else it is. */
    abstract String other(HyperVSettings seen);

    @Override
    protected final HyperVSettings read(C command, WindowsHost host) {
        return HostReads.settings(host.powerShell().run(HostReads.hyperV()));
    }

    @Override
    protected final Observation<HyperVSettings> done(C command, HyperVSettings seen) {
        return is(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected final List<PipelineStep> change(C command, HyperVSettings seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected final HyperVSettings unseen(C command) {
        return new HyperVSettings("", "", false, "", "", 0, false);
    }

    @Override
    protected final HyperVSettings carryOut(C command, HyperVSettings seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command, seen));
        HyperVSettings after = read(command, host);
        if (!is(command, after)) {
            throw Answers.failed(refusal, other(after));
        }
        return after;
    }
}
