package io.quorate.lab;

import io.quorate.lab.rule.sql.LabSqlHost;
import io.quorate.lab.sql.SqlDoor;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlInstance;
import io.quorate.lab.sql.SqlLogin;
import io.quorate.lab.sql.SqlMessage;
import java.net.InetSocketAddress;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An instance's door as its face uses it: knows who comes by a listener, and leads on to where the other instance really listens. */
final class SqlDoors implements SqlDoor {
    private final SqlInstance instance;
    private final LabSqlHost host;
    private final LabSqlHost throughListener;
    private final BiFunction<String, Integer, @Nullable InetSocketAddress> real;
    private final boolean byName;
    private volatile @Nullable InetSocketAddress own;

    /** @param byName whether who is led on is told the name, and not where that really is */
    SqlDoors(
            SqlInstance instance,
            LabSqlHost host,
            BiFunction<String, Integer, @Nullable InetSocketAddress> real,
            boolean byName) {
        this.byName = byName;
        this.instance = instance;
        this.host = host;
        this.throughListener = host.throughListener();
        this.real = real;
    }

    void listensAt(InetSocketAddress address) {
        own = address;
    }

    @Override
    public String server() {
        return instance.server();
    }

    @Override
    public String version() {
        return instance.version();
    }

    @Override
    public SqlEntry login(SqlLogin login) {
        return led(instance.login(login));
    }

    @Override
    public SqlEntry login(SqlLogin login, InetSocketAddress at) {
        if (at.equals(own)) {
            return login(login);
        }
        SqlEntry.Routed elsewhere = throughListener.routed(login);
        if (elsewhere == null) {
            return login(login);
        }
        SqlMessage why = host.refuses(login);
        return why == null ? led(elsewhere) : new SqlEntry.Refused(why);
    }

    private SqlEntry led(SqlEntry entry) {
        if (!byName && entry instanceof SqlEntry.Routed routed) {
            InetSocketAddress there = real.apply(routed.host(), routed.port());
            return there == null
                    ? entry
                    : new SqlEntry.Routed(there.getAddress().getHostAddress(), there.getPort());
        }
        return entry;
    }
}
