/**
 * The state of SQL Server instances and their availability groups, by events in the lab's {@code World}: what there is, and how it moves by
 * itself (shipping of logs, seeding, sessions between replicas, leases, failover). What statements do to it and what views show of it stands in
 * {@code io.quorate.lab.rule.sql}; sessions and wires are none of its business.
 */
@NullMarked
package io.quorate.lab.model.sql;

import org.jspecify.annotations.NullMarked;
