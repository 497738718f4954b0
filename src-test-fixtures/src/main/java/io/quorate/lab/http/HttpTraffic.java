package io.quorate.lab.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a listener carried. Bytes are those of HTTP, inside TLS. */
public final class HttpTraffic {
    final AtomicLong connections = new AtomicLong();
    final AtomicLong requests = new AtomicLong();
    final AtomicLong headBytesIn = new AtomicLong();
    final AtomicLong bodyBytesIn = new AtomicLong();
    final AtomicLong headBytesOut = new AtomicLong();
    final AtomicLong bodyBytesOut = new AtomicLong();

    /** Returns how many connections were accepted so far. */
    public long connections() {
        return connections.get();
    }

    public long requests() {
        return requests.get();
    }

    /** Returns the bytes of request heads and bodies. */
    public long bytesIn() {
        return headBytesIn.get() + bodyBytesIn.get();
    }

    /** Returns the bytes of response heads and bodies. */
    public long bytesOut() {
        return headBytesOut.get() + bodyBytesOut.get();
    }

    public long bodyBytesIn() {
        return bodyBytesIn.get();
    }

    public long bodyBytesOut() {
        return bodyBytesOut.get();
    }
}
