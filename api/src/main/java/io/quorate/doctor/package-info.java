/**
 * The doctor: looks at the endpoints of a {@code Quorate} from outside in, changes nothing, and says what will not work, why, and what cures
 * it. Called by {@code Quorate.doctor}. Built from the nouns and from a small probe of each backend; it judges what those tell and never sends
 * anything itself.
 */
@NullMarked
package io.quorate.doctor;

import org.jspecify.annotations.NullMarked;
