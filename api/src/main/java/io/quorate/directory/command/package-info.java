/** The commands of the directory and of names. */
@NullMarked
package io.quorate.directory.command;

import org.jspecify.annotations.NullMarked;
