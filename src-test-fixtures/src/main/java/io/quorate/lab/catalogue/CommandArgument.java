package io.quorate.lab.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * An argument as the binder takes it.
 *
 * @param name the parameter's name as written, or null if positional
 * @param value a pipeline value (see {@link io.quorate.lab.shell.LiveObject})
 */
public record CommandArgument(
        @Nullable String name, @Nullable Object value) {}
