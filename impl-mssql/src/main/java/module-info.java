/** SQL Server Always On: T-SQL over JDBC. */
module io.quorate.mssql {
    requires io.quorate;
    requires java.sql;
    requires org.slf4j;
    requires static org.jspecify;
}
