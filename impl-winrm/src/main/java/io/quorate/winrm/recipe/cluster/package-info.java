/** Recipes for failover clusters. They project every answer, address objects exactly and judge success by reading back. */
@NullMarked
package io.quorate.winrm.recipe.cluster;

import org.jspecify.annotations.NullMarked;
