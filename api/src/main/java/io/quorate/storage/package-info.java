/**
 * Storage: the appliance with its pools, volumes, snapshots and what it publishes over iSCSI, and the initiator that proves from here
 * what was published. Clients, commands and records together; no HTTP, no sockets.
 */
@NullMarked
package io.quorate.storage;

import org.jspecify.annotations.NullMarked;
