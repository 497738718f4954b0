/**
 * What a backend implements and the engine drives: commands, faults, observations. Backends are found by {@link java.util.ServiceLoader}.
 *
 * <p>Users of the SDK do not call this package.
 */
@NullMarked
package io.quorate.spi;

import org.jspecify.annotations.NullMarked;
