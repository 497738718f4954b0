package io.quorate.lab.http;

import java.time.Duration;

/**
 * What a client may demand.
 *
 * @param headBytes the request line and all header fields together
 * @param bodyBytes the body after transfer decoding
 * @param connections open connections of one listener
 * @param idle how long a connection may stay silent, in real time
 */
public record HttpLimits(int headBytes, int bodyBytes, int connections, Duration idle) {

    /** What http.sys and WinRM allow: 64 KiB heads, 300 connections, two minutes of silence. */
    public static HttpLimits defaults() {
        return new HttpLimits(64 * 1024, 2 * 1024 * 1024, 300, Duration.ofMinutes(2));
    }
}
