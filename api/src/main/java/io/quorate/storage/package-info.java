/**
 * The storage appliance with its pools, volumes, snapshots and what it publishes over iSCSI. Clients and records; no HTTP, no sockets.
 */
@NullMarked
package io.quorate.storage;

import org.jspecify.annotations.NullMarked;
