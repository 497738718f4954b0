/**
 * Cmdlets: each rule turns one bound cmdlet call into an operation on the model.
 */
@NullMarked
package io.quorate.lab.rule;

import org.jspecify.annotations.NullMarked;
