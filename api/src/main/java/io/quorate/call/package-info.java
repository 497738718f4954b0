/**
 * What outlives a call: the order that was given, what a rehearsal or the audit log keeps of it, what became of it, and the door
 * through which clients give it. Knows no subject and no wire.
 */
@NullMarked
package io.quorate.call;

import org.jspecify.annotations.NullMarked;
