/** Recipes for a Windows host as a machine: its iSCSI initiator and its disks. */
@NullMarked
package io.quorate.winrm.recipe.host;

import org.jspecify.annotations.NullMarked;
