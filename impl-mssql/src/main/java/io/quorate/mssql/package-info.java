/** The SQL Server backend. Empty until the availability group client is built. */
@NullMarked
package io.quorate.mssql;

import org.jspecify.annotations.NullMarked;
