package io.quorate.spi;

/** The kinds of failure, one exception class each in {@code io.quorate.error}. */
public enum ErrorKind {
    UNREACHABLE,
    UNTRUSTED,
    ACCESS_DENIED,
    NOT_FOUND,
    CONFLICT,
    REJECTED,
    UNSUPPORTED,
    BUSY,
    DEADLINE_EXCEEDED,
    OUTCOME_UNKNOWN,
    BAD_REPLY,
    CONSENT_REQUIRED
}
