/**
 * Storage: the appliance with its pools, volumes, snapshots and what it publishes over iSCSI, and the initiator that proves from here
 * what was published. Clients, commands and records together; no HTTP, no sockets.
 *
 * <p>Callers use the clients. Each command names the method that sends it: there stand the rights it needs and the errors it may bring. Its
 * own {@code safety()} says whether it may be repeated, its {@code deadline()} how long it may take; two minutes unless overridden. Records
 * are immutable; secrets print as hidden.
 */
@NullMarked
package io.quorate.storage;

import org.jspecify.annotations.NullMarked;
