/**
 * Hyper-V virtual machines: the client and its records.
 */
@NullMarked
package io.quorate.vm;

import org.jspecify.annotations.NullMarked;
