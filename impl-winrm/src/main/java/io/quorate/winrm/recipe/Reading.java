package io.quorate.winrm.recipe;

import io.quorate.spi.ReadCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.function.BiFunction;

/** A recipe that reads with one message that does not depend on the command. */
public final class Reading<C extends ReadCommand<R>, R> implements ReadingRecipe<C, R> {
    private final Class<C> command;
    private final PsPipeline message;
    private final BiFunction<C, List<PsValue>, R> decoder;

    public Reading(Class<C> command, PsPipeline message, BiFunction<C, List<PsValue>, R> decoder) {
        this.command = command;
        this.message = message;
        this.decoder = decoder;
    }

    @Override
    public Class<C> handles() {
        return command;
    }

    @Override
    public R run(C wanted, WindowsHost host) {
        return decoder.apply(wanted, host.powerShell().run(message));
    }
}
