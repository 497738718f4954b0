package io.quorate.mssql;

import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.SqlInventory;
import java.util.List;
import java.util.function.Function;

/**
 * A change of a group that its primary carries out.
 *
 * @param <C> the command
 * @param <R> its result
 */
final class PrimaryChange<C extends Command<R>, R> extends OnPrimary<C, R> {
    private final Function<C, String> group;
    private final Judge<C, R> done;
    private final Function<C, SqlStep> change;
    private Gate<C> gate = (command, group, seen) -> {};

    /** Judges what the primary tells. */
    @FunctionalInterface
    interface Judge<C, R> {
        Observation<R> judge(C command, AvailabilityGroup group, SqlInventory seen);
    }

    /** Refuses. */
    @FunctionalInterface
    interface Gate<C> {
        void look(C command, AvailabilityGroup group, SqlInventory seen);
    }

    /**
     * @param group tells which group
     * @param done judges what was seen
     * @param change returns what is sent
     */
    PrimaryChange(Class<C> handles, Function<C, String> group, Judge<C, R> done, Function<C, SqlStep> change) {
        super(handles);
        this.group = group;
        this.done = done;
        this.change = change;
    }

    /** Adds what refuses. */
    PrimaryChange<C, R> refusing(Gate<C> value) {
        this.gate = value;
        return this;
    }

    @Override
    String group(C command) {
        return group.apply(command);
    }

    @Override
    Observation<R> done(C command, AvailabilityGroup there, SqlInventory seen) {
        return done.judge(command, there, seen);
    }

    @Override
    void gate(C command, AvailabilityGroup there, SqlInventory seen) {
        gate.look(command, there, seen);
    }

    @Override
    protected List<SqlStep> change(C command, SqlInventory seen) {
        return List.of(change.apply(command));
    }
}
