package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code EXECUTE} of a procedure.
 *
 * @param procedure its parts, outermost first, e.g. {@code msdb}, {@code dbo}, {@code sp_add_job}; one left out between dots is empty
 * @param result the variable that takes the return value, or null
 */
public record Execute(
        List<String> procedure,
        List<Argument> arguments,
        @Nullable String result) implements Statement {
    public Execute {
        procedure = List.copyOf(procedure);
        arguments = List.copyOf(arguments);
    }

    /** Returns the last part of the procedure's name. */
    public String name() {
        return procedure.get(procedure.size() - 1);
    }

    /** Prints no argument: one may be a password. */
    @Override
    public String toString() {
        return "Execute[procedure=" + String.join(".", procedure) + ", arguments=" + arguments.size() + "]";
    }

    /**
     * An argument.
     *
     * @param name with its {@code @}; null: by position
     * @param value a {@link String}, {@link Long}, {@link java.math.BigDecimal}, {@link Double}, {@link Bytes}, {@link Variable}, or null for
     *     NULL
     * @param byDefault whether it is the word DEFAULT
     */
    public record Argument(@Nullable String name, @Nullable Object value, boolean output, boolean byDefault) {

        @Override
        public String toString() {
            return name == null ? "<value>" : name + "=<value>";
        }
    }

    /**
     * A variable.
     *
     * @param name with its {@code @}
     */
    public record Variable(String name) {}
}
