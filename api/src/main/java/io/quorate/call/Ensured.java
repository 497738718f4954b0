package io.quorate.call;

/**
 * What an {@code ensure} found or brought about.
 *
 * @param value the object as it is now
 * @param changed whether something was changed; false if it was there already
 * @param <T> what was ensured
 */
public record Ensured<T>(T value, boolean changed) {}
