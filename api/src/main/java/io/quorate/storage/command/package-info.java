/**
 * The commands of a storage appliance.
 *
 * <p>Made by the clients, run by the engine, implemented by backends, held by plans and audit logs. Each names the method that sends it: there
 * stand the rights it needs and the errors it may bring. Its own {@code safety()} says whether it may be repeated, its {@code deadline()} how
 * long it may take; two minutes unless overridden. Records without I/O; secrets print as hidden.
 */
@NullMarked
package io.quorate.storage.command;

import org.jspecify.annotations.NullMarked;
