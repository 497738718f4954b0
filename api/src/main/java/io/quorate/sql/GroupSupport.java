package io.quorate.sql;

/** Which availability groups an edition can have. */
public enum GroupSupport {
    /** All there are. */
    FULL,
    /** Basic ones only: two replicas, one database, no readable secondary. */
    BASIC,
    /** None. */
    NONE
}
