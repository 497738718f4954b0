package io.quorate.lab.kernel;

/** A wait in the lab that can never end, or that outlived the real-time safety limit. The message says who waits for what. */
public final class LabStuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabStuckException(String message) {
        super(message);
    }
}
