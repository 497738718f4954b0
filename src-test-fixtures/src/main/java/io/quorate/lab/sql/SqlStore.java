package io.quorate.lab.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one instance's databases: H2, in memory. H2 is optional; where it is missing this says so. */
final class SqlStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqlStore.class);
    private static final String DRIVER = "org.h2.Driver";
    private static final AtomicLong STORES = new AtomicLong();

    private final String url;
    private final Driver driver;
    private final SqlCopy.SqlLogs logs;
    private final Connection keeper;
    private final Map<String, SqlCopy> copies = new HashMap<>();

    SqlStore(SqlCopy.SqlLogs logs) {
        this.logs = logs;
        this.driver = driver(DRIVER);
        this.url = "jdbc:h2:mem:quorate-lab-" + STORES.incrementAndGet()
                + ";MODE=MSSQLServer;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DATABASE_TO_UPPER=FALSE;LOCK_TIMEOUT=10000"
                // an inventory asks some thirty questions, each looked at before the first is answered: none is read
                // twice
                + ";QUERY_CACHE_SIZE=128";
        try {
            this.keeper = open();
        } catch (SQLException e) {
            throw new IllegalStateException("H2 is another one than the lab knows", e);
        }
    }

    /** Returns the engine's driver, or says that it is not there. */
    static Driver driver(String name) {
        try {
            return (Driver) Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(
                    "the lab's SQL Server instances need H2 to hold their rows: add the dependency com.h2database:h2",
                    e);
        }
    }

    Connection open() throws SQLException {
        Connection connection = driver.connect(url, new Properties());
        connection.setAutoCommit(false);
        return connection;
    }

    /** Returns this instance's copy of a database. */
    synchronized SqlCopy copy(String database) {
        return copies.computeIfAbsent(
                database.toLowerCase(Locale.ROOT), d -> new SqlCopy(database, copies.size() + 1, logs, keeper));
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            log.debug("the rows' store did not close [cause={}]", e.toString());
        }
    }
}
