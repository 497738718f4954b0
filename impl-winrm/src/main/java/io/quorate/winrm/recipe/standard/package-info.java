/** The recipes this backend comes with, in one list. */
@NullMarked
package io.quorate.winrm.recipe.standard;

import org.jspecify.annotations.NullMarked;
