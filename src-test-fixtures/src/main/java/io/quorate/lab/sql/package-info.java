/**
 * SQL Server instances as a client meets them: log-ins, sessions, batches and their answers. What a face (TDS) hands on, and what it writes
 * back, in plain types; knows no wire. The state behind it stands in {@code io.quorate.lab.model.sql}, the grammar in {@code io.quorate.lab.ddl}.
 */
@NullMarked
package io.quorate.lab.sql;

import org.jspecify.annotations.NullMarked;
