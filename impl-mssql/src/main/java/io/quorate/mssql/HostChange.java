package io.quorate.mssql;

import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.sql.SqlInventory;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * A change of an instance itself.
 *
 * @param <C> the command
 * @param <R> its result
 */
final class HostChange<C extends Command<R>, R> extends SqlChange<C, R> {
    private final BiFunction<C, SqlInventory, Observation<R>> done;
    private final BiFunction<C, SqlInventory, List<SqlStep>> change;
    private BiConsumer<C, SqlInventory> gate = (command, seen) -> {};

    /**
     * @param done judges what was seen
     * @param change returns what is sent
     */
    HostChange(
            Class<C> handles,
            BiFunction<C, SqlInventory, Observation<R>> done,
            BiFunction<C, SqlInventory, List<SqlStep>> change) {
        super(handles);
        this.done = done;
        this.change = change;
    }

    /** Adds what refuses. */
    HostChange<C, R> refusing(BiConsumer<C, SqlInventory> value) {
        this.gate = value;
        return this;
    }

    @Override
    protected Observation<R> done(C command, SqlInventory seen) {
        return done.apply(command, seen);
    }

    @Override
    void gate(C command, SqlInventory seen) {
        gate.accept(command, seen);
    }

    @Override
    protected List<SqlStep> change(C command, SqlInventory seen) {
        return change.apply(command, seen);
    }
}
