/**
 * A Windows host as a machine: its iSCSI initiator and its disks. Clients and records; secrets print as hidden.
 */
@NullMarked
package io.quorate.host;

import org.jspecify.annotations.NullMarked;
