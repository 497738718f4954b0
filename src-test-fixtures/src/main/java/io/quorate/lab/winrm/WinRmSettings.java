package io.quorate.lab.winrm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Quotas and time limits of a host's WinRM, with Windows' defaults.
 *
 * @param maxShellsPerUser open shells of one user (MaxShellsPerUser of the plug-in)
 * @param maxCommandsPerShell commands of a shell that were not terminated (MaxConcurrentCommandsPerShell of the plug-in)
 * @param idleTimeout how long an idle shell lives unless its creator says otherwise
 * @param receiveGap how long a shell may be without a standing Receive before it becomes Disconnected
 * @param minimumOperationTimeout what a shorter OperationTimeout is raised to
 * @param locale the language of texts, e.g. {@code en-US}, {@code de-DE}; codes do not depend on it
 * @param protocol the newest remoting protocol hosts speak, {@code 2.1} to {@code 2.4}; null for the one of their release
 */
public record WinRmSettings(
        int maxShellsPerUser,
        int maxCommandsPerShell,
        Duration idleTimeout,
        Duration receiveGap,
        Duration minimumOperationTimeout,
        String locale,
        @Nullable String protocol) {

    public WinRmSettings {
        if (protocol != null && !protocol.matches("2\\.[1-4]")) {
            throw new IllegalArgumentException("protocol " + protocol + " is not among 2.1 to 2.4");
        }
    }

    /** Makes settings whose hosts speak the protocol of their release. */
    public WinRmSettings(
            int maxShellsPerUser,
            int maxCommandsPerShell,
            Duration idleTimeout,
            Duration receiveGap,
            Duration minimumOperationTimeout,
            String locale) {
        this(maxShellsPerUser, maxCommandsPerShell, idleTimeout, receiveGap, minimumOperationTimeout, locale, null);
    }

    /** 25 shells, 1000 commands, two hours, four minutes, half a second, English. */
    public static WinRmSettings defaults() {
        return new WinRmSettings(25, 1000, Duration.ofHours(2), Duration.ofMinutes(4), Duration.ofMillis(500), "en-US");
    }

    public WinRmSettings withMaxShellsPerUser(int value) {
        return new WinRmSettings(
                value, maxCommandsPerShell, idleTimeout, receiveGap, minimumOperationTimeout, locale, protocol);
    }

    public WinRmSettings withMaxCommandsPerShell(int value) {
        return new WinRmSettings(
                maxShellsPerUser, value, idleTimeout, receiveGap, minimumOperationTimeout, locale, protocol);
    }

    public WinRmSettings withIdleTimeout(Duration value) {
        return new WinRmSettings(
                maxShellsPerUser, maxCommandsPerShell, value, receiveGap, minimumOperationTimeout, locale, protocol);
    }

    public WinRmSettings withReceiveGap(Duration value) {
        return new WinRmSettings(
                maxShellsPerUser, maxCommandsPerShell, idleTimeout, value, minimumOperationTimeout, locale, protocol);
    }

    public WinRmSettings withLocale(String value) {
        return new WinRmSettings(
                maxShellsPerUser,
                maxCommandsPerShell,
                idleTimeout,
                receiveGap,
                minimumOperationTimeout,
                value,
                protocol);
    }

    /** Has every host speak this protocol at most: {@code 2.1} to {@code 2.4}, the last as PowerShell 7.6 does. */
    public WinRmSettings withProtocol(String value) {
        return new WinRmSettings(
                maxShellsPerUser, maxCommandsPerShell, idleTimeout, receiveGap, minimumOperationTimeout, locale, value);
    }
}
