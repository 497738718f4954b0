/**
 * Hyper-V Replica: a virtual machine's second copy on another host, and the acts by which it takes over. The client and its records.
 */
@NullMarked
package io.quorate.replica;

import org.jspecify.annotations.NullMarked;
