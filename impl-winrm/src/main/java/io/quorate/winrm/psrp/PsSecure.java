package io.quorate.winrm.psrp;

/** A secure string: as this side knows it, or as it came over the wire. */
public sealed interface PsSecure permits PsSecureString, PsSecureText {}
