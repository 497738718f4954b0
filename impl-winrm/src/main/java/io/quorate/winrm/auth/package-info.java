/**
 * Ways to log in to a WinRM host, one class a scheme: what to say to a challenge, and how bodies are sealed and opened. Holds no socket and
 * sends nothing to a host; the channel in {@code io.quorate.winrm.wsman} asks it and does the talking. For Kerberos the JDK asks domain
 * controllers; it hears neither deadline nor interrupt, so that is done in a thread {@code quorate-winrm-login-...} of its own, which may
 * outlast who waits for it by as long as krb5.conf says ({@code kdc_timeout}, {@code max_retries}).
 */
@NullMarked
package io.quorate.winrm.auth;

import org.jspecify.annotations.NullMarked;
