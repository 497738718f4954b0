/** How things are told to a person: lengths of time, what an object is, texts of others made harmless. Knows nothing else of Quorate. */
@NullMarked
package io.quorate.text;

import org.jspecify.annotations.NullMarked;
