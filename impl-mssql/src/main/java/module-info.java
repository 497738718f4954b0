/** SQL Server Always On: T-SQL over JDBC. */
module io.quorate.mssql {
    requires io.quorate;
    requires java.naming;
    requires java.security.jgss;
    requires java.sql;
    requires org.slf4j;
    requires static com.zaxxer.hikari;
    requires static org.jspecify;

    exports io.quorate.mssql;
    exports io.quorate.mssql.driver to
            com.microsoft.sqlserver.jdbc;

    uses java.sql.Driver;

    provides io.quorate.spi.BackendProvider with
            io.quorate.mssql.MssqlBackendProvider;
}
