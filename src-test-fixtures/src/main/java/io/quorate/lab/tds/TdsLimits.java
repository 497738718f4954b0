package io.quorate.lab.tds;

import java.time.Duration;

/**
 * How much of a client's an instance puts up with.
 *
 * @param connections open at once; one more is reset
 * @param message bytes of a request
 * @param answer bytes of an answer
 * @param login real time for a log-in, the TLS handshake included
 * @param pause real time between the parts of a request that has begun
 */
public record TdsLimits(int connections, int message, int answer, Duration login, Duration pause) {

    /** 256 connections, 8 MiB, 64 MiB, 15 s and 30 s. */
    public static final TdsLimits DEFAULT =
            new TdsLimits(256, 8 << 20, 64 << 20, Duration.ofSeconds(15), Duration.ofSeconds(30));
}
