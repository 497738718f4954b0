/**
 * What the JDBC driver loads by name: where its sockets come from, and whom it believes to be the server. For the driver alone.
 */
@NullMarked
package io.quorate.mssql.driver;

import org.jspecify.annotations.NullMarked;
