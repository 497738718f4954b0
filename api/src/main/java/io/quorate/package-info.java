/**
 * The entry ({@link io.quorate.Quorate}) and the values every subject shares: credentials, trust, sizes, deadlines, consent, tasks.
 *
 * <p>Users start here. Nothing here does I/O by itself: a call goes from a noun through the engine to a backend.
 */
@NullMarked
package io.quorate;

import org.jspecify.annotations.NullMarked;
