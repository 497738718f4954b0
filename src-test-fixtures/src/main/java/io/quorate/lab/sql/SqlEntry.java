package io.quorate.lab.sql;

/** How an instance answers a log-in. */
public sealed interface SqlEntry {

    /** The client is in. */
    record Accepted(SqlSession session) implements SqlEntry {}

    /** The client stays out, and why: 18456, 983, 976 ... */
    record Refused(SqlMessage why) implements SqlEntry {}

    /** The client is sent to another address, where it logs in anew. */
    record Routed(String host, int port) implements SqlEntry {}
}
