package io.quorate.winrm.recipe;

import io.quorate.spi.Command;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/**
 * A recipe that changes something with one message, which depends on nothing but the command: it is sent without a look.
 *
 * @param <C> the command
 * @param <R> its result
 */
public abstract class Sending<C extends Command<R>, R> implements Recipe<C, R> {

    /** Returns what is sent. */
    protected abstract PsPipeline message(C command);

    /** Sends it. */
    protected List<PsValue> send(C command, PowerShell shell) {
        return shell.run(message(command));
    }

    /** Judges by the answer what became of it. */
    protected abstract R judge(C command, List<PsValue> output, PowerShell shell);

    @Override
    public final R run(C command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        return judge(command, send(command, shell), shell);
    }

    @Override
    public final List<PipelineStep> steps(C command, WindowsHost host) {
        return PipelineStep.of(message(command));
    }

    @Override
    public final List<PipelineStep> foreseen(C command, String host) {
        return PipelineStep.of(message(command));
    }
}
