/**
 * SQL Server instances and their availability groups: nouns, records and what is wanted of a group.
 *
 * <p>Each host of an endpoint is one instance. Records show what the instances' own views tell; words that nobody knows survive. Deciding what
 * is missing between a wish and what is there is a function without I/O; nouns give orders and know nothing of a wire.
 */
@NullMarked
package io.quorate.sql;

import org.jspecify.annotations.NullMarked;
