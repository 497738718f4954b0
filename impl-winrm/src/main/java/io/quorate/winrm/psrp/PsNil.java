package io.quorate.winrm.psrp;

/** {@code $null}. */
public enum PsNil implements PsValue {
    /** The only null there is. */
    NIL
}
