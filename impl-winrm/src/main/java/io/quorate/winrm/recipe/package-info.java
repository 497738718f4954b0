/**
 * Recipes: small classes that turn one command into cmdlet calls and their results into records. One sub-package a subject, mirroring
 * the api. They call {@link io.quorate.winrm.recipe.PowerShell} and know no transport.
 */
@NullMarked
package io.quorate.winrm.recipe;

import org.jspecify.annotations.NullMarked;
