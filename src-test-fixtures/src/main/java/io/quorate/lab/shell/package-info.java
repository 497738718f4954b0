/**
 * What a cmdlet rule sees of a session: live objects, bound arguments, errors, and where to write. The session itself is in
 * {@code io.quorate.lab.session}.
 */
@NullMarked
package io.quorate.lab.shell;

import org.jspecify.annotations.NullMarked;
