/**
 * The chain that an order passes: the only place that retries, audits, measures and turns faults into exceptions. Knows no wire.
 *
 * <p>A call passes stages, one class a concern, composed in {@code Engine} in the order they are passed: {@code MeasureStage},
 * {@code ConsentStage}, {@code SecretStage}, {@code DeadlineStage}, {@code CapabilityStage}, {@code TurnStage}, {@code LookStage}, {@code AuditStage},
 * {@code RetryStage}. A rehearsal puts {@code RehearseStage} where looking, auditing and sending stand, takes no turns, and passes no {@code SecretStage}: an
 * order whose secrets are mere names can be explained. Each trip a call makes to a host passes legs: {@code IdentifyLeg},
 * {@code BreakerLeg}, {@code BulkheadLeg}, {@code SendLeg}. Three concerns stand elsewhere than a reader may expect, each for a reason:
 *
 * <ul>
 *   <li>identifying the host is a leg, because after a fault another host may be the right one, and looking needs a host, too;
 *   <li>the deadline comes before looking, because looking takes time;
 *   <li>the capability check comes before looking and auditing, because what cannot be sent needs neither, and asks no host.
 * </ul>
 *
 * <p>The words, each for one thing:
 *
 * <ul>
 *   <li><b>order</b>: a command with its endpoint, mode, deadline and consent; what outlives a call;
 *   <li><b>call</b>: one order on its way, from entering the engine to its result; has an id; its <b>passage</b> is all that is known of it;
 *   <li><b>attempt</b>: one try to send the command; a call has several where the safety table allows;
 *   <li><b>trip</b>: one request to one host on behalf of a call, to send, to look, to explain or to locate; an attempt is a trip that sends;
 *   <li><b>stage</b>: a concern of a call; <b>leg</b>: a concern of a trip;
 *   <li><b>look</b>: to find out with reads only whether a command's effect is there: before anything is sent, or after an answer was lost
 *       (then it is called reading back); what it finds is an <b>observation</b>: present, absent, or unknown with its cause;
 *   <li><b>locate</b>: to find the host that owns a command's target;
 *   <li><b>step</b>: what a handler puts on the wire, as a value; a rehearsal writes steps down;
 *   <li><b>pretended</b>: written down by a rehearsal instead of being sent; what reads find after it is <b>foretold</b> by its command;
 *   <li><b>fault</b>: how a backend reports a failed trip; the exception a caller sees is made of it here.
 * </ul>
 *
 * <p>No lock is held across I/O. The caller's thread does all the work.
 */
@NullMarked
package io.quorate.engine;

import org.jspecify.annotations.NullMarked;
