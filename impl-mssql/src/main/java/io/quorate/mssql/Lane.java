package io.quorate.mssql;

import io.quorate.mssql.driver.Attempt;
import io.quorate.spi.net.Closing;
import io.quorate.spi.net.DeadSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection, used by one call at a time. */
final class Lane {
    private static final int VALID_SECONDS = 2;

    private final Connection connection;
    private final Attempt attempt;
    private final int major;
    private final String version;
    private volatile boolean spent;

    /** When it was last used, on the runtime's clock. */
    private long lastUsed;

    Lane(Connection connection, Attempt attempt, int major, String version, long now) {
        this.connection = connection;
        this.attempt = attempt;
        this.major = major;
        this.version = version;
        this.lastUsed = now;
    }

    Connection connection() {
        return connection;
    }

    /** Returns the version's first number: 16 is 2022. */
    int major() {
        return major;
    }

    String version() {
        return version;
    }

    /** Returns the names in the certificate that the server showed; null where none was checked. */
    @Nullable
    List<String> tlsNames() {
        return attempt.names();
    }

    /** It is not given back after this call. */
    void spend() {
        spent = true;
    }

    boolean spent() {
        return spent;
    }

    void used(long now) {
        lastUsed = now;
    }

    long idle(long now) {
        return now - lastUsed;
    }

    /** Looks whether the server still holds its end; without a socket of ours to look at, it is asked. */
    boolean dead() {
        try {
            if (connection.isClosed()) {
                return true;
            }
            Socket socket = attempt.socket();
            return socket == null ? !connection.isValid(VALID_SECONDS) : DeadSocket.is(socket);
        } catch (SQLException e) {
            return true;
        }
    }

    boolean closed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Cuts it off, whatever it does. */
    void cut() {
        spent = true;
        attempt.cut();
    }

    /** Has the driver free what it holds. */
    void abort() throws SQLException {
        spent = true;
        connection.abort(Runnable::run);
    }

    /** Closes it; it is idle. */
    void close() {
        spent = true;
        Closing.withoutWaiting(attempt.socket());
        try {
            connection.close();
        } catch (SQLException e) {
            attempt.cut();
        }
    }
}
