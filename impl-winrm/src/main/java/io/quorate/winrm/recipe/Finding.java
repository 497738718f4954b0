package io.quorate.winrm.recipe;

import io.quorate.spi.Fault;
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
        this(command, wanted -> null, message, decoder, missing);
    }

    /** @param alone asks for the object alone; null where it cannot be asked for so, by a name that is a pattern for example */
    public Finding(
            Class<C> command,
            Function<C, @Nullable PsPipeline> alone,
            PsPipeline message,
            BiFunction<C, List<PsValue>, Optional<R>> decoder,
            BiFunction<C, List<PsValue>, Fault> missing) {
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
        return askedAlone(wanted, host).or(() -> decoder.apply(wanted, listed(host)));
    }

    @Override
    public R run(C wanted, WindowsHost host) {
        return askedAlone(wanted, host).orElseGet(() -> {
            List<PsValue> all = listed(host);
            return decoder.apply(wanted, all).orElseThrow(() -> missing.apply(wanted, all));
        });
    }

    private Optional<R> askedAlone(C wanted, WindowsHost host) {
        PsPipeline one = alone.apply(wanted);
        return one == null
                ? Optional.empty()
                : ById.ask(host.powerShell(), one).flatMap(output -> decoder.apply(wanted, output));
    }

    private List<PsValue> listed(WindowsHost host) {
        return host.powerShell().run(message);
    }
}
