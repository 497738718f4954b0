package io.quorate.lab.http;

/** What happens to a request. */
public sealed interface HttpAnswer {

    /**
     * A response.
     *
     * @param close whether the connection ends with it
     */
    record Reply(int status, HttpHeaders headers, byte[] body, boolean close) implements HttpAnswer {}

    /**
     * A response that does not come in one piece.
     *
     * @param at how many bytes of the body come at once with the head
     * @param pace says what follows
     */
    record Paced(Reply reply, int at, Pace pace) implements HttpAnswer {}

    /** Says how a response goes on. */
    interface Pace {
        /**
         * Called when some bytes are out; may wait.
         *
         * @return how many more bytes follow; 0 to reset the connection
         */
        int next() throws InterruptedException;
    }

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
