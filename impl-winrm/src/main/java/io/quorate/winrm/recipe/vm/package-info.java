/** Recipes for Hyper-V virtual machines. They address machines by id and prove absence by a list that follows a control read. */
@NullMarked
package io.quorate.winrm.recipe.vm;

import org.jspecify.annotations.NullMarked;
