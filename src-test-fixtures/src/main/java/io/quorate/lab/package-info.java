/**
 * The lab: a deterministic simulated estate that answers on real sockets. Start here: {@code Lab}.
 */
@NullMarked
package io.quorate.lab;

import org.jspecify.annotations.NullMarked;
