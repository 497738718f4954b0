package io.quorate.lab.sql;

import org.jspecify.annotations.Nullable;

/**
 * A value that came beside a batch.
 *
 * @param name with its {@code @}
 * @param value of the Java type that {@link SqlType} names for it
 */
public record SqlParameter(
        String name, SqlType type, @Nullable Object value) {}
