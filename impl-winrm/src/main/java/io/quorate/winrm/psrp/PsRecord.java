package io.quorate.winrm.psrp;

/** A record of a stream other than output and error. */
public record PsRecord(PsStream stream, PsValue value) {}
