/**
 * The grammar of availability groups, endpoints, certificates, log-ins and what belongs to them, by version and edition of SQL Server, written
 * from the documentation alone: a checker that knows nothing of who renders such statements, and the statements as values for who carries them out.
 */
@NullMarked
package io.quorate.lab.ddl;

import org.jspecify.annotations.NullMarked;
