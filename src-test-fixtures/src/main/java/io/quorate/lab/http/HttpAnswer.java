package io.quorate.lab.http;

/** What happens to a request. */
public sealed interface HttpAnswer {

    /**
     * A response.
     *
     * @param close whether the connection ends with it
     */
    record Reply(int status, HttpHeaders headers, byte[] body, boolean close) implements HttpAnswer {}

    /** The connection is reset without an answer. */
    record Reset() implements HttpAnswer {}

    /** Makes a response. */
    static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, new HttpHeaders().add("Content-Type", contentType), body, false);
    }

    /** Makes a response without a body. */
    static Reply empty(int status) {
        return new Reply(status, new HttpHeaders(), new byte[0], false);
    }

    /** Makes a reset. */
    static HttpAnswer reset() {
        return new Reset();
    }
}
