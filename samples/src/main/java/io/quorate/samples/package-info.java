/**
 * Runnable samples: each has a main and does one thing.
 */
@NullMarked
package io.quorate.samples;

import org.jspecify.annotations.NullMarked;
