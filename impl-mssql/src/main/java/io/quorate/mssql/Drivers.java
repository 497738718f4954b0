package io.quorate.mssql;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds Microsoft's driver when it is first needed, once for all: it holds nothing of a connection. Thread-safe. */
final class Drivers implements Supplier<Driver> {
    private static volatile @Nullable Driver known;

    @Override
    public Driver get() {
        Driver driver = known;
        if (driver == null) {
            driver = find();
            known = driver;
        }
        return driver;
    }

    private static Driver find() {
        for (Driver driver : ServiceLoader.load(Driver.class, Drivers.class.getClassLoader())) {
            try {
                if (driver.acceptsURL(MssqlBackend.URL)) {
                    return driver;
                }
            } catch (SQLException e) {
                // Another one, then.
                continue;
            }
        }
        throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                .hint("put com.microsoft.sqlserver:mssql-jdbc on the path of this program")
                .because("there is no JDBC driver for SQL Server");
    }
}
