package io.quorate.winrm.recipe;

import io.quorate.spi.FindingHandler;
import io.quorate.spi.ReadCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A recipe that reads one object out of a list of all, which is one message that does not depend on the command. */
public final class Finding<C extends ReadCommand<R>, R> implements FindingHandler<C, R, WindowsHost>, Recipe<C, R> {
    private final Class<C> command;
    private final PsPipeline message;
    private final BiFunction<C, List<PsValue>, Optional<R>> decoder;
    private final Function<C, String> missing;

    /**
     * @param decoder finds it in the list; empty if the list is without it
     * @param missing says that it is not there
     */
    public Finding(
            Class<C> command,
            PsPipeline message,
            BiFunction<C, List<PsValue>, Optional<R>> decoder,
            Function<C, String> missing) {
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
        return find(wanted, host).orElseThrow(() -> Answers.notFound(missing.apply(wanted)));
    }
}
