/**
 * The cmdlet catalogue per Windows version and the parameter binder that it drives.
 */
@NullMarked
package io.quorate.lab.catalogue;

import org.jspecify.annotations.NullMarked;
