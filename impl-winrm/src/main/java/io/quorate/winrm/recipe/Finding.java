package io.quorate.winrm.recipe;

import io.quorate.spi.Fault;
import io.quorate.spi.FindingHandler;
import io.quorate.spi.ReadCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A recipe that reads one object out of a list of all, which is one message that does not depend on the command. */
public final class Finding<C extends ReadCommand<R>, R> implements FindingHandler<C, R, WindowsHost>, Recipe<C, R> {
    private final Class<C> command;
    private final PsPipeline message;
    private final BiFunction<C, List<PsValue>, Optional<R>> decoder;
    private final BiFunction<C, List<PsValue>, Fault> missing;

    /**
     * @param decoder finds it in the list; empty if the list is without it
     * @param missing says that it is not there, and what is
     */
    public Finding(
            Class<C> command,
            PsPipeline message,
            BiFunction<C, List<PsValue>, Optional<R>> decoder,
            BiFunction<C, List<PsValue>, Fault> missing) {
        this.command = command;
        this.message = message;
        this.decoder = decoder;
        this.missing = missing;
    }

    @Override
    public Class<C> handles() {
        return command;
    }

    @Override
    public Optional<R> find(C wanted, WindowsHost host) {
        return decoder.apply(wanted, host.powerShell().run(message));
    }

    @Override
    public R run(C wanted, WindowsHost host) {
        List<PsValue> output = host.powerShell().run(message);
        return decoder.apply(wanted, output).orElseThrow(() -> missing.apply(wanted, output));
    }
}
