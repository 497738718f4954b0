/** Recipes for Hyper-V Replica. Every machine is found by its id and piped, never named: names are patterns there, and not unique. */
@NullMarked
package io.quorate.winrm.recipe.replica;

import org.jspecify.annotations.NullMarked;
