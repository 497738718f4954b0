package io.quorate.sql;

/** After which end of a job something is done; in the order of Agent's numbers. */
public enum JobNotice {
    NEVER,
    ON_SUCCESS,
    ON_FAILURE,
    ALWAYS
}
