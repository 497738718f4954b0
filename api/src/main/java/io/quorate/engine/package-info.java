/** The chain of stages a command passes: the only place that retries, audits, measures and turns faults into exceptions. */
@NullMarked
package io.quorate.engine;

import org.jspecify.annotations.NullMarked;
