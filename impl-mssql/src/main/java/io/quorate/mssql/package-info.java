/**
 * The SQL Server backend: renders T-SQL, sends it over JDBC, reads catalogue and management views, and knows what error numbers mean. Nobody
 * calls it but by its provider. Never decides whether something is repeated, and never by the text of a message.
 */
@NullMarked
package io.quorate.mssql;

import org.jspecify.annotations.NullMarked;
