package io.quorate.lab.storage;

import java.io.IOException;

/** A pool has no room for a block that was never written before. */
public final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSpaceException(String message) {
        super(message);
    }
}
