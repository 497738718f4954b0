package io.quorate.winrm.wsman;

/** The answer is not what WS-Man defines. The message never quotes it. */
final class MalformedReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
