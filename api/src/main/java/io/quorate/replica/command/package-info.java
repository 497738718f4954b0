/**
 * The commands of Hyper-V Replica.
 *
 * <p>Made by the client, run by the engine, implemented by backends, held by plans and audit logs. Each names the host it runs on, because a
 * machine's id means a copy on either side. Records without I/O.
 */
@NullMarked
package io.quorate.replica.command;

import org.jspecify.annotations.NullMarked;
