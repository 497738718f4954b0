package io.quorate.doctor;

/** How much a finding matters. */
public enum Severity {
    /** Something does not work. */
    ILL,
    /** Something will not work when it is asked for, or soon. */
    WARNING,
    /** It cannot be told whether something works. */
    UNTOLD
}
