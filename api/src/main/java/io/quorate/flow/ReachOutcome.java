package io.quorate.flow;

/** What came of an attempt to connect. */
public enum ReachOutcome {
    /** The connection came about. */
    REACHED,
    /** Somebody said no: nobody listens there, or there is no way. */
    REFUSED,
    /** Nobody answered in time. */
    SILENT,
    /** It did not come about; whether somebody said no or nobody answered, Windows does not tell. */
    NOT_REACHED,
    /** Nobody knows an address for the name. */
    UNKNOWN_NAME,
    /** It could not be tried, or whoever tried did not say. */
    UNTOLD
}
