/**
 * A Windows host as a machine: its iSCSI initiator and its disks. Clients, commands and records together.
 *
 * <p>Callers use the clients. Each command names the method that sends it: there stand the rights it needs and the errors it may bring. Its
 * own {@code safety()} says whether it may be repeated, its {@code deadline()} how long it may take; two minutes unless overridden. Records
 * are immutable; secrets print as hidden.
 */
@NullMarked
package io.quorate.host;

import org.jspecify.annotations.NullMarked;
