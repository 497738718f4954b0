package io.quorate.nexenta.rest;

/** How tests name what a request asks for. */
public final class NefPaths {
    private NefPaths() {}

    /** Returns a path as a segment of an address. */
    public static String encoded(String path) {
        return NefRequest.encode(path);
    }
}
