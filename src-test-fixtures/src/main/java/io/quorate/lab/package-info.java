/**
 * The lab: a deterministic simulated estate that answers on real sockets. Start here: {@code Lab}.
 *
 * <p>{@code Lab} and {@code LabBuilder} make and run one, {@code LabAppliance} is a handle for tests. What users plug in - a {@code Face} with
 * its {@code Traffic}, rules by {@code LabRules} - what they set and what they look at are interfaces and values here; the rooms below know
 * those and nothing else of this package.
 */
@NullMarked
package io.quorate.lab;

import org.jspecify.annotations.NullMarked;
