/**
 * Ways to log in to a WinRM host, one class a scheme: what to say to a challenge, and how bodies are sealed and opened. Holds no socket and
 * sends nothing; the channel in {@code io.quorate.winrm.wsman} asks it and does the talking.
 */
@NullMarked
package io.quorate.winrm.auth;

import org.jspecify.annotations.NullMarked;
