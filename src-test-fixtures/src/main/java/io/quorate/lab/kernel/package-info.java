/**
 * The kernel: the world's state and its single writer, the scheduler, the clocks, the random tree, faults and the trace.
 *
 * <p>It knows nothing of Windows. State lives in immutable records under paths; every change is an {@code Event}; the model package holds
 * the records and the transitions. Start here: {@code World}.
 */
@NullMarked
package io.quorate.lab.kernel;

import org.jspecify.annotations.NullMarked;
