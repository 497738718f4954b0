package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How one command is done over REST.
 *
 * @param run does it
 * @param observe looks whether its effect is there
 * @param steps what it would send that changes something, as far as that can be told without looking
 */
record Operation<C extends Command<R>, R>(
        BiFunction<C, Nef, R> run, BiFunction<C, Nef, Observation<R>> observe, Function<C, List<NefRequest>> steps) {}
