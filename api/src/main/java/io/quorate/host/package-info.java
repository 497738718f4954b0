/**
 * A Windows host as a machine: its iSCSI initiator, its disks, its services. Clients and records; secrets print as hidden.
 */
@NullMarked
package io.quorate.host;

import org.jspecify.annotations.NullMarked;
