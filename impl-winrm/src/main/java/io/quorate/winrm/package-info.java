/**
 * The WinRM backend: found by its scheme {@code winrm}; users see nothing of it but its options.
 */
@NullMarked
package io.quorate.winrm;

import org.jspecify.annotations.NullMarked;
