/** SQL Server Always On over JDBC. Holds nothing yet: it arrives with the availability group client. */
module io.quorate.mssql {
    requires io.quorate;
    requires static org.jspecify;
}
