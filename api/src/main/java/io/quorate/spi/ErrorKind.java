package io.quorate.spi;

/** The kinds of failure, one exception class each in {@code io.quorate.error}. */
public enum ErrorKind {
    /** No host that could serve the call could be reached. */
    UNREACHABLE,
    /** The server could not prove who it is. */
    UNTRUSTED,
    /** The log-in was refused or a permission is missing. */
    ACCESS_DENIED,
    /** The object is not there, as a successful look has shown. */
    NOT_FOUND,
    /** What is there already contradicts what was asked for. */
    CONFLICT,
    /** The other side understood and refused, for a reason that lasts. */
    REJECTED,
    /** The endpoint offers no way to run the command. */
    UNSUPPORTED,
    /** There was no place for the request, or the object was on its way; nothing was started. */
    BUSY,
    /** The time given ran out. */
    DEADLINE_EXCEEDED,
    /** Sent, the answer lost, and it could not be found out whether it was done. */
    OUTCOME_UNKNOWN,
    /** The answer came but cannot be what it should be. */
    BAD_REPLY,
    /** Destructive, and no consent was given for this object. */
    CONSENT_REQUIRED
}
