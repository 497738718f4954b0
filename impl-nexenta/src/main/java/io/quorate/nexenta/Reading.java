package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.spi.Handler;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Step;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A handler of what only reads.
 *
 * @param handles the command
 * @param read does it
 */
record Reading<C extends ReadCommand<R>, R>(Class<C> handles, BiFunction<C, Nef, R> read)
        implements Handler<C, R, Nef> {

    @Override
    public R run(C command, Nef nef) {
        return read.apply(command, nef);
    }

    @Override
    public List<Step> steps(C command, Nef nef) {
        return List.of();
    }

    @Override
    public List<Step> foreseen(C command, String host) {
        return List.of();
    }
}
