/**
 * Cmdlets: each rule turns one bound cmdlet call into an operation on the model and puts out live objects with the genuine property lists.
 *
 * <p>Rules decide nothing about Windows beyond what {@code io.quorate.lab.model.Fidelity} claims; what they cannot do they refuse with the
 * error id {@code LabNotSimulated}. Start here: {@code Rules}.
 */
@NullMarked
package io.quorate.lab.rule;

import org.jspecify.annotations.NullMarked;
