package io.quorate.error;

/** The root of all exceptions that Quorate throws on purpose. */
public abstract class QuorateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected QuorateException(String message) {
        super(message);
    }
}
