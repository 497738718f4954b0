/**
 * jSCSI's initiator in place of Quorate's own: how a foreign initiator is plugged in. Add it to the class path and say
 * {@code initiator=jscsi}. It logs in without CHAP, knows logical unit 0 alone and moves blocks; every command that needs more is refused
 * by name before anything is sent.
 */
@NullMarked
package io.quorate.samples.jscsi;

import org.jspecify.annotations.NullMarked;
