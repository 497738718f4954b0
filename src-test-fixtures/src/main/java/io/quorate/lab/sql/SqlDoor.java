package io.quorate.lab.sql;

/** An instance as a client meets it: lets a log-in in, or not. Thread-safe. */
public interface SqlDoor {

    /** Returns the instance's name as {@code @@SERVERNAME} tells it. */
    String server();

    /** Returns the product's version, e.g. {@code 16.0.4135.4}. */
    String version();

    /** Answers a log-in. The password in it is wiped by who called, afterwards. */
    SqlEntry login(SqlLogin login);
}
