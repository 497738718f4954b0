/**
 * The commands of SQL Server instances and their availability groups: one T-SQL statement each, or one reading of an instance.
 *
 * <p>Made by the clients, run by the engine, implemented by backends, held by plans and audit logs. What must run on one instance names its
 * host, as the endpoint does; what the primary replica alone may do is placed with the group's owner. A command's own {@code safety()} says
 * whether it may be repeated, its {@code deadline()} how long it may take; two minutes unless overridden. Constructors refuse what no instance
 * would take, with a sentence; what depends on an instance's version or edition is left to whoever knows it. Records without I/O; secrets
 * print as hidden.
 */
@NullMarked
package io.quorate.sql.command;

import org.jspecify.annotations.NullMarked;
