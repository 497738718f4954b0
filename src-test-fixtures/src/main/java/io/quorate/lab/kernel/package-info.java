/**
 * The kernel: the world's state and its single writer, the scheduler, the clocks, the random tree, faults and the trace.
 */
@NullMarked
package io.quorate.lab.kernel;

import org.jspecify.annotations.NullMarked;
