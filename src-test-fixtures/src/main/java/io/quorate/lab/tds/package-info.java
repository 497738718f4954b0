/**
 * SQL Server's wire, TDS 7.3 to 8.0 after [MS-TDS], as clients meet it on an instance of the lab: packets, TLS inside and outside of them,
 * log-in, batches, calls, transactions, attention. What they ask goes to {@code io.quorate.lab.sql}; what an instance is and does is not
 * known here. Used by whoever builds a lab.
 */
@NullMarked
package io.quorate.lab.tds;

import org.jspecify.annotations.NullMarked;
