package io.quorate.lab.sql;

import java.net.InetSocketAddress;

/** An instance as a client meets it: lets a log-in in, or not. Thread-safe. */
public interface SqlDoor {

    /** Returns the instance's name as {@code @@SERVERNAME} tells it. */
    String server();

    /** Returns the product's version, e.g. {@code 16.0.4135.4}. */
    String version();

    /** Answers a log-in. The password in it is wiped by who called, afterwards. */
    SqlEntry login(SqlLogin login);

    /** Answers a log-in that came in at an address: the instance's own, or a listener's. */
    default SqlEntry login(SqlLogin login, InetSocketAddress at) {
        return login(login);
    }
}
