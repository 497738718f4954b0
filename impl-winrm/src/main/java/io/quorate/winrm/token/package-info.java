/**
 * Tokens of log-ins and the sealed bodies that follow them: DER, SPNEGO, the messages and the cryptography of NTLM, channel bindings, and the
 * multipart body of WinRM.
 *
 * <p>Codecs only: nothing here opens a socket, reads a clock, draws a random number or remembers how far a log-in has come, save for the
 * counters of a seal. The lab shares them; the state machines of both sides stand elsewhere, each side its own. Everything read is taken to be
 * hostile: lengths are checked before anything is allocated, and what cannot be is a {@link io.quorate.winrm.token.TokenException}. No key and
 * no token is printed.
 */
@NullMarked
package io.quorate.winrm.token;

import org.jspecify.annotations.NullMarked;
