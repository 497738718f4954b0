package io.quorate.winrm.psrp;

/** The streams of a PowerShell pipeline besides its output. */
public enum PsStream {
    ERROR,
    WARNING,
    VERBOSE,
    DEBUG,
    INFORMATION,
    PROGRESS
}
