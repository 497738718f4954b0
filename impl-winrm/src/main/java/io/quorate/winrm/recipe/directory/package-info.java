/** Recipes for the directory and for names: domain controllers, their replication, DNS clients. */
@NullMarked
package io.quorate.winrm.recipe.directory;

import org.jspecify.annotations.NullMarked;
