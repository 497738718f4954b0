/**
 * A Windows host as a machine: its iSCSI initiator and its disks. Clients, commands and records together.
 */
@NullMarked
package io.quorate.host;

import org.jspecify.annotations.NullMarked;
