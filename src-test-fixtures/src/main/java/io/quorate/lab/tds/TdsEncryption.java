package io.quorate.lab.tds;

/** What an instance says to a client that asks for TLS inside of TDS 7. */
public enum TdsEncryption {
    /** The client decides: the whole session, or only the log-in. */
    OFFERED,
    /** Whole sessions, whatever the client says ({@code Force Encryption}). */
    REQUIRED,
    /** None at all. Only the lab has that. */
    NOT_SUPPORTED
}
