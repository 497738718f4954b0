package io.quorate.winrm.recipe;

import io.quorate.spi.FindingHandler;
import io.quorate.spi.ReadCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A recipe that reads one object: it is asked for alone first, where a cmdlet takes its name, and then looked for in a list of all, which is one message
 * that does not depend on the command and alone proves that the object is not there.
 */
public final class Finding<C extends ReadCommand<R>, R> implements FindingHandler<C, R, WindowsHost>, Recipe<C, R> {
    private final Class<C> command;
    private final Function<C, @Nullable PsPipeline> alone;
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
        this(command, wanted -> null, message, decoder, missing);
    }

    /** @param alone asks for the object alone; null where it cannot be asked for so, by a name that is a pattern for example */
    public Finding(
            Class<C> command,
            Function<C, @Nullable PsPipeline> alone,
            PsPipeline message,
            BiFunction<C, List<PsValue>, Optional<R>> decoder,
            Function<C, String> missing) {
        this.command = command;
        this.alone = alone;
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
        PowerShell shell = host.powerShell();
        PsPipeline one = alone.apply(wanted);
        Optional<R> found =
                one == null ? Optional.empty() : ById.ask(shell, one).flatMap(output -> decoder.apply(wanted, output));
        return found.or(() -> decoder.apply(wanted, shell.run(message)));
    }

    @Override
    public R run(C wanted, WindowsHost host) {
        return find(wanted, host).orElseThrow(() -> Answers.notFound(missing.apply(wanted)));
    }
}
