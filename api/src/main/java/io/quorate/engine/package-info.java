/**
 * The chain of stages a command passes: the only place that retries, audits, measures and turns faults into exceptions. Knows no wire.
 *
 * <p>A call passes, one class each: {@code MeasureStage}, {@code ConsentStage}, {@code DeadlineStage}, {@code CapabilityStage},
 * {@code LookStage}, {@code AuditStage}, {@code RetryStage}. Each trip it makes to a host - sending, observing, locating - passes
 * {@code IdentifyLeg}, {@code BreakerLeg}, {@code BulkheadLeg}, {@code SendLeg}. Three stages stand elsewhere than a reader may
 * expect, each for a reason:
 *
 * <ul>
 *   <li>identify is part of every trip, because after a fault another host may be the right one, and looking needs a host, too;
 *   <li>the deadline comes before observing, because observing takes time;
 *   <li>the capability check comes before observing and auditing, because what cannot be sent needs neither, and asks no host.
 * </ul>
 *
 * <p>No lock is held across I/O. The caller's thread does all the work.
 */
@NullMarked
package io.quorate.engine;

import org.jspecify.annotations.NullMarked;
