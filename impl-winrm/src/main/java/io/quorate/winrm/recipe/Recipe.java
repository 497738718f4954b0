package io.quorate.winrm.recipe;

import io.quorate.spi.Command;
import io.quorate.spi.Handler;

/**
 * How one kind of command is done on Windows: a handler that calls cmdlets, and tells whether they act on another machine.
 *
 * @param <C> the command
 * @param <R> its result
 */
public interface Recipe<C extends Command<R>, R> extends Handler<C, R, WindowsHost> {

    /** Tells whether it needs the second hop. */
    default Delegation delegation() {
        return Delegation.NONE;
    }
}
