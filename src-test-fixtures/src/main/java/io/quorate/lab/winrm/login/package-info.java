/**
 * The server's half of log-ins to WinRM: one class a scheme behind {@code ServerScheme} and {@code ServerLogin}, the door that asks them and
 * keeps what they know for one physical connection, and the sealed bodies that follow. Shares the codecs of tokens with the client, never its
 * state machines.
 *
 * <p>A scheme of one's own implements {@code ServerScheme} and is given to the door with the others ({@code LoginOffer}).
 */
@NullMarked
package io.quorate.lab.winrm.login;

import org.jspecify.annotations.NullMarked;
