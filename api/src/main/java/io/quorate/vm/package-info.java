/** Hyper-V virtual machines: the client, its commands and records. */
@NullMarked
package io.quorate.vm;

import org.jspecify.annotations.NullMarked;
