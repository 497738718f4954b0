package io.quorate.winrm.recipe;

import io.quorate.spi.Change;
import io.quorate.spi.Command;

/**
 * A recipe that looks before it changes something.
 *
 * @param <C> the command
 * @param <S> what a look sees
 * @param <R> its result
 */
public abstract class Changing<C extends Command<R>, S, R> extends Change<C, S, R, WindowsHost>
        implements Recipe<C, R> {}
