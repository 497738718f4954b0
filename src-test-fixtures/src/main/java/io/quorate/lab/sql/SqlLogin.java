package io.quorate.lab.sql;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a client says when it logs in. Prints no password.
 *
 * @param user the log-in's name
 * @param password its password
 * @param database which database it wants; empty for the log-in's default
 * @param readIntent whether it declares that it only reads
 * @param application the program's name
 * @param host the client's machine
 * @param server what the client calls the server; empty if it does not say
 * @param at where it came in: the instance's own address, or a listener's; null if no socket brought it
 * @param proven whether the user is a Windows account that has proven itself, without a password
 */
public record SqlLogin(
        String user,
        char[] password,
        String database,
        boolean readIntent,
        String application,
        String host,
        String server,
        @Nullable InetSocketAddress at,
        boolean proven) {

    /** Makes one that no socket brought. */
    public SqlLogin(
            String user, char[] password, String database, boolean readIntent, String application, String host) {
        this(user, password, database, readIntent, application, host, "", null, false);
    }

    /** Returns the same of a Windows account that has proven itself. */
    public SqlLogin provenBy(String account) {
        return new SqlLogin(account, new char[0], database, readIntent, application, host, server, at, true);
    }

    @Override
    public String toString() {
        return "SqlLogin[user=" + user + " password=<hidden> database=" + database + " readIntent=" + readIntent + "]";
    }
}
