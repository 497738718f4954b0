package io.quorate.lab.winrm;

import java.time.Duration;

/**
 * Quotas and time limits of a host's WinRM, with Windows' defaults.
 *
 * @param maxShellsPerUser open shells of one user (MaxShellsPerUser of the plug-in)
 * @param maxCommandsPerShell commands of a shell that were not terminated (MaxConcurrentCommandsPerShell of the plug-in)
 * @param idleTimeout how long an idle shell lives unless its creator says otherwise
 * @param receiveGap how long a shell may be without a standing Receive before it becomes Disconnected
 * @param minimumOperationTimeout what a shorter OperationTimeout is raised to
 * @param locale the language of texts, e.g. {@code en-US}, {@code de-DE}; codes do not depend on it
 */
public record WinRmSettings(
        int maxShellsPerUser,
        int maxCommandsPerShell,
        Duration idleTimeout,
        Duration receiveGap,
        Duration minimumOperationTimeout,
        String locale) {

    /** 25 shells, 1000 commands, two hours, four minutes, half a second, English. */
    public static WinRmSettings defaults() {
        return new WinRmSettings(25, 1000, Duration.ofHours(2), Duration.ofMinutes(4), Duration.ofMillis(500), "en-US");
    }

    public WinRmSettings withMaxShellsPerUser(int value) {
        return new WinRmSettings(value, maxCommandsPerShell, idleTimeout, receiveGap, minimumOperationTimeout, locale);
    }

    public WinRmSettings withMaxCommandsPerShell(int value) {
        return new WinRmSettings(maxShellsPerUser, value, idleTimeout, receiveGap, minimumOperationTimeout, locale);
    }

    public WinRmSettings withIdleTimeout(Duration value) {
        return new WinRmSettings(
                maxShellsPerUser, maxCommandsPerShell, value, receiveGap, minimumOperationTimeout, locale);
    }

    public WinRmSettings withReceiveGap(Duration value) {
        return new WinRmSettings(
                maxShellsPerUser, maxCommandsPerShell, idleTimeout, value, minimumOperationTimeout, locale);
    }

    public WinRmSettings withLocale(String value) {
        return new WinRmSettings(
                maxShellsPerUser, maxCommandsPerShell, idleTimeout, receiveGap, minimumOperationTimeout, value);
    }
}
