package io.quorate.lab.http;

/**
 * A request, its body read whole.
 *
 * @param body the bytes after transfer decoding; empty before they are read (see {@link HttpHandler#early})
 */
public record HttpRequest(String method, String target, HttpHeaders headers, byte[] body) {

    /** Returns the path without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public String toString() {
        return method + " " + path() + " [bytes=" + body.length + "]";
    }
}
