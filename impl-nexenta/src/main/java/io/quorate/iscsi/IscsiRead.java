package io.quorate.iscsi;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Step;
import java.util.List;

/**
 * A handler of what only reads.
 *
 * @param <C> the command
 * @param <R> its result
 */
abstract class IscsiRead<C extends ReadCommand<R>, R> extends IscsiHandler<C, R> {

    IscsiRead(IscsiAccess access) {
        super(access);
    }

    @Override
    public final List<Step> steps(C command, IscsiLink link) {
        return List.of();
    }

    @Override
    public final List<Step> foreseen(C command, String host) {
        return List.of();
    }
}
