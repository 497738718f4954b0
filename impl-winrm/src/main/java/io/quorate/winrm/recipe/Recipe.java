package io.quorate.winrm.recipe;

import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of command is done with cmdlets.
 *
 * @param <C> the command
 * @param <R> its result
 */
public interface Recipe<C extends Command<R>, R> {

    /** Returns the command class it serves. */
    Class<C> handles();

    /** Tells whether it needs the second hop. */
    default Delegation delegation() {
        return Delegation.NONE;
    }

    /** Returns the pipelines in the order they are sent; what a rehearsal prints. */
    List<PsPipeline> steps(C command);

    /** Does it: runs the steps and decodes the result. */
    R run(C command, PowerShell shell);

    /** Looks whether the effect is there, with reads only. */
    default Observation<R> observe(C command, PowerShell shell) {
        return Observation.unknown("nothing is known to tell whether " + command.name() + " was done", null);
    }

    /** Finds the host that owns the target, asking the host behind {@code shell}; empty if that one does not know it. */
    default Optional<String> locate(C command, PowerShell shell) {
        throw new UnsupportedOperationException(command.name() + " has no owner to look for");
    }
}
